// What all cards do: take a device, draw when something of it changed, speak to Home Assistant.

import { dialogStyles, dialogTree } from "./cards/dialog.js";
import { patch } from "./html.js";
import { exampleOf, keysOf, printerOf, unitsOf } from "./registry.js";
import { loadTexts, text } from "./texts.js";

/** @typedef {import("./hass.js").Hass} Hass */
/** @typedef {import("./html.js").Tree} Tree */
/** @typedef {import("./cards/dialog.js").Question} Question */
/** @typedef {{type?: string, device: string, [option: string]: any}} CardConfig */

const MINUTE = 60_000;

/** A card of a device. Subclasses say what it shows. */
export class DeviceCard extends HTMLElement {
  /** Style sheet of the subclass. */
  static styles = "";

  /** @type {CardConfig} */
  config = { device: "" };
  /** @type {Hass | undefined} */
  #hass;
  /** @type {string[]} */
  #entities = [];
  #frame = 0;
  #timer = 0;
  /** @type {Question | null} */
  #question = null;
  #root = this.attachShadow({ mode: "open" });

  /**
   * Describe what the card shows.
   *
   * @param {Hass} _hass
   * @returns {Tree}
   */
  render(_hass) {
    throw new Error("A card shows something.");
  }

  /** Draw what is not made of nodes. */
  afterRender() {}

  /** @param {boolean} shown whether the card is in a list of cards or an editor; Home Assistant sets it */
  set preview(shown) {
    this.toggleAttribute("data-preview", shown);
  }

  get preview() {
    return this.hasAttribute("data-preview");
  }

  /** @param {string} layout in a grid, the card is as high as its owner chose; Home Assistant sets it */
  set layout(layout) {
    this.toggleAttribute("data-grid", layout === "grid");
  }

  /**
   * Throw what an editor shows of a config that cannot work.
   *
   * @param {CardConfig} config
   */
  check(config) {
    if (!config.device) throw new Error(text("option.choose_device"));
  }

  /**
   * Return the devices whose entities are shown.
   *
   * @param {Hass} hass
   */
  devices(hass) {
    const { device } = this.config;
    const printer = printerOf(hass, device)?.id;
    return [
      ...new Set([device, ...(printer ? [printer] : []), ...unitsOf(hass, device).map(({ id }) => id)]),
    ];
  }

  /** @param {CardConfig} config */
  setConfig(config) {
    this.check(config);
    this.config = config;
    if (this.#hass) this.#follow(this.#hass);
    this.update();
  }

  /** @param {Hass} hass called for each change of any entity of the house */
  set hass(hass) {
    const old = this.#hass;
    this.#hass = hass;
    const same =
      old &&
      old.entities === hass.entities &&
      old.devices === hass.devices &&
      old.language === hass.language &&
      old.locale === hass.locale;
    if (same && this.#entities.every((id) => old.states[id] === hass.states[id])) return;
    if (!same) {
      this.#follow(hass);
      loadTexts(hass).then(() => this.update());
    }
    this.update();
  }

  /** @param {Hass} hass */
  #follow(hass) {
    this.#entities = this.devices(hass).flatMap((id) => [...keysOf(hass, id).values()].flat());
  }

  connectedCallback() {
    // The list of cards does not say that it is one; a tall card pushes the others out of sight there.
    if (/** @type {ShadowRoot} */ (this.getRootNode()).host?.localName.endsWith("-picker"))
      this.preview = true;
    // What is left until a print is done changes by itself.
    this.#timer = window.setInterval(() => document.hidden || this.update(), MINUTE);
    this.update();
  }

  disconnectedCallback() {
    window.clearInterval(this.#timer);
  }

  /** Draw at the next frame, however often it is asked for. */
  update() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (!this.#hass || !this.isConnected) return;
      const { styles } = /** @type {typeof DeviceCard} */ (this.constructor);
      const style = { tag: "style", props: {}, children: [dialogStyles + styles] };
      // An open dialog has to stay the same node while others come and go.
      const dialog = dialogTree(this.#question, this.#hass.localize);
      patch(this.#root, [style, dialog, this.render(this.#hass)]);
      this.afterRender();
    });
  }

  /**
   * Ask which of several things to do, or whether to do one.
   *
   * @param {Question} question
   */
  ask(question) {
    this.#question = question;
    this.update();
    // It is drawn in the next frame.
    requestAnimationFrame(() => requestAnimationFrame(() => this.#root.querySelector("dialog")?.showModal()));
  }

  /** @param {string} type @param {object} detail */
  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** @param {string | null} entityId */
  showMore(entityId) {
    if (entityId) this.#say("hass-more-info", { entityId });
  }

  /** @param {string} path a view beside this one, or an address */
  navigate(path) {
    const base = location.pathname.split("/").slice(0, 2).join("/");
    this.#say("hass-action", {
      action: "tap",
      config: {
        tap_action: { action: "navigate", navigation_path: path.startsWith("/") ? path : `${base}/${path}` },
      },
    });
  }

  /** @param {string} entityId of a button */
  press(entityId) {
    return this.call("button", "press", {}, { entity_id: entityId });
  }

  /**
   * Run an action of Home Assistant, which shows errors itself; return whether it succeeded.
   *
   * @param {string} domain
   * @param {string} action
   * @param {object} data
   * @param {{entity_id: string}} [target]
   */
  async call(domain, action, data, target) {
    try {
      await this.#hass?.callService(domain, action, data, target);
      return true;
    } catch {
      return false; // The reason has been shown.
    }
  }

  getCardSize() {
    return 4;
  }

  /** @param {Hass} hass */
  static getStubConfig(hass) {
    return { device: exampleOf(hass) };
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }
}
