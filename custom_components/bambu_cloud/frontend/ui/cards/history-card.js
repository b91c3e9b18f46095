// What a printer has printed: pictures, how it ended, and a button to print it again.

import { DeviceCard } from "../card.js";
import { day, duration } from "../format.js";
import { h } from "../html.js";
import { entityOf, stateOf } from "../registry.js";
import { text } from "../texts.js";
import { form } from "./form.js";
import { historyStyles } from "./history-style.js";

/** @typedef {import("../hass.js").Hass} Hass */
/**
 * @typedef {object} Print
 * @property {string} id
 * @property {string | null} title
 * @property {string} outcome
 * @property {string | null} started
 * @property {string | null} ended
 * @property {number | null} duration seconds
 * @property {number | null} weight grams
 * @property {{color: string | null}[]} filaments
 * @property {string | null} cover
 */

/**
 * @param {Event} event
 * @param {boolean} visible
 */
const show = ({ currentTarget }, visible) =>
  /** @type {HTMLElement} */ (currentTarget).classList.toggle("broken", !visible);

const PAGE = 12;
const IN_PREVIEW = 2;

/** A gallery of one printer; older prints are read when they are asked for. */
export class HistoryCard extends DeviceCard {
  static styles = historyStyles;

  /** @type {Print[]} */
  #prints = [];
  #more = false;
  /** @type {string | null} */
  #error = null;
  /** What was loaded for: another device, or another state of its print, loads anew. */
  #loadedFor = "";

  /** @param {Hass} hass */
  render(hass) {
    const status = stateOf(hass, this.config.device, "sensor.print_status")?.state ?? "";
    const wanted = `${this.config.device} ${status}`;
    if (wanted !== this.#loadedFor) {
      this.#loadedFor = wanted;
      this.#load(hass, 0);
    }
    return h(
      "ha-card",
      null,
      this.#error && h("p", { class: "error", role: "alert" }, this.#error),
      !this.#prints.length && !this.#error && h("p", { class: "error" }, text("history_card.nothing")),
      h(
        "ul",
        null,
        ...this.#prints
          .slice(0, this.preview ? IN_PREVIEW : undefined)
          .map((print) => this.#item(hass, print)),
      ),
      this.#more &&
        !this.preview &&
        h(
          "button",
          { class: "action", onclick: () => this.#load(hass, this.#prints.length) },
          text("history_card.more"),
        ),
    );
  }

  /**
   * @param {Hass} hass
   * @param {number} offset
   */
  async #load(hass, offset) {
    const message = { type: "bambu_cloud/history", device_id: this.config.device, offset, limit: PAGE };
    try {
      const { prints, more } = await hass.callWS(message);
      this.#prints = [...this.#prints.slice(0, offset), ...prints];
      this.#more = more;
      this.#error = null;
    } catch (error) {
      this.#error = /** @type {{message?: string}} */ (error).message ?? text("history_card.failed");
    }
    this.update();
  }

  /**
   * @param {Hass} hass
   * @param {Print} print
   */
  #item(hass, print) {
    const { title, outcome, weight } = print;
    const moment = print.ended ?? print.started;
    const facts = [
      print.duration && duration(hass, Math.round(print.duration / 60)),
      weight &&
        new Intl.NumberFormat(hass.locale.language, {
          style: "unit",
          unit: "gram",
          maximumFractionDigits: 0,
        }).format(weight),
    ];
    // A printer that refuses commands has no such button.
    const again = entityOf(hass, this.config.device, "button.pause");
    return h(
      "li",
      null,
      h(
        "div",
        { class: "picture" },
        h("ha-icon", { icon: "mdi:image-off-outline", "aria-hidden": "true" }),
        print.cover &&
          h("img", {
            src: hass.hassUrl(print.cover),
            alt: "",
            loading: "lazy",
            // The cloud does not hand out all of them; the icon below says that there is none.
            onerror: (/** @type {Event} */ event) => show(event, false),
            onload: (/** @type {Event} */ event) => show(event, true),
          }),
        h("span", { class: `outcome ${outcome}` }, text(`history_card.outcome.${outcome}`)),
      ),
      h("div", { class: "title", title: title ?? "" }, title ?? text("history_card.unnamed")),
      h("div", { class: "facts" }, moment && day(hass, moment, new Date())),
      h("div", { class: "facts" }, facts.filter(Boolean).join(" · ")),
      h(
        "div",
        { class: "last" },
        h(
          "span",
          { class: "colors" },
          ...print.filaments.map(({ color }) => color && h("i", { style: `background: ${color}` })),
        ),
        again &&
          h("button", { class: "again", onclick: () => this.#askAgain(print) }, text("history_card.again")),
      ),
    );
  }

  /** @param {Print} print */
  #askAgain({ id, title }) {
    const act = () => this.call("bambu_cloud", "reprint", { device_id: this.config.device, print_id: id });
    this.ask({
      title: text("history_card.again_title"),
      words: text("history_card.again_text", { title: title ?? text("history_card.unnamed") }),
      choices: [{ label: text("history_card.again"), act }],
    });
  }

  static getConfigForm() {
    return form();
  }
}
