// An AMS unit as it stands there: its spools in their colors, and how dry it is inside.

import { DeviceCard } from "../card.js";
import { percent } from "../format.js";
import { h } from "../html.js";
import { printersOf, unitsOf } from "../registry.js";
import { text } from "../texts.js";
import { form } from "./form.js";
import { amsView } from "./ams-view.js";
import { spool, spoolStyles } from "./spool.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {import("./ams-view.js").AmsView} AmsView */

/** A card of one unit; of a printer it shows the spools outside. */
export class AmsCard extends DeviceCard {
  static styles = `
    ${spoolStyles}
    :host { display: block; container-type: inline-size; }
    ha-card { padding: 12px 16px; display: flex; flex-direction: column; gap: 10px; }
    button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; border-radius: 8px; }
    :focus-visible { outline: 2px solid var(--primary-color); outline-offset: 2px; }
    .header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; min-block-size: 28px; }
    .name { flex: 1 1 auto; font-weight: var(--ha-font-weight-medium, 500); }
    .value { display: inline-flex; align-items: center; gap: 3px; min-block-size: 28px; font-size: var(--ha-font-size-s, 12px); color: var(--secondary-text-color); font-variant-numeric: tabular-nums; }
    .value ha-icon { --mdc-icon-size: 16px; }
    .drying { font-size: var(--ha-font-size-s, 12px); color: var(--warning-color); }
    .slots { display: grid; grid-template-columns: repeat(auto-fit, minmax(64px, 1fr)); gap: 8px; }
    .slot { display: flex; flex-direction: column; align-items: center; gap: 4px; min-inline-size: 0; padding: 6px 2px; text-align: center; }
    .material, .left { max-inline-size: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--ha-font-size-s, 12px); }
    .left { color: var(--secondary-text-color); font-variant-numeric: tabular-nums; min-block-size: 1.3em; }
    .missing { margin: 0; color: var(--secondary-text-color); }
  `;

  /** @param {Hass} hass */
  render(hass) {
    const view = amsView(hass, this.config.device);
    if (!view?.slots.length)
      return h("ha-card", null, h("p", { class: "missing" }, text("ams_card.no_device")));
    return h(
      "ha-card",
      null,
      this.#header(view),
      view.drying &&
        h("div", { class: "drying" }, [view.drying.status, view.drying.left].filter(Boolean).join(" · ")),
      h("div", { class: "slots" }, ...view.slots.map((slot) => this.#slot(hass, slot))),
    );
  }

  /** @param {AmsView} view */
  #header({ isPrinter, name, nozzle, climate }) {
    return h(
      "div",
      { class: "header" },
      h("span", { class: "name" }, isPrinter ? text("ams_card.external") : name),
      nozzle && h("span", { class: "value" }, text("ams_card.nozzle", { nozzle })),
      ...climate.map(({ entity, icon, value }) =>
        h(
          "button",
          { class: "value", onclick: () => this.showMore(entity) },
          h("ha-icon", { icon, "aria-hidden": "true" }),
          value,
        ),
      ),
    );
  }

  /**
   * @param {Hass} hass
   * @param {AmsView["slots"][number]} slot
   */
  #slot(hass, slot) {
    const { entity, name, material, remaining, active } = slot;
    const left = active ? text("ams_card.active") : remaining === null ? "" : percent(hass, remaining);
    const label = [name, remaining !== null && percent(hass, remaining), active && text("ams_card.active")]
      .filter(Boolean)
      .join(", ");
    return h(
      "button",
      { class: "slot", title: name, "aria-label": label, onclick: () => this.showMore(entity) },
      spool(slot),
      h("span", { class: "material" }, material ?? name),
      h("span", { class: "left" }, left),
    );
  }

  getCardSize() {
    return 3;
  }

  static getConfigForm() {
    return form({ of_printers: false });
  }

  /** @param {Hass} hass */
  static getStubConfig(hass) {
    const [unit] = printersOf(hass).flatMap(({ id }) => unitsOf(hass, id));
    return { device: unit?.id ?? printersOf(hass)[0]?.id ?? "" };
  }
}
