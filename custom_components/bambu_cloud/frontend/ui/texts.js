// Texts in the user's language: category `config_panel` of the integration's translations.

/** @typedef {import("./hass.js").Hass} Hass */
/** @typedef {import("./hass.js").Localize} Localize */

const PREFIX = "component.bambu_cloud.config_panel.";
const PROBE = "dashboard.name";
const CATEGORY = "config_panel";
const ATTEMPTS = 40;
const PAUSE = 50; // ms; together two seconds, less than a dashboard waits for its strategy

/** @type {Localize | undefined} */
let loaded;
/** @type {string | undefined} */
let language;

/** @returns {Hass | undefined} */
const pageHass = () => /** @type {any} */ (document.querySelector("home-assistant"))?.hass;

/**
 * Load the texts in the language of this page, unless they are there.
 *
 * While a page starts, Home Assistant hands out a function that does not have them yet.
 *
 * @param {Hass | undefined} hass
 * @returns {Promise<void>}
 */
export async function loadTexts(hass = pageHass()) {
  if (!hass || (language === hass.language && text(PROBE))) return;
  language = hass.language;
  loaded = await hass.loadBackendTranslation(CATEGORY, "bambu_cloud");
  for (let attempt = 0; attempt < ATTEMPTS && !text(PROBE); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/**
 * Return a text, or nothing while the texts are not loaded.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export const text = (key, values) =>
  loaded?.(PREFIX + key, values) || pageHass()?.localize(PREFIX + key, values) || "";
