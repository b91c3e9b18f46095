// The spools of an AMS unit, or those outside of it.

import { keysOf } from "../registry.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {ReturnType<typeof slotOf>} Slot */

const EXTERNAL = ["sensor.external_spool", "sensor.left_external_spool", "sensor.right_external_spool"];
const NOTHING = ["unavailable", "unknown", "empty"];

/**
 * Return the spools of a device: of an AMS in the order of its slots, of a printer those outside.
 *
 * @param {Hass} hass
 * @param {string} device
 */
export function slotsOf(hass, device) {
  const keys = keysOf(hass, device);
  const entities = [
    ...(keys.get("sensor.filament") ?? []),
    ...EXTERNAL.flatMap((key) => keys.get(key) ?? []),
  ];
  const remaining = remainingOf(hass, keys.get("sensor.remaining_filament") ?? []);
  return entities
    .map((entity) => slotOf(hass, entity, remaining))
    .sort(
      (a, b) =>
        (a.number ?? 0) - (b.number ?? 0) || a.entity.localeCompare(b.entity, undefined, { numeric: true }),
    );
}

/**
 * Return what is left in each slot in percent, where that is measured.
 *
 * @param {Hass} hass
 * @param {string[]} entities
 */
function remainingOf(hass, entities) {
  /** @type {Map<number, number>} */
  const found = new Map();
  for (const entity of entities) {
    const state = hass.states[entity];
    const percent = Number.parseFloat(state?.state ?? "");
    if (Number.isFinite(percent)) found.set(state?.attributes.slot, percent);
  }
  return found;
}

/**
 * @param {Hass} hass
 * @param {string} entity
 * @param {Map<number, number>} left in percent, by slot
 */
function slotOf(hass, entity, left) {
  const state = hass.states[entity];
  const { slot, colors, gradient, type, active, tray_uuid } = state?.attributes ?? {};
  const filled = Boolean(state) && !NOTHING.includes(state?.state ?? "");
  const [, side] = /^(left|right)_external_spool$/.exec(hass.entities[entity]?.translation_key ?? "") ?? [];
  return {
    entity,
    /** Of the nozzle that an external spool feeds, where there are two. */
    side: side ?? null,
    number: typeof slot === "number" ? slot : null,
    filled,
    name: state ? hass.formatEntityState(state) : "",
    material: filled && typeof type === "string" ? type : null,
    colors: /** @type {string[]} */ (filled && Array.isArray(colors) ? colors : []),
    gradient: Boolean(gradient),
    remaining: filled ? (left.get(slot) ?? null) : null,
    active: active === true,
    tagged: Boolean(tray_uuid),
  };
}
