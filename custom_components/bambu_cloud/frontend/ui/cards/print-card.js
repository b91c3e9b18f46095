// A print at a glance: what, how far, until when, and what it needs.

import { DeviceCard } from "../card.js";
import { h } from "../html.js";
import { exampleOf } from "../registry.js";
import { text } from "../texts.js";
import { choice, form } from "./form.js";
import { makeCard } from "./native.js";
import { bar, noticesBox, temperatureRow } from "./print-parts.js";
import { printStyles } from "./print-style.js";
import { printView } from "./print-view.js";
import { spool } from "./spool.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {import("./print-view.js").PrintView} PrintView */

const INERT = { tap_action: { action: "none" }, hold_action: { action: "none" } };
const CAMERA = {
  type: "picture-entity",
  show_name: false,
  show_state: false,
  aspect_ratio: "16x9",
  ...INERT,
};
const ICONS = { pause: "mdi:pause", resume: "mdi:play", stop: "mdi:stop" };

/** A card of one printer; it is as small as what there is to say. */
export class PrintCard extends DeviceCard {
  static styles = printStyles;

  /** @type {{time: string, address: string} | undefined} */
  #cover;
  /** @type {(HTMLElement & {hass?: Hass}) | null} */
  #picture = null;
  #pictureOf = "";
  /** @type {import("./skip-card.js").SkipCard | null} */
  #objects = null;
  /** @param {string} entity */
  more = (entity) => this.showMore(entity);

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
      this.#header(view),
      view.stage && h("div", { class: "stage" }, view.stage),
      ["live", "still"].includes(this.config.camera) && view.camera && this.#camera(hass, view.camera),
      (view.task || view.cover) && this.#print(hass, view),
      this.config.show_temperatures &&
        view.temperatures.length > 0 &&
        temperatureRow(view.temperatures, this.more),
      view.notices.length > 0 && noticesBox(view.notices, this.more),
      view.buttons.length > 0 &&
        h(
          "div",
          { class: "buttons" },
          ...view.buttons.map((button) => this.#button(button, view.task)),
          this.config.show_skip && this.#skipButton(hass),
        ),
      this.config.show_filament && view.spools.length > 0 && this.#spools(view),
    );
  }

  /** @param {PrintView} view */
  #header({ name, status, statusEntity }) {
    const open = () => (this.config.link ? this.navigate(this.config.link) : this.showMore(statusEntity));
    return h(
      "div",
      { class: "header" },
      h("button", { class: "name", onclick: open }, name),
      h("span", { class: "chip", role: "status", title: status }, status ?? text("print_card.offline")),
    );
  }

  /**
   * Show the camera as Home Assistant does, whatever it plays.
   *
   * @param {Hass} hass
   * @param {string} entity
   */
  #camera(hass, entity) {
    const live = this.config.camera === "live";
    const wanted = `${entity} ${live}`;
    if (this.#pictureOf !== wanted) {
      this.#pictureOf = wanted;
      this.#picture = null;
      makeCard({ ...CAMERA, entity, camera_view: live ? "live" : "auto" }).then((card) => {
        if (this.#pictureOf === wanted) this.#picture = card;
        this.update();
      });
    }
    if (this.#picture) this.#picture.hass = hass;
    const label = text("option.camera");
    return h("button", {
      class: "camera",
      "aria-label": label,
      host: this.#picture,
      onclick: () => this.showMore(entity),
    });
  }

  /**
   * @param {Hass} hass
   * @param {PrintView} view
   */
  #print(hass, view) {
    const { task, progress, layers, remaining, finish } = view;
    const done = finish && h("span", { class: "done" }, text("print_card.finish", { time: finish }));
    const facts = [
      layers && text("print_card.layer", layers),
      remaining && text("print_card.remaining", { time: remaining }),
    ].filter(Boolean);
    return h(
      "div",
      { class: "print" },
      view.cover && h("img", { src: this.#address(hass, view.cover), alt: "", class: "cover" }),
      h(
        "div",
        { class: "about" },
        h("div", { class: "task", title: task ?? "" }, task ?? ""),
        progress !== null && bar(hass, progress),
        facts.length > 0 && h("div", { class: "facts" }, ...facts.map((fact) => h("span", null, fact)), done),
      ),
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

  /**
   * @param {PrintView["buttons"][number]} button
   * @param {string | null} task
   */
  #button({ key, entity }, task) {
    const act = () => (key === "stop" ? this.#askStop(entity, task) : this.press(entity));
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

  /**
   * Open the objects on the plate; a printer that accepts no commands has no buttons at all.
   *
   * @param {Hass} hass
   */
  #skipButton(hass) {
    const label = text("print_card.skip");
    if (this.#objects) this.#objects.hass = hass;
    const open = () => {
      const { device } = this.config;
      const card = /** @type {import("./skip-card.js").SkipCard} */ (
        document.createElement("bambu-cloud-skip-card")
      );
      card.setConfig({ device });
      card.hass = hass;
      this.#objects = card;
      this.ask({ title: label, choices: [], content: card });
    };
    return h(
      "button",
      { class: "action", onclick: open },
      h("ha-icon", { icon: "mdi:selection-remove", "aria-hidden": "true" }),
      h("span", null, label),
    );
  }

  /**
   * @param {string} entity
   * @param {string | null} task
   */
  #askStop(entity, task) {
    this.ask({
      title: text("print_card.stop_title"),
      words: text("print_card.stop_text", { task: task ?? "" }),
      choices: [{ label: text("print_card.stop"), act: () => this.press(entity) }],
    });
  }

  static getConfigForm() {
    const camera = choice("camera", ["none", "still", "live"]);
    const switches = ["show_filament", "show_temperatures", "show_skip"].map((name) => ({
      name,
      selector: { boolean: {} },
    }));
    return form({}, ...switches, camera);
  }

  /** @param {Hass} hass */
  static getStubConfig(hass) {
    return { device: exampleOf(hass), show_filament: true };
  }
}
