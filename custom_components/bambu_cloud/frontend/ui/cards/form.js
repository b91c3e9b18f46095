// The form of a card's options: a device of ours, and what else a card has.

import { text } from "../texts.js";

/**
 * @param {{of_printers?: boolean}} [which] whether only printers are offered: those have a cover
 * @param {...object} more fields
 */
export function form({ of_printers = true } = {}, ...more) {
  const device = {
    filter: [{ integration: "bambu_cloud" }],
    ...(of_printers && { entity: [{ domain: "image" }] }),
  };
  return {
    schema: [{ name: "device", required: true, selector: { device } }, ...more],
    computeLabel: (/** @type {{name: string}} */ { name }) => text(`option.${name}`),
  };
}

/**
 * Return a field for one of several words.
 *
 * @param {string} name
 * @param {string[]} words
 */
export const choice = (name, words) => ({
  name,
  selector: {
    select: {
      mode: "dropdown",
      options: words.map((value) => ({ value, label: text(`option.${name}_${value}`) })),
    },
  },
});
