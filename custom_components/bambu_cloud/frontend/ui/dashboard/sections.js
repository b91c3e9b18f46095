// What a view shows: plain values from the registries, so that a disabled entity leaves no gap.

import { slotsOf } from "../cards/slots.js";
import { entityOf, printersOf, unitsOf } from "../registry.js";
import { text } from "../texts.js";
import { paired, tiles } from "./tiles.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {import("../hass.js").Device} Device */
/** @typedef {Record<string, unknown>} Config */
/** @typedef {{hide?: string[], live_camera?: boolean, move?: boolean}} Options */

const TOGGLE = { tap_action: { action: "toggle" } };
const NUMBER = { features: [{ type: "numeric-input", style: "buttons" }] };

/** Parts with a measured value, and a number that sets the target where the printer accepts it. */
const TEMPERATURES = ["nozzle", "left_nozzle", "right_nozzle", "bed", "chamber"];
const LIGHTS = ["light.chamber_light", "light.work_light", "light.heatbed_light"];
const FANS = ["fan.part_fan", "fan.auxiliary_fan", "fan.second_auxiliary_fan", "fan.chamber_fan"];
const SELECTS = ["select.speed_level", "select.air_duct_mode"];
const DETECTIONS = [
  "switch.ai_monitoring",
  "switch.spaghetti_detection",
  "switch.pile_up_detection",
  "switch.clump_detection",
  "switch.air_print_detection",
  "switch.first_layer_inspection",
  "switch.build_plate_detection",
  "switch.nozzle_blob_detection",
  "switch.tangle_detection",
];
const CARE = ["sensor.print_time", "sensor.prints_finished", "sensor.filament_used", "binary_sensor.online"];
const HEALTH = ["sensor.hms", "sensor.print_error"];
const TODAY = ["sensor.prints_today", "sensor.filament_today"];

/**
 * @param {string} title key of its text
 * @param {string} icon
 * @param {Config[]} cards
 * @param {Config} [rest]
 * @returns {Config[]} a section, or none without cards
 */
export const section = (title, icon, cards, rest = {}) => {
  const heading = { type: "heading", heading: text(`dashboard.section.${title}`), icon };
  return cards.length ? [{ type: "grid", cards: [heading, ...cards], ...rest }] : [];
};

/** @param {string} device whose view has this path */
export const pathOf = (device) => `printer-${device.slice(0, 8)}`;

/**
 * Return what is to be known of all printers together.
 *
 * @param {Hass} hass
 * @param {Device[]} printers
 * @returns {Config[]}
 */
export const overviewBadges = (hass, printers) => [
  ...["printing", "next", "attention"].map((show) => ({
    type: "custom:bambu-cloud-fleet-badge",
    show,
    printers: printers.map(({ id }) => id),
  })),
  ...(printers.length === printersOf(hass).length ? todayBadges(hass) : []),
];

/** @param {Hass} hass */
const todayBadges = (hass) =>
  Object.keys(hass.devices)
    .flatMap((id) => TODAY.map((key) => entityOf(hass, id, key)))
    .filter((entity) => entity !== null)
    .map((entity) => ({
      type: "entity",
      entity,
      show_name: true,
      name: { type: "entity" },
      visibility: [{ condition: "numeric_state", entity, above: 0 }],
    }));

/** @param {Device[]} printers @returns {Config[]} */
export const overviewSections = (printers) =>
  printers.map(({ id }) => ({
    type: "grid",
    cards: [
      {
        type: "custom:bambu-cloud-print-card",
        device: id,
        link: pathOf(id),
        show_filament: true,
      },
    ],
  }));

/**
 * @param {Hass} hass
 * @param {Device} printer
 * @param {Options} options
 * @returns {Config[]}
 */
export function printerSections(hass, printer, options) {
  const shown = (/** @type {string} */ part) => !options.hide?.includes(part);
  // Of a printer that is off, a column of "Unavailable" would say nothing.
  const visibility = whileOn(hass, printer.id);
  return [
    {
      type: "grid",
      cards: [{ type: "custom:bambu-cloud-print-card", device: printer.id }, ...filamentCards(hass, printer)],
    },
    ...(shown("camera") ? cameraSection(hass, printer, options.live_camera ?? true) : []),
    ...(shown("controls") ? objectsSection(hass, printer) : []),
    ...section("temperatures", "mdi:thermometer", temperatureCards(hass, printer.id), { visibility }),
    ...(shown("controls")
      ? section("controls", "mdi:tune", controlCards(hass, printer.id), { visibility })
      : []),
    ...(shown("detection")
      ? section("detection", "mdi:eye-check", paired(tiles(hass, printer.id, DETECTIONS, TOGGLE)), {
          visibility,
        })
      : []),
    ...(options.move ? moveSection(hass, printer) : []),
    ...(shown("maintenance") ? section("maintenance", "mdi:wrench", careCards(hass, printer.id)) : []),
    ...(shown("history") ? historySection(hass, printer) : []),
  ];
}

/**
 * @param {Hass} hass
 * @param {Device} printer
 */
function historySection(hass, { id }) {
  const cards = entityOf(hass, id, "calendar.prints")
    ? [{ type: "custom:bambu-cloud-history-card", device: id, grid_options: { columns: "full" } }]
    : [];
  return section("history", "mdi:history", cards, { column_span: 3 });
}

/**
 * @param {Hass} hass
 * @param {Device} printer
 */
function filamentCards(hass, printer) {
  return [...unitsOf(hass, printer.id), printer]
    .map(({ id }) => ({ id, slots: slotsOf(hass, id).length }))
    .filter(({ slots }) => slots)
    .map(({ id, slots }) => ({
      type: "custom:bambu-cloud-ams-card",
      device: id,
      grid_options: { columns: slots > 2 ? 12 : 6 },
      visibility: whileOn(hass, printer.id),
    }));
}

/**
 * Return what is true while a printer is on.
 *
 * @param {Hass} hass
 * @param {string} device
 */
const whileOn = (hass, device) => [
  { condition: "state", entity: entityOf(hass, device, "sensor.print_status"), state_not: "unavailable" },
];

/**
 * Return the objects of a print that goes on, where the printer accepts commands: others have no button.
 *
 * @param {Hass} hass
 * @param {Device} printer
 */
function objectsSection(hass, { id }) {
  const entity = entityOf(hass, id, "sensor.print_status");
  if (!entity || !entityOf(hass, id, "button.pause")) return [];
  const visibility = [{ condition: "state", entity, state: ["printing", "paused"] }];
  return [{ type: "grid", cards: [{ type: "custom:bambu-cloud-skip-card", device: id }], visibility }];
}

/** @param {Hass} hass @param {Device} printer */
function moveSection(hass, { id }) {
  const entity = entityOf(hass, id, "sensor.print_status");
  if (!entity || !entityOf(hass, id, "button.pause")) return [];
  const cards = [{ type: "custom:bambu-cloud-move-card", device: id }];
  const visibility = [{ condition: "state", entity, state: ["idle", "finished", "failed", "canceled"] }];
  return section("move", "mdi:axis-arrow", cards, { visibility });
}

/** @param {Hass} hass @param {Device} printer @param {boolean} live */
function cameraSection(hass, { id }, live) {
  const entity = entityOf(hass, id, "camera.camera");
  if (!entity) return [];
  const there = [{ condition: "state", entity, state_not: "unavailable" }, ...whileOn(hass, id)];
  const picture = {
    type: "picture-entity",
    entity,
    camera_view: live ? "live" : "auto",
    show_name: false,
    show_state: false,
  };
  return section("camera", "mdi:cctv", [picture], { visibility: there });
}

/**
 * @param {Hass} hass
 * @param {string} device
 */
function temperatureCards(hass, device) {
  // With two nozzles, the one in use is one of them.
  const two = entityOf(hass, device, "sensor.left_nozzle_temperature");
  const parts = TEMPERATURES.filter((part) => !(two && part === "nozzle"));
  const trend = { features: [{ type: "trend-graph", hours_to_show: 1 }] };
  return parts.flatMap((part) => [
    ...tiles(hass, device, [`sensor.${part}_temperature`], {
      ...trend,
      name: text(`dashboard.part.${part}`),
    }),
    ...tiles(hass, device, [`number.${part}_target_temperature`], {
      ...NUMBER,
      name: text("dashboard.target"),
    }),
  ]);
}

/**
 * @param {Hass} hass
 * @param {string} device
 */
const controlCards = (hass, device) =>
  [
    tiles(hass, device, LIGHTS, TOGGLE),
    tiles(hass, device, SELECTS, { features: [{ type: "select-options" }] }),
    tiles(hass, device, FANS, { features: [{ type: "fan-speed" }] }),
    [
      ...tiles(hass, device, ["binary_sensor.plate_clear"]),
      ...tiles(hass, device, ["button.plate_clear"], TOGGLE),
    ],
  ].flatMap(paired);

/**
 * @param {Hass} hass
 * @param {string} device
 */
const careCards = (hass, device) => [
  ...dueList(hass, device),
  ...tiles(hass, device, ["update.firmware"], { grid_options: { columns: 12 } }),
  ...paired([
    ...tiles(hass, device, HEALTH, { visibility: whileOn(hass, device) }),
    ...tiles(hass, device, ["sensor.success_rate"], { name: text("dashboard.success_rate") }),
    ...tiles(hass, device, CARE),
    ...tiles(hass, device, ["sensor.print_energy", "sensor.print_cost"]),
    ...tiles(hass, device, ["sensor.wifi_signal"], { visibility: whileOn(hass, device) }),
  ]),
];

/** @param {Hass} hass @param {string} device that may need something */
function dueList(hass, device) {
  const entity = entityOf(hass, device, "todo.maintenance");
  if (!entity) return [];
  const visibility = [{ condition: "numeric_state", entity, above: 0 }];
  const card = { type: "todo-list", entity, hide_completed: true, hide_create: true };
  return [{ ...card, visibility, grid_options: { columns: 12 } }];
}
