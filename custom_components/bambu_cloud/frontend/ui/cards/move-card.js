// A pad that moves the axes and the filament of an idle printer.

import { DeviceCard } from "../card.js";
import { h } from "../html.js";
import { entityOf, stateOf } from "../registry.js";
import { text } from "../texts.js";
import { form } from "./form.js";

/** @typedef {import("../hass.js").Hass} Hass */

const STEPS = [1, 10, 50]; // mm
const IDLE = ["idle", "finished", "failed", "canceled"];
/** @type {[axis: string, sign: number, place: string, icon: string][]} */
const KEYS = [
  ["y", 1, "back", "arrow-up"],
  ["x", -1, "left", "arrow-left"],
  ["x", 1, "right", "arrow-right"],
  ["y", -1, "front", "arrow-down"],
  ["z", 1, "away", "arrow-expand-vertical"],
  ["z", -1, "near", "arrow-collapse-vertical"],
];

/** @param {Hass} hass @param {string} device a printer that accepts commands, and has nothing else to do */
export const canMove = (hass, device) =>
  entityOf(hass, device, "button.pause") !== null &&
  IDLE.includes(stateOf(hass, device, "sensor.print_status")?.state ?? "");

/** Each click is one step; the first one asks. */
export class MoveCard extends DeviceCard {
  static styles = `
    :host { display: block; }
    ha-card { box-sizing: border-box; padding: 16px; display: flex; flex-direction: column; gap: 12px; }
    .pad { display: grid; direction: ltr; justify-content: center; gap: 8px; grid: repeat(3, 48px) / repeat(3, 48px) 16px 48px;
      grid-template-areas: ". back . . away" "left home right . ." ". front . . near"; }
    .pad button { display: grid; place-items: center; border-radius: 8px; background: var(--secondary-background-color); }
    .group { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
    .group span { flex: 1 0 72px; font-size: var(--ha-font-size-s, 12px); color: var(--secondary-text-color); }
    .group .action { flex: none; min-inline-size: 72px; }
    .group [aria-pressed="true"] { background: color-mix(in srgb, var(--primary-color) 20%, transparent); }
    p { margin: 0; color: var(--secondary-text-color); }
  `;
  #step = 10;
  #side = "left";
  #asked = false;

  /** @param {Hass} hass */
  render(hass) {
    const { device } = this.config;
    if (!canMove(hass, device)) {
      const why = hass.devices[device] ? "move_card.not_now" : "print_card.no_device";
      return h("ha-card", null, h("p", null, text(why)));
    }
    const two = entityOf(hass, device, "sensor.left_nozzle_temperature") !== null;
    const length = (/** @type {number} */ sign) => `${sign < 0 ? "−" : "+"}${this.#step} mm`;
    const move = text("move_card.move");
    return h(
      "ha-card",
      null,
      h(
        "div",
        { class: "pad" },
        ...KEYS.map(([axis, sign, place, icon]) =>
          this.#key(`${axis.toUpperCase()} ${length(sign)}`, place, icon, () =>
            this.#ask(move, "move_text", "move_axis", { axis, distance: sign * this.#step }, !this.#asked),
          ),
        ),
        this.#key(text("move_card.home"), "home", "home", () =>
          this.#ask(text("move_card.home"), "home_text", "home_axes", {}),
        ),
      ),
      this.#group(
        "distance",
        STEPS.map((step) => this.#button(`${step} mm`, () => (this.#step = step), step === this.#step)),
      ),
      two &&
        this.#group(
          "nozzle",
          ["left", "right"].map((side) =>
            this.#button(text(`ams_card.side.${side}`), () => (this.#side = side), side === this.#side),
          ),
        ),
      this.#group(
        "extrude",
        [-1, 1].map((sign) =>
          this.#button(length(sign), () =>
            this.#call("extrude", { length: sign * this.#step, ...(two && { nozzle: this.#side }) }),
          ),
        ),
      ),
    );
  }

  /** @param {string} label @param {string} place @param {string} icon @param {() => void} onclick */
  #key = (label, place, icon, onclick) =>
    h(
      "button",
      { style: `grid-area: ${place}`, "aria-label": label, title: label, onclick },
      h("ha-icon", { icon: `mdi:${icon}` }),
    );

  /** @param {string} label @param {() => unknown} act @param {boolean} [chosen] of several ones */
  #button(label, act, chosen) {
    const onclick = () => {
      act();
      this.update();
    };
    const pressed = chosen === undefined ? null : String(chosen);
    return h("button", { class: "action", "aria-pressed": pressed, onclick }, label);
  }

  /** @param {string} key @param {import("../html.js").Tree[]} buttons */
  #group(key, buttons) {
    const label = text(`move_card.${key}`);
    return h(
      "div",
      { class: "group", role: "group", "aria-label": label },
      h("span", null, label),
      ...buttons,
    );
  }

  /** @param {string} label @param {string} words @param {string} action @param {object} data @param {boolean} [first] */
  #ask(label, words, action, data, first = true) {
    const act = () => {
      this.#asked = true;
      this.#call(action, data);
    };
    if (first) this.ask({ title: label, words: text(`move_card.${words}`), choices: [{ label, act }] });
    else act();
  }

  /** @param {string} action @param {object} data */
  #call(action, data) {
    return this.call("bambu_cloud", action, { device_id: this.config.device, ...data });
  }

  static getConfigForm() {
    return form();
  }
}
