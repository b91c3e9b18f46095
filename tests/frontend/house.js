// A house with printers, as the frontend of Home Assistant describes one.

/**
 * @param {Record<string, {name: string, via?: string, entities: Record<string, [string, object?]>}>} devices
 */
export function house(devices) {
  const hass = { states: {}, entities: {}, devices: {}, areas: {}, language: "en", connected: true };
  hass.locale = { language: "en", time_format: "24", time_zone: "server" };
  hass.config = { time_zone: "UTC" };
  hass.formatEntityState = ({ state }) => state;
  hass.formatEntityAttributeValue = (state, attribute) => state.attributes[attribute];
  hass.hassUrl = (path) => path;
  hass.localize = (key) => key;
  for (const [id, { name, via, entities }] of Object.entries(devices)) {
    hass.devices[id] = {
      id,
      name,
      via_device_id: via ?? null,
      identifiers: [["bambu_cloud", `serial-${id}`]],
    };
    for (const [key, [state, attributes = {}]] of Object.entries(entities)) {
      const [domain, translation_key] = key.split("#")[0].split(".");
      const entity_id = `${domain}.${id}_${key.split(".")[1].replace("#", "_")}`;
      hass.entities[entity_id] = {
        entity_id,
        device_id: id,
        platform: "bambu_cloud",
        translation_key: translation_key || undefined,
      };
      hass.states[entity_id] = { entity_id, state, attributes };
    }
  }
  return hass;
}

const PRINTING = {
  "sensor.print_status": ["printing"],
  "sensor.stage": ["printing"],
  "sensor.progress": ["42"],
  "sensor.remaining_time": ["1.25", { unit_of_measurement: "h" }],
  "sensor.finish_time": ["2026-03-04T18:35:00+00:00"],
  "sensor.current_layer": ["84"],
  "sensor.total_layers": ["200"],
  "sensor.task_name": ["Plant pot"],
  "image.cover": [
    "2026-03-04T12:00:00+00:00",
    { entity_picture: "/api/image_proxy/image.p1s_cover?token=a" },
  ],
  "button.pause": ["unknown"],
  "button.resume": ["unknown"],
  "button.stop": ["unknown"],
  "sensor.external_spool": ["Generic TPU", { type: "TPU", colors: ["#00FF0080"] }],
};

/** A P1S that prints from the second slot of its AMS. */
export const p1s = (changes = {}) =>
  house({
    p1s: { name: "Workshop", entities: { ...PRINTING, ...changes } },
    ams: {
      name: "Workshop AMS 1",
      via: "p1s",
      entities: {
        "sensor.": ["34", { device_class: "humidity" }],
        "sensor.filament#b": [
          "Bambu PLA Basic",
          { type: "PLA", colors: ["#C12E1F"], slot: 2, active: true, tray_uuid: "A0B1" },
        ],
        "sensor.remaining_filament#b": ["63", { slot: 2, weight: 630 }],
        "sensor.remaining_filament#a": ["unknown", { slot: 1 }],
        "sensor.filament#a": ["empty", { type: null, colors: [], slot: 1, active: false }],
      },
    },
  });

export const NOW = new Date("2026-03-04T17:20:00Z");
