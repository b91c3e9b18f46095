// Objects of the running print, on a picture and in a list, to skip those that came loose.

import { DeviceCard } from "../card.js";
import { h } from "../html.js";
import { stateOf } from "../registry.js";
import { text } from "../texts.js";
import { form } from "./form.js";
import { objectAt, paint, readMask } from "./mask.js";
import { skipStyles } from "./skip-style.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {{id: number, name: string, skipped: boolean}} PlateObject */
/**
 * @typedef {object} Plate
 * @property {PlateObject[]} objects
 * @property {boolean} can_skip
 * @property {string | null} reason
 * @property {string | null} mask
 * @property {string | null} top
 */

const CHOSEN = /** @type {const} */ ([219, 68, 55, 200]);
const POINTED = /** @type {const} */ ([255, 255, 255, 110]);
const SKIPPED = /** @type {const} */ ([90, 90, 90, 210]);

/** A card of one printer: nothing of a job that is not from the cloud is known. */
export class SkipCard extends DeviceCard {
  static styles = skipStyles;

  /** @type {Plate | null} */
  #plate = null;
  /** @type {string | null} */
  #error = null;
  #loadedFor = "";
  /** @type {Set<number>} */
  #chosen = new Set();
  #pointed = 0;
  /** @type {Uint32Array | null} */
  #objects = null;
  #size = 0;

  /** @param {Hass} hass */
  render(hass) {
    this.#loadWhenChanged(hass);
    const plate = this.#plate;
    const reason = this.#error ?? (plate?.reason && text(`skip_card.reason.${plate.reason}`));
    return h(
      "ha-card",
      null,
      h("div", { class: "title" }, text("skip_card.title")),
      reason && h("p", { class: "reason", role: "status" }, reason),
      plate && plate.objects.length > 0 && this.#content(hass, plate),
    );
  }

  /**
   * @param {Hass} hass
   * @param {Plate} plate
   */
  #content(hass, plate) {
    const left = plate.objects.filter(({ id, skipped }) => !skipped && !this.#chosen.has(id)).length;
    return h(
      "div",
      { class: "content" },
      plate.top && plate.mask && this.#picture(plate),
      h("ul", null, ...plate.objects.map((object) => this.#row(object, plate.can_skip))),
      plate.can_skip &&
        h(
          "button",
          {
            class: "action confirm",
            disabled: !this.#chosen.size || !left,
            onclick: () => this.#askSkip(hass, plate),
          },
          text("skip_card.skip", { count: this.#chosen.size }),
        ),
      plate.can_skip &&
        this.#chosen.size > 0 &&
        !left &&
        h("p", { class: "reason", role: "status" }, text("skip_card.all")),
    );
  }

  /** @param {Plate} plate */
  #picture(plate) {
    return h(
      "div",
      { class: "plate" },
      h("img", { src: plate.top, alt: "" }),
      h("canvas", {
        "aria-hidden": "true",
        onclick: (/** @type {PointerEvent} */ event) => plate.can_skip && this.#toggle(this.#under(event)),
        onpointermove: (/** @type {PointerEvent} */ event) => this.#point(this.#under(event)),
        onpointerleave: () => this.#point(0),
      }),
    );
  }

  /**
   * @param {PlateObject} object
   * @param {boolean} canSkip
   */
  #row({ id, name, skipped }, canSkip) {
    return h(
      "li",
      { onpointerenter: () => this.#point(id), onpointerleave: () => this.#point(0) },
      h(
        "label",
        { class: skipped ? "skipped" : "" },
        h("input", {
          type: "checkbox",
          ".checked": skipped || this.#chosen.has(id),
          disabled: skipped || !canSkip,
          onchange: () => this.#toggle(id),
          onfocus: () => this.#point(id),
          onblur: () => this.#point(0),
        }),
        h("span", null, name),
        skipped && h("span", { class: "note" }, text("skip_card.skipped")),
      ),
    );
  }

  /** @param {number} id */
  #toggle(id) {
    const object = this.#plate?.objects.find((each) => each.id === id);
    if (!object || object.skipped) return;
    if (!this.#chosen.delete(id)) this.#chosen.add(id);
    this.update();
  }

  /** @param {number} id */
  #point(id) {
    if (id === this.#pointed) return;
    this.#pointed = id;
    this.#paint();
  }

  /** @param {PointerEvent} event */
  #under({ offsetX: x, offsetY: y, currentTarget }) {
    const { clientWidth: width, clientHeight: height } = /** @type {HTMLElement} */ (currentTarget);
    return this.#objects ? objectAt(this.#objects, this.#size, { x, y, width, height }) : 0;
  }

  /** @param {Hass} hass */
  #loadWhenChanged(hass) {
    const { device } = this.config;
    const parts = ["sensor.print_status", "sensor.skipped_objects", "sensor.task_name"].map(
      (key) => stateOf(hass, device, key)?.state,
    );
    const wanted = [device, ...parts].join("\n");
    if (wanted === this.#loadedFor) return;
    this.#loadedFor = wanted;
    this.#load(hass);
  }

  /** @param {Hass} hass */
  async #load(hass) {
    try {
      const before = this.#plate?.mask?.split("?")[0];
      /** @type {Plate} */
      const plate = await hass.callWS({ type: "bambu_cloud/plate", device_id: this.config.device });
      this.#plate = plate;
      this.#error = null;
      const ids = new Set(plate.objects.map(({ id }) => id));
      this.#chosen = new Set(
        [...this.#chosen].filter(
          (id) => ids.has(id) && !plate.objects.find((each) => each.id === id)?.skipped,
        ),
      );
      if (plate.mask?.split("?")[0] !== before) await this.#loadMask(hass, plate, ids);
    } catch (error) {
      this.#plate = null;
      this.#error = /** @type {{message?: string}} */ (error).message ?? text("skip_card.failed");
    }
    this.update();
  }

  /**
   * @param {Hass} hass
   * @param {Plate} plate
   * @param {Set<number>} ids
   */
  async #loadMask(hass, plate, ids) {
    this.#objects = null;
    if (!plate.mask) return;
    const response = await fetch(hass.hassUrl(plate.mask));
    if (!response.ok) return;
    // Neither profiles of color nor transparency may change a pixel: it is a number.
    const bitmap = await createImageBitmap(await response.blob(), {
      colorSpaceConversion: "none",
      premultiplyAlpha: "none",
    });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) return;
    context.drawImage(bitmap, 0, 0);
    this.#size = bitmap.width;
    this.#objects = readMask(context.getImageData(0, 0, bitmap.width, bitmap.height).data, ids);
  }

  afterRender() {
    this.#paint();
  }

  #paint() {
    const canvas = this.shadowRoot?.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context || !this.#objects) return;
    if (canvas.width !== this.#size) canvas.width = canvas.height = this.#size;
    const skipped = new Set(this.#plate?.objects.filter((each) => each.skipped).map(({ id }) => id));
    const picture = context.createImageData(this.#size, this.#size);
    paint(picture.data, this.#objects, (id) => {
      if (skipped.has(id)) return SKIPPED;
      if (this.#chosen.has(id)) return CHOSEN;
      return id === this.#pointed ? POINTED : null;
    });
    context.putImageData(picture, 0, 0);
  }

  /**
   * @param {Hass} hass
   * @param {Plate} plate
   */
  #askSkip(hass, plate) {
    const names = plate.objects.filter(({ id }) => this.#chosen.has(id)).map(({ name }) => name);
    const listed = new Intl.ListFormat(hass.locale.language).format(names);
    this.ask({
      title: text("skip_card.question"),
      words: text("skip_card.words", { names: listed }),
      choices: [{ label: text("skip_card.skip", { count: names.length }), act: () => this.#skip() }],
    });
  }

  async #skip() {
    const chosen = this.#chosen;
    this.#chosen = new Set();
    const data = { device_id: this.config.device, objects: [...chosen] };
    if ((await this.call("bambu_cloud", "skip_objects", data)) && this.#plate) {
      // The printer has confirmed it; the sensor that counts them may be disabled.
      const objects = this.#plate.objects.map((each) =>
        chosen.has(each.id) ? { ...each, skipped: true } : each,
      );
      this.#plate = { ...this.#plate, objects };
    }
    this.update();
  }

  static getConfigForm() {
    return form();
  }
}
