// Tiles of entities, as wide as their names need: some languages have long ones.

import { entityOf } from "../registry.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {Record<string, unknown>} Config */

const HALF = { columns: 6 };
/** What half a row of a phone has room for. Letters of East Asia are twice as wide. */
const ROOM = 16;

/** @param {string} name */
const columns = (name) => (name.replace(/[\u2e80-\ud7af]/g, "__").length > ROOM ? { columns: 12 } : HALF);

/** @param {Hass} hass @param {string} device @param {string[]} keys of entities that may exist @param {Config} [options] @returns {Config[]} */
export const tiles = (hass, device, keys, options = {}) =>
  keys
    .map((key) => entityOf(hass, device, key))
    .filter((entity) => entity !== null)
    .map((entity) => ({
      type: "tile",
      entity,
      name: { type: "entity" },
      grid_options: columns(options.name ? "" : (hass.entities[entity].name ?? "")),
      ...options,
    }));

/** Put whole rows last, so that halves are side by side. @param {Config[]} cards */
export const paired = (cards) => [
  ...cards.filter((card) => card.grid_options === HALF),
  ...cards.filter((card) => card.grid_options !== HALF),
];
