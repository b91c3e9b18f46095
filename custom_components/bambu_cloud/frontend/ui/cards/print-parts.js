// Parts of the print card that need nothing of it.

import { percent } from "../format.js";
import { h } from "../html.js";
import { text } from "../texts.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {import("./print-view.js").PrintView} PrintView */

const MOST_NOTICES = 3;
const NOZZLE = "mdi:printer-3d-nozzle-heat-outline";
const HEATERS = { bed: "mdi:radiator", chamber: "mdi:home-thermometer-outline" };

/**
 * @param {Hass} hass
 * @param {number} progress
 */
export function bar(hass, progress) {
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
 * Return what the printer complains about, in one box.
 *
 * @param {PrintView["notices"]} notices
 * @param {(entity: string) => void} show
 */
export function noticesBox(notices, show) {
  const more = notices.slice(MOST_NOTICES);
  return h(
    "div",
    { class: "notices" },
    ...notices.slice(0, MOST_NOTICES).map((notice) => noticeLine(notice, show)),
    more.length > 0 &&
      h(
        "button",
        { class: "more", onclick: () => show(more[0].entity) },
        text("print_card.more_notices", { count: more.length }),
      ),
  );
}

/**
 * @param {PrintView["notices"][number]} notice
 * @param {(entity: string) => void} show
 */
function noticeLine({ text: words, url, entity, grave }, show) {
  const more = url && /^https:\/\//.test(url);
  return h(
    "div",
    { class: grave ? "notice grave" : "notice" },
    h("ha-icon", { icon: grave ? "mdi:alert-circle" : "mdi:information", "aria-hidden": "true" }),
    h("button", { class: "words", onclick: () => show(entity) }, words),
    more && h("a", { href: url, target: "_blank", rel: "noreferrer" }, text("print_card.help")),
  );
}

/**
 * @param {PrintView["temperatures"]} temperatures
 * @param {(entity: string) => void} show
 */
export function temperatureRow(temperatures, show) {
  return h(
    "div",
    { class: "temperatures" },
    ...temperatures.map(({ part, entity, value }) =>
      h(
        "button",
        {
          class: "value",
          "aria-label": `${text(`dashboard.part.${part}`)}: ${value}`,
          title: text(`dashboard.part.${part}`),
          onclick: () => show(entity),
        },
        h("ha-icon", {
          icon: HEATERS[/** @type {keyof HEATERS} */ (part)] ?? NOZZLE,
          "aria-hidden": "true",
        }),
        value,
      ),
    ),
  );
}
