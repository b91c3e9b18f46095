// The view of what all printers have printed.

import { entityOf, nameOf } from "../registry.js";
import { text } from "../texts.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {import("../hass.js").Device} Device */
/** @typedef {{id: string, name: string}} Statistic */
/** @typedef {Record<string, unknown>} Config */

const HISTORY_GRAPHS = ["filament_used", "print_time", "energy", "cost"];
const GRAPH = {
  type: "statistics-graph",
  chart_type: "bar",
  period: "week",
  days_to_show: 90,
  stat_types: ["change"],
  grid_options: { columns: "full" },
};

/**
 * Return the printer that the name of a statistic begins with, as the title says what it is about.
 *
 * @param {Device[]} printers
 * @param {string} name
 */
const ownerOf = (printers, name) =>
  printers
    .map(nameOf)
    .filter((printer) => printer && name.startsWith(printer))
    .sort((a, b) => b.length - a.length)[0] ?? name;

/**
 * @param {Hass} hass
 * @param {Device[]} printers
 * @param {Statistic[]} statistics the long-term statistics of all printers
 * @returns {Config[]}
 */
export function historySections(hass, printers, statistics) {
  const calendars = printers
    .map(({ id }) => entityOf(hass, id, "calendar.prints"))
    .filter((entity) => entity !== null);
  const calendar = {
    type: "calendar",
    entities: calendars,
    initial_view: "dayGridMonth",
    grid_options: { columns: "full", rows: 12 },
  };
  const graphs = HISTORY_GRAPHS.map((key) => ({
    key,
    entities: statistics
      .filter(({ id }) => id.endsWith(`_${key}`))
      .map(({ id, name }) => ({ entity: id, name: ownerOf(printers, name) })),
  })).filter(({ entities }) => entities.length);
  return [
    ...(calendars.length ? [{ type: "grid", column_span: 2, cards: [calendar] }] : []),
    ...graphs.map(({ key, entities }) => ({
      type: "grid",
      cards: [{ ...GRAPH, title: text(`dashboard.${key}`), entities }],
    })),
  ];
}
