// The form for the filament of a slot without a tag: material, color, and how hot the nozzle may be.

import { h, patch } from "../html.js";
import { text } from "../texts.js";

const MATERIALS = ["PLA", "PETG", "ABS", "ASA", "TPU", "PC", "PA", "PVA"];
const HEAT = { type: "number", min: 150, max: 350 };

/**
 * Return a form that shows what is in a slot, and what reads it: null while a value is not possible.
 *
 * @param {import("../hass.js").HassEntity} state of the slot
 * @param {string} title
 */
export function filamentForm({ entity_id, attributes }, title) {
  const { type, colors, filament_id, nozzle_temperature_min, nozzle_temperature_max } = attributes;
  const content = /** @type {HTMLFormElement & Record<string, any>} */ (document.createElement("form"));
  const materials = [...new Set([...(type ? [type] : []), ...MATERIALS])];
  // What is usual for a material is not what was set for another one.
  const onchange = () => {
    for (const name of ["lowest", "highest"]) content[name].value = "";
  };
  /** @param {string} key @param {string} tag @param {object} props @param {import("../html.js").Child[]} children */
  const field = (key, tag, props, children = []) =>
    h("label", null, h("span", null, text(`ams_card.${key}`)), h(tag, { name: key, ...props }, children));
  patch(content, [
    h("h2", null, title),
    field(
      "material",
      "select",
      { onchange },
      materials.map((material) => h("option", null, material)),
    ),
    field("color", "input", { type: "color", value: (colors?.[0] ?? "#FFFFFF").slice(0, 7) }),
    field("lowest", "input", { ...HEAT, value: nozzle_temperature_min }),
    field("highest", "input", { ...HEAT, value: nozzle_temperature_max }),
  ]);
  const data = () => {
    if (!content.reportValidity()) return null;
    const { material, color, lowest, highest } = Object.fromEntries(new FormData(content));
    return {
      entity_id,
      material,
      color,
      // Another material has a preset of its own.
      ...(material === type && filament_id && { filament_id }),
      ...(lowest && { nozzle_temperature_min: Number(lowest) }),
      ...(highest && { nozzle_temperature_max: Number(highest) }),
    };
  };
  return { content, data };
}

export const filamentStyles = `
  form { display: grid; gap: 12px; padding: 12px 16px; }
  label { display: flex; align-items: center; justify-content: space-between; gap: 12px; }
  label > :last-child { flex: none; box-sizing: border-box; inline-size: 96px; block-size: 44px; padding: 4px 8px; font: inherit; color: inherit; color-scheme: light dark;
    background: var(--secondary-background-color); border: 1px solid var(--divider-color); border-radius: var(--ha-border-radius-md, 8px); }
`;
