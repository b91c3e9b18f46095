// A spool seen from the side: its colors, and around them what is left.

import { background, opacity } from "../color.js";
import { h } from "../html.js";

/** @typedef {import("./slots.js").Slot} Slot */

/**
 * @param {Pick<Slot, "colors" | "gradient" | "remaining" | "active" | "filled">} slot
 */
export function spool({ colors, gradient, remaining, active, filled }) {
  const kind = [
    "spool",
    active && "active",
    !filled && "empty",
    colors.some((color) => opacity(color) < 1) && "clear",
  ];
  const left = remaining === null ? "" : `--left: ${Math.max(0, Math.min(100, remaining))}%;`;
  return h(
    "span",
    {
      class: kind.filter(Boolean).join(" "),
      style: `${left} --fill: ${background(colors, gradient)}`,
      "aria-hidden": "true",
    },
    h("span", { class: "disc" }),
  );
}

export const spoolStyles = `
  .spool { --size: 40px; position: relative; display: inline-grid; place-items: center; flex: none; inline-size: var(--size); block-size: var(--size);
    border-radius: 50%; background: conic-gradient(var(--primary-text-color) var(--left, 0%), var(--divider-color) 0); }
  .spool::before { content: ""; position: absolute; inset: 2px; border-radius: 50%; background: var(--card-background-color); }
  .disc { position: relative; inline-size: calc(100% - 8px); block-size: calc(100% - 8px); border-radius: 50%; background: var(--fill);
    box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--primary-text-color) 32%, transparent); }
  .disc::after { content: ""; position: absolute; inset: 36%; border-radius: 50%; background: var(--card-background-color);
    box-shadow: 0 0 0 1px color-mix(in srgb, var(--primary-text-color) 32%, transparent); }
  .spool.clear .disc { background: var(--fill), repeating-conic-gradient(#bbb 0 25%, #fff 0 50%) 0 0 / 8px 8px; }
  .spool.empty { background: none; border: 2px dashed var(--divider-color); box-sizing: border-box; }
  .spool.empty .disc { visibility: hidden; }
  .spool.active { outline: 2px solid var(--primary-color); outline-offset: 2px; }
`;
