import { dialogStyles } from "./dialog.js";
import { spoolStyles } from "./spool.js";

export const printStyles = `
  ${dialogStyles}
  ${spoolStyles}
  :host { display: block; block-size: 100%; container-type: inline-size; }
  ha-card { --tone: var(--secondary-text-color); block-size: 100%; padding: 12px 16px; box-sizing: border-box; display: flex; flex-direction: column; gap: 10px; }
  ha-card[data-tone="active"] { --tone: var(--info-color); }
  ha-card[data-tone="paused"] { --tone: var(--warning-color); }
  ha-card[data-tone="done"] { --tone: var(--success-color); }
  ha-card[data-tone="failed"] { --tone: var(--error-color); }
  ha-card[data-tone="offline"] { --tone: var(--disabled-color); }
  button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: start; border-radius: 6px; }
  :focus-visible { outline: 2px solid var(--primary-color); outline-offset: 2px; }
  .header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; min-block-size: 32px; }
  .name { flex: 1 1 auto; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--ha-font-size-l, 16px); font-weight: var(--ha-font-weight-medium, 500); }
  .chip { padding: 3px 10px; border-radius: 999px; font-size: var(--ha-font-size-s, 12px); font-weight: var(--ha-font-weight-medium, 500);
    color: var(--primary-text-color); background: color-mix(in srgb, var(--tone) 22%, transparent); }
  .chip::before { content: ""; display: inline-block; inline-size: 8px; block-size: 8px; margin-inline-end: 6px; border-radius: 50%; background: var(--tone); }
  .stage { flex-basis: 100%; font-size: var(--ha-font-size-s, 12px); color: var(--secondary-text-color); }
  [data-tone="offline"] .name { color: var(--secondary-text-color); }
  .print { display: flex; gap: 12px; align-items: center; }
  .cover { flex: none; inline-size: 76px; block-size: 76px; object-fit: contain; border-radius: var(--ha-border-radius-md, 8px); background: var(--secondary-background-color); }
  .about { flex: 1; min-inline-size: 0; display: flex; flex-direction: column; gap: 6px; }
  .task { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .progress { display: flex; align-items: center; gap: 10px; }
  .bar { flex: 1; block-size: 10px; border-radius: 5px; overflow: hidden; background: color-mix(in srgb, var(--tone) 20%, transparent); }
  .fill { block-size: 100%; border-radius: 5px; background: var(--tone); transition: inline-size 0.6s; }
  .percent { min-inline-size: 3.2em; text-align: end; font-variant-numeric: tabular-nums; font-weight: var(--ha-font-weight-medium, 500); }
  .facts { display: flex; flex-wrap: wrap; gap: 0 14px; font-size: var(--ha-font-size-s, 12px); color: var(--secondary-text-color); font-variant-numeric: tabular-nums; }
  .notice { display: flex; align-items: center; gap: 8px; padding: 8px 10px; border-radius: var(--ha-border-radius-md, 8px); background: color-mix(in srgb, var(--error-color) 14%, transparent); }
  .notice ha-icon { flex: none; color: var(--error-color); --mdc-icon-size: 20px; }
  .notice .words { flex: 1; min-block-size: 28px; }
  .notice a { color: var(--primary-color); }
  .action.stop, .action.confirm { color: var(--error-color); }
  .spools { display: flex; flex-wrap: wrap; gap: 6px 10px; }
  .spools .spool { --size: 26px; }
  .slot { display: grid; place-items: center; min-inline-size: 32px; min-block-size: 32px; border-radius: 50%; }
  .missing { margin: 0; color: var(--secondary-text-color); }
  @media (prefers-reduced-motion: reduce) { .fill { transition: none; } }
`;
