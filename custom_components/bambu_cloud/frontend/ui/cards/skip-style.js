export const skipStyles = `
  :host { display: block; container-type: inline-size; }
  ha-card { padding: 12px 16px 16px; display: flex; flex-direction: column; gap: 10px; }
  .title { font-weight: var(--ha-font-weight-medium, 500); }
  .content { display: flex; flex-direction: column; gap: 12px; }
  .reason { margin: 0; color: var(--secondary-text-color); }
  .plate { position: relative; aspect-ratio: 1; border-radius: var(--ha-border-radius-md, 8px); overflow: hidden; background: var(--secondary-background-color);
    background-image: linear-gradient(var(--divider-color) 1px, transparent 1px), linear-gradient(90deg, var(--divider-color) 1px, transparent 1px); background-size: 10% 10%; }
  .plate img, .plate canvas { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; }
  .plate canvas { cursor: pointer; touch-action: manipulation; }
  :host([data-preview]) .plate { inline-size: 180px; margin: 0 auto; }
  :host([data-preview]) ul { max-block-size: 88px; }
  ul { list-style: none; margin: 0; padding: 0; max-block-size: 320px; overflow-y: auto; }
  label { display: flex; align-items: center; gap: 10px; min-block-size: 44px; cursor: pointer; }
  label span:first-of-type { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; }
  label.skipped { color: var(--secondary-text-color); cursor: default; }
  label.skipped span:first-of-type { text-decoration: line-through; }
  .note { font-size: var(--ha-font-size-s, 12px); }
  input { inline-size: 20px; block-size: 20px; accent-color: var(--error-color); }
  .action.confirm { color: #fff; background: color-mix(in srgb, var(--error-color) 80%, #000); }
  .action:disabled { opacity: 0.4; cursor: default; }
`;
