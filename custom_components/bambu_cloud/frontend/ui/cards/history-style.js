export const historyStyles = `
  :host { display: block; container-type: inline-size; }
  ha-card { padding: 12px 16px 16px; display: flex; flex-direction: column; gap: 12px; }
  ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(120px, 1fr)); gap: 16px 12px; }
  li { min-inline-size: 0; display: flex; flex-direction: column; gap: 3px; }
  .picture { position: relative; aspect-ratio: 1; display: grid; place-items: center; overflow: hidden; border-radius: var(--ha-border-radius-md, 8px); background: var(--secondary-background-color); color: var(--disabled-color); }
  .picture ha-icon { --mdc-icon-size: 40px; }
  .picture img { position: absolute; inset: 0; background: inherit; inline-size: 100%; block-size: 100%; object-fit: contain; }
  .picture .broken { visibility: hidden; }
  .outcome { position: absolute; inset-block-end: 6px; inset-inline-start: 6px; padding: 2px 8px; border-radius: 999px; font-size: var(--ha-font-size-s, 12px); color: var(--primary-text-color); background: var(--card-background-color); }
  .outcome::before { content: ""; display: inline-block; inline-size: 8px; block-size: 8px; margin-inline-end: 6px; border-radius: 50%; background: var(--disabled-color); }
  .outcome.finished::before { background: var(--success-color); }
  .outcome.failed::before { background: var(--error-color); }
  .outcome.printing::before { background: var(--info-color); }
  .title { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: var(--ha-font-weight-medium, 500); }
  .facts { min-block-size: 1.4em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-variant-numeric: tabular-nums; font-size: var(--ha-font-size-s, 12px); color: var(--secondary-text-color); }
  .last { display: flex; align-items: center; justify-content: space-between; gap: 8px; min-block-size: 32px; }
  .colors { display: flex; gap: 4px; }
  .colors i { inline-size: 14px; block-size: 14px; border-radius: 50%; box-shadow: inset 0 0 0 1px var(--divider-color); }
  .again { min-block-size: 32px; padding: 0 8px; margin-inline-end: -8px; font-size: var(--ha-font-size-s, 12px); font-weight: var(--ha-font-weight-medium, 500); }
  .again:hover { background: var(--secondary-background-color); }
  .action.confirm { color: var(--primary-text-color); font-weight: var(--ha-font-weight-medium, 500); }
  .error { margin: 0; color: var(--secondary-text-color); }
`;
