// An AMS unit as it stands there: its spools in their colors, and how dry it is inside.

import { DeviceCard } from "../card.js";
import { percent } from "../format.js";
import { h } from "../html.js";
import { printersOf, unitsOf } from "../registry.js";
import { text } from "../texts.js";
import { choice, form } from "./form.js";
import { dryingAction, slotActions } from "./ams-actions.js";
import { amsStyles } from "./ams-style.js";
import { amsView } from "./ams-view.js";
import { filamentForm, filamentStyles } from "./filament-form.js";
import { spool } from "./spool.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {import("./ams-actions.js").AmsAction} AmsAction */
/** @typedef {import("./ams-view.js").AmsView} AmsView */
/** @typedef {import("./slots.js").Slot} Slot */

const ICONS = {
  load: "mdi:tray-arrow-down",
  unload: "mdi:tray-arrow-up",
  read_tag: "mdi:tag-search-outline",
  set: "mdi:palette-outline",
  dry: "mdi:heat-wave",
  stop_drying: "mdi:stop-circle-outline",
};

/** A card of one unit, or of one of its slots; of a printer it shows the spools outside. */
export class AmsCard extends DeviceCard {
  static styles = amsStyles + filamentStyles;

  /** @param {Hass} hass */
  render(hass) {
    const view = amsView(hass, this.config.device);
    if (!view?.slots[(this.config.slot || 1) - 1])
      return h("ha-card", null, h("p", { class: "missing" }, text("ams_card.no_device")));
    const { slot } = this.config;
    const slots = view.slots.filter((_, at) => !slot || at + 1 === slot);
    return h(
      "ha-card",
      null,
      !slot && this.#header(hass, view),
      !slot &&
        view.drying &&
        h("div", { class: "drying" }, [view.drying.status, view.drying.left].filter(Boolean).join(" · ")),
      (slot || !view.gone) && h("div", { class: "slots" }, ...slots.map((each) => this.#slot(hass, each))),
    );
  }

  /**
   * @param {Hass} hass
   * @param {AmsView} view
   */
  #header(hass, { isPrinter, name, nozzle, climate, gone }) {
    const title = isPrinter ? text("ams_card.external") : name;
    return h(
      "div",
      { class: "header" },
      h("span", { class: gone ? "name gone" : "name" }, title),
      gone && h("span", { class: "value" }, text("print_card.offline")),
      nozzle && h("span", { class: "value" }, text("ams_card.nozzle", { nozzle })),
      ...climate.map(({ entity, icon, value }) =>
        h(
          "button",
          { class: "value", onclick: () => this.showMore(entity) },
          h("ha-icon", { icon, "aria-hidden": "true" }),
          value,
        ),
      ),
      this.#dryer(dryingAction(hass, this.config.device), title),
    );
  }

  /**
   * @param {AmsAction | null} action
   * @param {string} title
   */
  #dryer(action, title) {
    if (!action) return null;
    const label = text(`ams_card.${action.key}`);
    return h(
      "button",
      { class: "unit", "aria-label": label, title: label, onclick: () => this.#start(action, title) },
      h("ha-icon", { icon: ICONS[action.key] }),
    );
  }

  /**
   * @param {Hass} hass
   * @param {Slot} slot
   */
  #slot(hass, slot) {
    const { name, material, remaining, active, side } = slot;
    const measured = remaining === null ? "" : percent(hass, remaining);
    const shown = this.config.show_remaining === false ? "" : measured;
    const nozzle = side && text(`ams_card.side.${side}`);
    const label = [nozzle, name, measured, active && text("ams_card.active")].filter(Boolean).join(", ");
    return h(
      "button",
      {
        class: active ? "slot active" : "slot",
        title: name,
        "aria-label": label,
        onclick: () => this.#open(hass, slot),
      },
      spool(slot),
      ...this.#words(name, material),
      h("span", { class: "left" }, shown || (active ? text("ams_card.active") : nozzle)),
    );
  }

  /**
   * Return what stands below a spool: its material, what it is called, or both.
   *
   * @param {string} name
   * @param {string | null} material
   */
  #words(name, material) {
    const { show } = this.config;
    const named = ["name", "both"].includes(show);
    return [
      show !== "name" && h("span", { class: "material" }, material ?? name),
      named && h("span", { class: "material called" }, material === null && show === "both" ? "" : name),
    ];
  }

  /**
   * Offer what the slot can be told; without that, show it.
   *
   * @param {Hass} hass
   * @param {Slot} slot
   */
  #open(hass, slot) {
    const { entity, name, number } = slot;
    const actions = slotActions(hass, this.config.device, slot);
    if (!actions.length) {
      this.showMore(entity);
      return;
    }
    const title = number === null ? name : `${text("ams_card.slot", { slot: number })} · ${name}`;
    const choices = actions.map((action) => ({
      label: text(`ams_card.${action.key}`),
      icon: ICONS[action.key],
      act: () => (action.key === "set" ? this.#set(hass, entity, title) : this.#start(action, name)),
    }));
    const details = {
      label: text("ams_card.details"),
      icon: "mdi:information-outline",
      act: () => this.showMore(entity),
    };
    this.ask({ title, choices: [...choices, details] });
  }

  /** @param {Hass} hass @param {string} entity of the slot @param {string} title */
  #set(hass, entity, title) {
    const state = hass.states[entity];
    if (!state) return;
    const { content, data } = filamentForm(state, title);
    const act = () => {
      const values = data();
      if (values) this.call("bambu_cloud", "set_filament", values);
      return values !== null;
    };
    this.ask({ title, content, choices: [{ label: hass.localize("ui.common.save"), act }] });
  }

  /**
   * Ask before something moves or becomes hot, then do it.
   *
   * @param {AmsAction} action
   * @param {string} name of the spool or the unit
   */
  #start({ key, entity }, name) {
    const target = { entity_id: entity };
    /** @type {Record<string, () => Promise<boolean>>} */
    const acts = {
      load: () => this.call("bambu_cloud", "load_filament", target),
      unload: () => this.press(entity),
      read_tag: () => this.press(entity),
      dry: () => this.call("switch", "turn_on", {}, target),
      stop_drying: () => this.call("switch", "turn_off", {}, target),
    };
    const act = acts[key];
    if (key === "stop_drying") {
      act();
      return;
    }
    const label = text(`ams_card.${key}`);
    this.ask({ title: `${label}: ${name}`, words: text(`ams_card.${key}_text`), choices: [{ label, act }] });
  }

  getCardSize() {
    return 3;
  }

  getGridOptions() {
    const columns = this.config.slot ? 3 : 12;
    return { columns, min_columns: Math.min(columns, 6), rows: "auto" };
  }

  static getConfigForm() {
    const slot = { name: "slot", selector: { number: { min: 1, max: 4, mode: "box" } } };
    return form({ of_printers: false }, slot, choice("show", ["material", "name", "both"]), {
      name: "show_remaining",
      default: true,
      selector: { boolean: {} },
    });
  }

  /** @param {Hass} hass */
  static getStubConfig(hass) {
    const [unit] = printersOf(hass).flatMap(({ id }) => unitsOf(hass, id));
    return { device: unit?.id ?? printersOf(hass)[0]?.id ?? "", show_remaining: true };
  }
}
