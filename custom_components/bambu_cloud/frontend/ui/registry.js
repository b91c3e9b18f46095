// Finds printers, AMS units and entities in the registries. It never guesses an entity id.

const DOMAIN = "bambu_cloud";

/** @typedef {import("./hass.js").Hass} Hass */
/** @typedef {import("./hass.js").Device} Device */
/** @typedef {import("./hass.js").HassEntity} HassEntity */
/** @typedef {Map<string, string[]>} Keys entity ids by domain and key, as in "sensor.progress" */

/** @type {WeakMap<object, Map<string, Keys>>} */
const indexes = new WeakMap();

/**
 * Return the entities of all our devices; found anew when a registry changes only.
 *
 * @param {Hass} hass
 */
function index({ entities }) {
  const known = indexes.get(entities);
  if (known) return known;
  /** @type {Map<string, Keys>} */
  const found = new Map();
  for (const entity of Object.values(entities)) {
    if (entity.platform !== DOMAIN || !entity.device_id) continue;
    const keys = found.get(entity.device_id) ?? new Map();
    const key = `${entity.entity_id.split(".")[0]}.${entity.translation_key ?? ""}`;
    keys.set(key, [...(keys.get(key) ?? []), entity.entity_id]);
    found.set(entity.device_id, keys);
  }
  indexes.set(entities, found);
  return found;
}

/**
 * @param {Hass} hass
 * @param {string} device
 * @returns {Keys}
 */
export const keysOf = (hass, device) => index(hass).get(device) ?? new Map();

/**
 * Return the entity of a device, or null if it has none or it is disabled.
 *
 * @param {Hass} hass
 * @param {string} device
 * @param {string} key domain and key, as in "sensor.progress"
 */
export const entityOf = (hass, device, key) => keysOf(hass, device).get(key)?.[0] ?? null;

/**
 * @param {Hass} hass
 * @param {string} device
 * @param {string} key
 * @returns {HassEntity | null}
 */
export function stateOf(hass, device, key) {
  const entity = entityOf(hass, device, key);
  return (entity && hass.states[entity]) || null;
}

/**
 * Return all of a device's entities with a key, as slots have the same one.
 *
 * @param {Hass} hass
 * @param {string} device
 * @param {string} key
 */
export const statesOf = (hass, device, key) =>
  (keysOf(hass, device).get(key) ?? []).flatMap((entity) => hass.states[entity] ?? []);

/**
 * Return the sensor of a device that has no key but a class, such as humidity.
 *
 * @param {Hass} hass
 * @param {string} device
 * @param {string} deviceClass
 */
export function stateOfClass(hass, device, deviceClass) {
  const own = keysOf(hass, device).get("sensor.") ?? [];
  return (
    own
      .map((entity) => hass.states[entity])
      .find((state) => state?.attributes.device_class === deviceClass) ?? null
  );
}

/** @param {Device | undefined} device */
const isOurs = (device) => Boolean(device?.identifiers?.some(([domain]) => domain === DOMAIN));

/** @param {Device} device */
export const nameOf = (device) => device.name_by_user || device.name || "";

/**
 * Return the devices of printers, by area and name.
 *
 * @param {Hass} hass
 */
export function printersOf(hass) {
  const area = (/** @type {Device} */ { area_id }) => (area_id && hass.areas[area_id]?.name) || "\uffff";
  return Object.values(hass.devices)
    .filter(
      (device) =>
        isOurs(device) && !device.via_device_id && keysOf(hass, device.id).has("sensor.print_status"),
    )
    .sort((a, b) => area(a).localeCompare(area(b)) || nameOf(a).localeCompare(nameOf(b)));
}

/**
 * Return the printer that shows best what a card is for: one that prints and takes commands, if there is one.
 *
 * @param {Hass} hass
 */
export function exampleOf(hass) {
  const rank = (/** @type {Device} */ { id }) =>
    Number(stateOf(hass, id, "sensor.print_status")?.state === "printing") * 2 +
    Number(entityOf(hass, id, "button.pause") !== null);
  return printersOf(hass).sort((a, b) => rank(b) - rank(a))[0]?.id ?? "";
}

/**
 * Return the devices of the AMS units of a printer, by name.
 *
 * @param {Hass} hass
 * @param {string} printer
 */
export function unitsOf(hass, printer) {
  return Object.values(hass.devices)
    .filter((device) => isOurs(device) && device.via_device_id === printer)
    .sort((a, b) => nameOf(a).localeCompare(nameOf(b), undefined, { numeric: true }));
}

/**
 * Return the printer that a device is, or that its AMS belongs to.
 *
 * @param {Hass} hass
 * @param {string | null | undefined} device
 */
export function printerOf(hass, device) {
  const found = device ? hass.devices[device] : undefined;
  return found && isOurs(found) ? (hass.devices[found.via_device_id ?? found.id] ?? null) : null;
}
