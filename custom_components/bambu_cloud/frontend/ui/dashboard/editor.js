// The form of the dashboard's options.

import { nameOf, printersOf } from "../registry.js";
import { loadTexts, text } from "../texts.js";

/** @typedef {import("../hass.js").Hass} Hass */

export const PARTS = ["camera", "controls", "filament", "detection", "maintenance", "history"];

/** A form of Home Assistant's, and nothing else. */
export class OptionsEditor extends HTMLElement {
  /** @type {any} */
  #form;
  /** @type {object} */
  #config = {};
  /** @type {Hass | undefined} */
  #hass;

  /** @param {object} config */
  setConfig(config) {
    this.#config = config;
    this.#update();
  }

  /** @param {Hass} hass */
  set hass(hass) {
    this.#hass = hass;
    loadTexts(hass).then(() => this.#update());
  }

  #update() {
    if (!this.#hass) return;
    if (!this.#form) {
      this.#form = document.createElement("ha-form");
      this.#form.computeLabel = (/** @type {{name: string}} */ { name }) => text(`dashboard.option.${name}`);
      this.#form.addEventListener("value-changed", (/** @type {CustomEvent} */ event) => {
        event.stopPropagation();
        const config = { ...this.#config, ...event.detail.value };
        this.dispatchEvent(
          new CustomEvent("config-changed", { detail: { config }, bubbles: true, composed: true }),
        );
      });
      this.append(this.#form);
    }
    this.#form.hass = this.#hass;
    this.#form.schema = schema(this.#hass);
    this.#form.data = { live_camera: true, ...this.#config };
  }
}

/** @param {Hass} hass */
const schema = (hass) => [
  {
    name: "printers",
    selector: {
      select: {
        multiple: true,
        mode: "list",
        options: printersOf(hass).map((printer) => ({ value: printer.id, label: nameOf(printer) })),
      },
    },
  },
  {
    name: "hide",
    selector: {
      select: {
        multiple: true,
        mode: "list",
        options: PARTS.map((value) => ({ value, label: text(`dashboard.section.${value}`) })),
      },
    },
  },
  { name: "live_camera", selector: { boolean: {} } },
  { name: "move", selector: { boolean: {} } },
];
