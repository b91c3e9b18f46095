import { spoolStyles } from "./spool.js";

export const amsStyles = `
  ${spoolStyles}
  :host { display: block; container-type: inline-size; }
  :host([data-grid]), :host([data-grid]) ha-card { block-size: 100%; }
  ha-card { box-sizing: border-box; padding: 12px 16px; display: flex; flex-direction: column; gap: 8px; }
  .header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; min-block-size: 32px; }
  .name { flex: 1 1 auto; font-weight: var(--ha-font-weight-medium, 500); }
  .value { display: inline-flex; align-items: center; gap: 3px; min-block-size: 32px; unicode-bidi: plaintext; font-size: var(--ha-font-size-s, 12px); color: var(--secondary-text-color); font-variant-numeric: tabular-nums; }
  .value ha-icon { --mdc-icon-size: 16px; }
  @container (max-width: 200px) { .header { gap: 4px 8px; } .value ha-icon { display: none; } }
  .unit { display: grid; place-items: center; inline-size: 32px; block-size: 32px; margin: 0 -6px; border-radius: 50%; color: var(--secondary-text-color); }
  .unit:hover, .slot:hover { background: var(--secondary-background-color); }
  .unit ha-icon { --mdc-icon-size: 20px; }
  .drying { font-size: var(--ha-font-size-s, 12px); color: var(--secondary-text-color); }
  .drying::before { content: ""; display: inline-block; inline-size: 8px; block-size: 8px; margin-inline-end: 6px; border-radius: 50%; background: var(--warning-color); }
  .slots { display: grid; grid-template-columns: repeat(auto-fit, minmax(56px, 1fr)); gap: 4px; }
  .slot { display: flex; flex-direction: column; align-items: center; gap: 2px; min-inline-size: 0; padding: 6px 2px 4px; border-radius: 8px; text-align: center; line-height: 1.4; }
  .slot .spool { margin-block-end: 6px; }
  .material, .left { box-sizing: border-box; max-inline-size: 100%; overflow-wrap: anywhere; font-size: var(--ha-font-size-s, 12px); }
  .called { overflow: hidden; block-size: 2lh; color: var(--secondary-text-color); }
  .left { color: var(--secondary-text-color); font-variant-numeric: tabular-nums; min-block-size: 20px; padding: 1px 8px; border-radius: 999px; }
  .active .left { color: var(--primary-text-color); background: color-mix(in srgb, var(--primary-color) 20%, transparent); }
  .active .material { font-weight: var(--ha-font-weight-medium, 500); }
  .gone { color: var(--secondary-text-color); font-weight: var(--ha-font-weight-normal, 400); }
  .missing { margin: 0; color: var(--secondary-text-color); }
`;
