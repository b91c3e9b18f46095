// What the AMS card shows of a unit, or of the spools outside.

import { duration, minutesOf } from "../format.js";
import { nameOf, printerOf, stateOf, stateOfClass } from "../registry.js";
import { slotsOf } from "./slots.js";

/** @typedef {import("../hass.js").Hass} Hass */

const GONE = ["unavailable", "unknown"];

/**
 * Return the name of a unit without that of its printer.
 *
 * @param {Hass} hass
 * @param {string} device
 */
function shortName(hass, device) {
  const name = nameOf(hass.devices[device]);
  const printer = printerOf(hass, device);
  const prefix = printer && printer.id !== device ? `${nameOf(printer)} ` : "";
  return prefix && name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/**
 * @param {Hass} hass
 * @param {string} device
 */
export function amsView(hass, device) {
  if (!hass.devices[device]) return null;
  const climate = ["humidity", "temperature"]
    .map((deviceClass) => stateOfClass(hass, device, deviceClass))
    .flatMap((state) =>
      state && !GONE.includes(state.state)
        ? [
            {
              entity: state.entity_id,
              icon: `mdi:${state.attributes.device_class === "humidity" ? "water-percent" : "thermometer"}`,
              value: hass.formatEntityState(state),
            },
          ]
        : [],
    );
  const slots = slotsOf(hass, device);
  const drying = stateOf(hass, device, "sensor.drying_status");
  const left = minutesOf(stateOf(hass, device, "sensor.drying_remaining_time"));
  const feeds = stateOf(hass, device, "sensor.feeds_nozzle");
  return {
    isPrinter: printerOf(hass, device)?.id === device,
    name: shortName(hass, device),
    climate: hass.devices[device].via_device_id ? climate : [],
    drying:
      drying && ![...GONE, "off"].includes(drying.state)
        ? { status: hass.formatEntityState(drying), left: left ? duration(hass, left) : null }
        : null,
    nozzle: feeds && !GONE.includes(feeds.state) ? hass.formatEntityState(feeds) : null,
    gone: slots.every(({ entity }) => (hass.states[entity]?.state ?? "unavailable") === "unavailable"),
    slots,
  };
}

/** @typedef {NonNullable<ReturnType<typeof amsView>>} AmsView */
