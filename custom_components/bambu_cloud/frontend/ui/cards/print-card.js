// A print at a glance: what, how far, until when, and what it needs.

import { DeviceCard } from "../card.js";
import { percent } from "../format.js";
import { h } from "../html.js";
import { printersOf } from "../registry.js";
import { text } from "../texts.js";
import { form } from "./form.js";
import { question } from "./dialog.js";
import { printStyles } from "./print-style.js";
import { printView } from "./print-view.js";
import { spool } from "./spool.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {import("./print-view.js").PrintView} PrintView */

const ICONS = { pause: "mdi:pause", resume: "mdi:play", stop: "mdi:stop" };

/** A card of one printer; it is as small as what there is to say. */
export class PrintCard extends DeviceCard {
  static styles = printStyles;

  /** @type {{time: string, address: string} | undefined} */
  #cover;

  /** @param {Hass} hass */
  render(hass) {
    const view = printView(hass, this.config.device, new Date());
    if (!view)
      return h(
        "ha-card",
        { "data-tone": "offline" },
        h("p", { class: "missing" }, text("print_card.no_device")),
      );
    return h(
      "ha-card",
      { "data-tone": view.tone },
      // First, as an open dialog has to stay the same node while others come and go.
      this.#dialog(hass, view),
      this.#header(view),
      (view.task || view.cover) && this.#print(hass, view),
      ...view.notices.map((notice) => this.#notice(notice)),
      view.buttons.length > 0 &&
        h("div", { class: "buttons" }, ...view.buttons.map((button) => this.#button(button))),
      this.config.show_filament && view.spools.length > 0 && this.#spools(view),
    );
  }

  /** @param {PrintView} view */
  #header({ name, status, stage, statusEntity }) {
    const open = () => (this.config.link ? this.navigate(this.config.link) : this.showMore(statusEntity));
    return h(
      "div",
      { class: "header" },
      h("button", { class: "name", onclick: open }, name),
      h("span", { class: "chip", role: "status" }, status ?? text("print_card.offline")),
      stage && h("span", { class: "stage" }, stage),
    );
  }

  /**
   * @param {Hass} hass
   * @param {PrintView} view
   */
  #print(hass, view) {
    const { task, progress, layers, remaining, finish } = view;
    const facts = [
      layers && text("print_card.layer", layers),
      remaining && text("print_card.remaining", { time: remaining }),
      finish && text("print_card.finish", { time: finish }),
    ];
    return h(
      "div",
      { class: "print" },
      view.cover && h("img", { src: this.#address(hass, view.cover), alt: "", class: "cover" }),
      h(
        "div",
        { class: "about" },
        h("div", { class: "task", title: task ?? "" }, task ?? ""),
        progress !== null && this.#bar(hass, progress),
        h("div", { class: "facts" }, ...facts.filter(Boolean).map((fact) => h("span", null, fact))),
      ),
    );
  }

  /**
   * @param {Hass} hass
   * @param {number} progress
   */
  #bar(hass, progress) {
    const label = text("print_card.progress");
    return h(
      "div",
      { class: "progress" },
      h(
        "div",
        {
          class: "bar",
          role: "progressbar",
          "aria-label": label,
          "aria-valuenow": progress,
          "aria-valuemin": 0,
          "aria-valuemax": 100,
        },
        h("div", { class: "fill", style: `inline-size: ${progress}%` }),
      ),
      h("span", { class: "percent" }, percent(hass, progress)),
    );
  }

  /**
   * Return the address of the picture; its token changes more often than the picture.
   *
   * @param {Hass} hass
   * @param {{picture: string, time: string}} cover
   */
  #address(hass, { picture, time }) {
    if (this.#cover?.time !== time) this.#cover = { time, address: hass.hassUrl(picture) };
    return this.#cover.address;
  }

  /** @param {PrintView["notices"][number]} notice */
  #notice({ text: words, url, entity }) {
    const more = url && /^https:\/\//.test(url);
    return h(
      "div",
      { class: "notice" },
      h("ha-icon", { icon: "mdi:alert-circle", "aria-hidden": "true" }),
      h("button", { class: "words", onclick: () => this.showMore(entity) }, words),
      more && h("a", { href: url, target: "_blank", rel: "noreferrer" }, text("print_card.help")),
    );
  }

  /** @param {PrintView["buttons"][number]} button */
  #button({ key, entity }) {
    const act = () => (key === "stop" ? this.#confirm().showModal() : this.press(entity));
    return h(
      "button",
      { class: `action ${key}`, onclick: act },
      h("ha-icon", { icon: ICONS[/** @type {keyof ICONS} */ (key)], "aria-hidden": "true" }),
      h("span", null, text(`print_card.${key}`)),
    );
  }

  /** @param {PrintView} view */
  #spools({ spools }) {
    return h(
      "div",
      { class: "spools" },
      ...spools.map((slot) =>
        h(
          "button",
          {
            class: "slot",
            "aria-label": slot.name,
            title: slot.name,
            onclick: () => this.showMore(slot.entity),
          },
          spool(slot),
        ),
      ),
    );
  }

  #confirm() {
    return /** @type {HTMLDialogElement} */ (this.shadowRoot?.querySelector("dialog"));
  }

  /**
   * @param {Hass} hass
   * @param {PrintView} view
   */
  #dialog(hass, { buttons, task }) {
    const stop = buttons.find(({ key }) => key === "stop");
    if (!stop) return null;
    return question({
      title: text("print_card.stop_title"),
      words: text("print_card.stop_text", { task: task ?? "" }),
      cancel: hass.localize("ui.common.cancel"),
      confirm: text("print_card.stop"),
      act: () => this.press(stop.entity),
    });
  }

  static getConfigForm() {
    return form({}, { name: "show_filament", selector: { boolean: {} } });
  }

  /** @param {Hass} hass */
  static getStubConfig(hass) {
    return { device: printersOf(hass)[0]?.id ?? "", show_filament: true };
  }
}
