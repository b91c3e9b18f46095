// What the print card shows of a printer: a plain value from the entities that exist.

import { clock, duration, minutesOf } from "../format.js";
import { entityOf, nameOf, stateOf, unitsOf } from "../registry.js";
import { slotsOf } from "./slots.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {import("../hass.js").HassEntity} HassEntity */
/** @typedef {import("./slots.js").Slot} Slot */
/** @typedef {{text: string, url: string | null, entity: string, grave: boolean}} Notice */

const GONE = ["unavailable", "unknown"];
const HOT = ["left_nozzle", "right_nozzle", "nozzle", "bed", "chamber"];
/** @type {Record<string, string>} */
const TONES = {
  idle: "idle",
  slicing: "active",
  preparing: "active",
  printing: "active",
  paused: "paused",
  finished: "done",
  failed: "failed",
  canceled: "idle",
};

/**
 * Return the value of an entity in the user's language, or null if there is none.
 *
 * @param {Hass} hass
 * @param {HassEntity | null} state
 */
const shown = (hass, state) => (state && !GONE.includes(state.state) ? hass.formatEntityState(state) : null);

/** @param {HassEntity | null} state */
function number(state) {
  const value = Number.parseFloat(state?.state ?? "");
  return Number.isFinite(value) ? value : null;
}

/**
 * Return what the printer complains about, each once, the worst first.
 *
 * @param {Hass} hass
 * @param {string} device
 * @returns {Notice[]}
 */
function noticesOf(hass, device) {
  const attention = stateOf(hass, device, "binary_sensor.attention");
  const messages = stateOf(hass, device, "sensor.hms");
  const error = stateOf(hass, device, "sensor.print_error");
  /** @type {Notice[]} */
  const notices = (messages?.attributes.messages ?? [])
    .filter((/** @type {any} */ { severity }) => severity !== "info")
    .map((/** @type {any} */ message) => ({
      text: message.text ?? message.code,
      url: message.url ?? null,
      entity: messages?.entity_id ?? "",
      grave: message.severity !== "common",
    }));
  if (error && ![...GONE, "none"].includes(error.state)) {
    notices.push({
      text: error.attributes.text ?? error.state,
      url: error.attributes.url ?? null,
      entity: error.entity_id,
      grave: true,
    });
  }
  // The reason in a few words; the printer's own message says the same with more of them.
  if (attention?.state === "on" && !notices.some(({ grave }) => grave)) {
    notices.push({
      text: hass.formatEntityAttributeValue(attention, "reason"),
      url: null,
      entity: attention.entity_id,
      grave: true,
    });
  }
  return notices
    .filter(({ text }, index) => notices.findIndex((other) => other.text === text) === index)
    .sort((a, b) => Number(b.grave) - Number(a.grave));
}

/**
 * @param {Hass} hass
 * @param {string} device
 * @param {string} tone
 */
function buttonsOf(hass, device, tone) {
  const keys = { active: ["pause", "stop"], paused: ["resume", "stop"] }[tone] ?? [];
  return keys.flatMap((key) => {
    const state = stateOf(hass, device, `button.${key}`);
    return state && state.state !== "unavailable" ? [{ key, entity: state.entity_id }] : [];
  });
}

/**
 * Return what is hot, with two nozzles each of them.
 *
 * @param {Hass} hass
 * @param {string} device
 */
function temperaturesOf(hass, device) {
  const measured = HOT.map((part) => ({ part, state: stateOf(hass, device, `sensor.${part}_temperature`) }));
  const two = measured.some(({ part, state }) => part === "left_nozzle" && state);
  return measured.flatMap(({ part, state }) =>
    state && !GONE.includes(state.state) && !(two && part === "nozzle")
      ? [{ part, entity: state.entity_id, value: hass.formatEntityState(state) }]
      : [],
  );
}

/**
 * Return the camera, if it has a picture.
 *
 * @param {Hass} hass
 * @param {string} device
 */
function cameraOf(hass, device) {
  const state = stateOf(hass, device, "camera.camera");
  return state && state.state !== "unavailable" ? state.entity_id : null;
}

/**
 * Return the line about time: what is left, and when the print is done.
 *
 * @param {Hass} hass
 * @param {string} device
 * @param {Date} now
 */
function timesOf(hass, device, now) {
  const minutes = minutesOf(stateOf(hass, device, "sensor.remaining_time"));
  const finish = stateOf(hass, device, "sensor.finish_time");
  return {
    remaining: minutes === null ? null : duration(hass, minutes),
    finish: finish && clock(hass, finish.state, now),
  };
}

/**
 * Return the spools of a printer: those of its AMS units, then those outside.
 *
 * @param {Hass} hass
 * @param {string} device
 */
const spoolsOf = (hass, device) => [
  ...unitsOf(hass, device).flatMap(({ id }) => slotsOf(hass, id)),
  ...slotsOf(hass, device),
];

/**
 * @param {Hass} hass
 * @param {string} device
 * @param {Date} now
 */
export function printView(hass, device, now) {
  const found = hass.devices[device];
  if (!found) return null;
  const status = stateOf(hass, device, "sensor.print_status");
  const gone = !status || GONE.includes(status.state);
  const tone = gone ? "offline" : (TONES[status.state] ?? "idle");
  const running = tone === "active" || tone === "paused";
  const stage = stateOf(hass, device, "sensor.stage");
  const step = running && stage?.state !== status?.state ? shown(hass, stage) : null;
  const cover = stateOf(hass, device, "image.cover");
  const layer = number(stateOf(hass, device, "sensor.current_layer"));
  const layers = number(stateOf(hass, device, "sensor.total_layers"));
  const withPrint = running || tone === "done" || tone === "failed" || status?.state === "canceled";
  return {
    name: nameOf(found),
    tone,
    running,
    // What a running print does now stands in the place of "Printing": a line of its own would come and go.
    status: (tone === "active" && step) || (status && shown(hass, status)),
    statusEntity: entityOf(hass, device, "sensor.print_status"),
    stage: tone === "paused" ? step : null,
    task: withPrint ? shown(hass, stateOf(hass, device, "sensor.task_name")) : null,
    cover:
      withPrint && cover?.attributes.entity_picture && !GONE.includes(cover.state)
        ? { picture: String(cover.attributes.entity_picture), time: cover.state }
        : null,
    progress: running ? number(stateOf(hass, device, "sensor.progress")) : null,
    layers: running && layer !== null && layers ? { layer, layers } : null,
    ...(running ? timesOf(hass, device, now) : { remaining: null, finish: null }),
    notices: gone ? [] : noticesOf(hass, device),
    buttons: buttonsOf(hass, device, tone),
    temperatures: gone ? [] : temperaturesOf(hass, device),
    camera: gone ? null : cameraOf(hass, device),
    spools: gone ? [] : spoolsOf(hass, device),
  };
}

/** @typedef {NonNullable<ReturnType<typeof printView>>} PrintView */
