// The view of the spools in the account's filament manager: what is left of each, and which are low.

import { keysOf } from "../registry.js";
import { section } from "./sections.js";

/** @typedef {import("../hass.js").Hass} Hass */

/** @param {Hass} hass @param {string} key of entities, which are sorted by the names of the spools */
const all = (hass, key) =>
  Object.keys(hass.devices)
    .flatMap((id) => keysOf(hass, id).get(key) ?? [])
    .sort((a, b) => nameOf(hass, a).localeCompare(nameOf(hass, b), undefined, { numeric: true }));

/** @param {Hass} hass @param {string} entity */
const nameOf = (hass, entity) => hass.states[entity]?.attributes.friendly_name ?? entity;

/** @param {Hass} hass */
export function filamentView(hass) {
  const low = all(hass, "binary_sensor.spool_low");
  const cards = all(hass, "sensor.spool_remaining").map((entity) => {
    const total = hass.states[entity]?.attributes.total;
    return {
      type: "tile",
      entity,
      name: { type: "entity" },
      show_entity_picture: true,
      features: total ? [{ type: "bar-gauge", min: 0, max: total }] : [],
      grid_options: { columns: 6 },
    };
  });
  return {
    max_columns: 2,
    badges: low.map((entity) => ({
      type: "entity",
      entity,
      color: "orange",
      name: { type: "entity" },
      show_name: true,
      show_state: false,
      visibility: [{ condition: "state", entity, state: "on" }],
    })),
    sections: section("filament", "mdi:printer-3d-nozzle", cards, { column_span: 2 }),
  };
}
