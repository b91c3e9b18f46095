// A badge above the printers: how many print, which of them needs somebody, which is done next.

import { DeviceCard } from "../card.js";
import { h } from "../html.js";
import { text } from "../texts.js";
import { fleetView } from "./fleet.js";
import { pathOf } from "./sections.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {{icon: string, words: string, to: string | null, tone?: string}} Content */

/** One of several things; it hides itself while there is nothing to say. */
export class FleetBadge extends DeviceCard {
  static styles = `
    :host { display: block; }
    .badge { box-sizing: border-box; display: flex; align-items: center; gap: 8px; block-size: 36px; max-inline-size: calc(100vw - 32px); padding: 0 12px; border-radius: 18px;
      background: var(--card-background-color); border: 1px solid var(--ha-card-border-color, var(--divider-color)); font-size: var(--ha-font-size-s, 12px);
      font-weight: var(--ha-font-weight-medium, 500); font-variant-numeric: tabular-nums; }
    .badge span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    ha-icon { --mdc-icon-size: 18px; color: var(--secondary-text-color); }
    .attention { background: color-mix(in srgb, var(--error-color) 14%, var(--card-background-color)); }
    .attention ha-icon { color: var(--error-color); }
    div.badge { cursor: default; }
  `;

  connectedWhileHidden = true;

  /** A badge is about several devices. */
  check() {}

  devices() {
    return this.config.printers ?? [];
  }

  /** @param {Hass} hass */
  render(hass) {
    const content = this.#content(hass);
    if (this.hidden !== !content) {
      this.hidden = !content;
      this.dispatchEvent(new CustomEvent("badge-visibility-changed", { bubbles: true, composed: true }));
    }
    if (!content) return h("div");
    const { icon, words, to, tone } = content;
    const inner = [h("ha-icon", { icon, "aria-hidden": "true" }), h("span", null, words)];
    const attributes = { class: `badge ${tone ?? ""}`, title: words };
    return to
      ? h("button", { ...attributes, onclick: () => this.navigate(pathOf(to)) }, ...inner)
      : h("div", attributes, ...inner);
  }

  /**
   * @param {Hass} hass
   * @returns {Content | null}
   */
  #content(hass) {
    const { all, printing, waiting, next } = fleetView(hass, this.devices(), new Date());
    const [first] = waiting;
    /** @type {Record<string, Content | null | undefined | false>} */
    const contents = {
      printing: { icon: "mdi:printer-3d-nozzle", words: text("fleet.printing", { printing, all }), to: null },
      attention: first && {
        icon: "mdi:alert-circle",
        words: text("fleet.attention", { count: waiting.length, name: first.name }),
        to: first.device,
        tone: "attention",
      },
      next: next && {
        icon: "mdi:flag-checkered",
        words: text("fleet.next", { name: next.name, time: next.time ?? "" }),
        to: next.device,
      },
    };
    return contents[this.config.show] || null;
  }
}
