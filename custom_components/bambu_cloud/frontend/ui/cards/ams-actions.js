// What an AMS or a slot can be told now; what the printer would refuse is left out.

import { printerOf, stateOf, statesOf } from "../registry.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {import("./slots.js").Slot} Slot */
/** @typedef {{key: "load" | "unload" | "set" | "read_tag" | "dry" | "stop_drying", entity: string}} AmsAction the entity is a button, a switch, or a slot */

const BUSY = ["preparing", "printing", "slicing"];

/** @param {import("../hass.js").HassEntity | null | undefined} state */
const accepts = (state) => Boolean(state) && state?.state !== "unavailable";

/**
 * Return what a slot can be told: filament moves only while nothing is printed.
 *
 * @param {Hass} hass
 * @param {string} device
 * @param {Slot} slot
 * @returns {AmsAction[]}
 */
export function slotActions(hass, device, { entity, number, filled, active, tagged }) {
  const printer = printerOf(hass, device)?.id ?? device;
  const unload = stateOf(hass, printer, "button.unload_filament");
  if (!accepts(unload) || BUSY.includes(stateOf(hass, printer, "sensor.print_status")?.state ?? ""))
    return [];
  const tag = statesOf(hass, device, "button.read_tag").find(({ attributes }) => attributes.slot === number);
  /** @type {(AmsAction | false | null | undefined)[]} */
  const actions = [
    filled && !active && { key: "load", entity },
    active && unload && { key: "unload", entity: unload.entity_id },
    // What is on a spool with a tag is for the AMS to say.
    filled && !tagged && { key: "set", entity },
    number !== null && tag && accepts(tag) && { key: "read_tag", entity: tag.entity_id },
  ];
  return actions.flatMap((action) => action || []);
}

/**
 * Return what a unit with a heater can be told, null for nothing.
 *
 * @param {Hass} hass
 * @param {string} device
 * @returns {AmsAction | null}
 */
export function dryingAction(hass, device) {
  const dryer = stateOf(hass, device, "switch.drying");
  if (!dryer || !accepts(dryer)) return null;
  if (dryer.state === "on") return { key: "stop_drying", entity: dryer.entity_id };
  const obstacles = stateOf(hass, device, "sensor.drying_status")?.attributes.obstacles ?? [];
  return obstacles.length ? null : { key: "dry", entity: dryer.entity_id };
}
