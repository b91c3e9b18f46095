import { spoolStyles } from "./spool.js";

export const printStyles = `
  ${spoolStyles}
  :host { display: block; container-type: inline-size; }
  :host([data-grid]) { block-size: 100%; }
  ha-card { --tone: var(--secondary-text-color); block-size: 100%; padding: 12px 16px; box-sizing: border-box; display: flex; flex-direction: column; gap: 10px; }
  ha-card[data-tone="active"] { --tone: var(--info-color); }
  ha-card[data-tone="paused"] { --tone: var(--warning-color); }
  ha-card[data-tone="done"] { --tone: var(--success-color); }
  ha-card[data-tone="failed"] { --tone: var(--error-color); }
  ha-card[data-tone="offline"] { --tone: var(--disabled-color); }
  .header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; min-block-size: 32px; }
  .name { flex: 1 1 0; min-inline-size: 30%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--ha-font-size-l, 16px); font-weight: var(--ha-font-weight-medium, 500); }
  .chip { padding: 3px 10px; border-radius: 999px; font-size: var(--ha-font-size-s, 12px); font-weight: var(--ha-font-weight-medium, 500);
    color: var(--primary-text-color); background: color-mix(in srgb, var(--tone) 22%, transparent); }
  .chip { max-inline-size: 65%; box-sizing: border-box; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .chip::before { content: ""; display: inline-block; inline-size: 8px; block-size: 8px; margin-inline-end: 6px; border-radius: 50%; background: var(--tone); }
  .stage { margin-block-start: -8px; font-size: var(--ha-font-size-s, 12px); color: var(--secondary-text-color); }
  [data-tone="offline"] .name { color: var(--secondary-text-color); }
  .camera { display: block; inline-size: 100%; --ha-card-border-width: 0; --ha-card-box-shadow: none; aspect-ratio: 16 / 9; overflow: hidden; border-radius: var(--ha-border-radius-md, 8px); background: var(--secondary-background-color); }
  .print { display: flex; gap: 12px; align-items: center; }
  .cover { flex: none; inline-size: 76px; block-size: 76px; object-fit: contain; border-radius: var(--ha-border-radius-md, 8px); background: var(--secondary-background-color); }
  .about { flex: 1; min-inline-size: 0; display: flex; flex-direction: column; gap: 6px; }
  .task { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .progress { display: flex; align-items: center; gap: 10px; }
  .bar { flex: 1; block-size: 10px; border-radius: 5px; overflow: hidden; background: color-mix(in srgb, var(--tone) 20%, transparent); }
  .fill { block-size: 100%; border-radius: 5px; background: var(--tone); transition: inline-size 0.6s; }
  .percent { min-inline-size: 3.2em; text-align: end; font-variant-numeric: tabular-nums; font-weight: var(--ha-font-weight-medium, 500); }
  .facts { display: flex; flex-wrap: wrap; gap: 0 14px; font-size: var(--ha-font-size-s, 12px); color: var(--secondary-text-color); font-variant-numeric: tabular-nums; }
  @container (max-width: 420px) { .facts { min-block-size: 2lh; } .done { flex-basis: 100%; } }
  .temperatures { display: flex; flex-wrap: wrap; gap: 4px 16px; }
  .value { display: inline-flex; align-items: center; gap: 4px; min-block-size: 32px; unicode-bidi: plaintext; font-variant-numeric: tabular-nums; }
  .value ha-icon { --mdc-icon-size: 18px; color: var(--secondary-text-color); }
  .notices { display: flex; flex-direction: column; gap: 1px; overflow: hidden; border-radius: var(--ha-border-radius-md, 8px); }
  .more { min-block-size: 32px; padding: 0 10px; font-size: var(--ha-font-size-s, 12px); color: var(--secondary-text-color); }
  .notice { display: flex; align-items: center; gap: 8px; padding: 6px 10px; background: color-mix(in srgb, var(--warning-color) 14%, transparent); }
  .notice.grave { background: color-mix(in srgb, var(--error-color) 14%, transparent); }
  .notice ha-icon { flex: none; color: var(--warning-color); --mdc-icon-size: 20px; }
  .notice.grave ha-icon { color: var(--error-color); }
  .notice .words { flex: 1; min-block-size: 28px; }
  .notice a { color: inherit; }
  .action.stop ha-icon { color: var(--error-color); }
  .action.confirm { color: #fff; background: color-mix(in srgb, var(--error-color) 80%, #000); }
  .spools { display: flex; flex-wrap: wrap; gap: 6px 10px; }
  .spools .spool { --size: 26px; }
  .slot { display: grid; place-items: center; min-inline-size: 32px; min-block-size: 32px; border-radius: 50%; }
  .missing { margin: 0; color: var(--secondary-text-color); }
  @media (prefers-reduced-motion: reduce) { .fill { transition: none; } }
`;
