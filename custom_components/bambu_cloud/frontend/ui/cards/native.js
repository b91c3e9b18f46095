// A card of Home Assistant's own within one of ours.

/**
 * @param {object} config
 * @returns {Promise<HTMLElement>}
 */
export async function makeCard(config) {
  const helpers = await window.loadCardHelpers?.();
  return helpers ? helpers.createCardElement(config) : document.createElement("div");
}
