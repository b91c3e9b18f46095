// What is to be known of all printers together.

import { clock } from "../format.js";
import { nameOf, stateOf } from "../registry.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {{device: string, name: string}} Printer */

const ACTIVE = ["slicing", "preparing", "printing"];

/**
 * Return who prints, who needs somebody, and which print is done next.
 *
 * @param {Hass} hass
 * @param {string[]} devices
 * @param {Date} now
 */
export function fleetView(hass, devices, now) {
  const printers = devices
    .filter((device) => hass.devices[device])
    .map((device) => ({ device, name: nameOf(hass.devices[device]) }));
  const state = (/** @type {Printer} */ { device }, /** @type {string} */ key) =>
    stateOf(hass, device, key)?.state ?? "";
  const active = printers.filter((printer) => ACTIVE.includes(state(printer, "sensor.print_status")));
  const [next] = active
    .map((printer) => ({ ...printer, finish: state(printer, "sensor.finish_time") }))
    .filter(({ finish }) => Date.parse(finish))
    .sort((a, b) => Date.parse(a.finish) - Date.parse(b.finish));
  return {
    all: printers.length,
    printing: active.length,
    waiting: printers.filter((printer) => state(printer, "binary_sensor.attention") === "on"),
    next: next ? { ...next, time: clock(hass, next.finish, now) } : null,
  };
}
