// The dashboard "Bambu Lab Cloud": which views there are. What is in a view is made when it is shown.

import { define } from "../define.js";
import { nameOf, printersOf } from "../registry.js";
import { loadTexts, text } from "../texts.js";
import { OptionsEditor } from "./editor.js";
import { filamentView } from "./filament-view.js";
import { historySections } from "./history-view.js";
import { overviewBadges, overviewSections, pathOf, printerSections } from "./sections.js";

/** @typedef {import("../hass.js").Hass} Hass */
/** @typedef {{printers?: string[], hide?: string[], live_camera?: boolean, move?: boolean}} Options */

const TYPE = "custom:bambu-cloud";
const EDITOR = "bambu-cloud-dashboard-editor";
const REGISTRIES = ["devices", "entities"];

/**
 * Return the printers that were chosen, or all of them.
 *
 * @param {Hass} hass
 * @param {Options} options
 */
function chosen(hass, { printers }) {
  const all = printersOf(hass);
  return printers?.length ? all.filter(({ id }) => printers.includes(id)) : all;
}

/**
 * Return the long-term statistics that the integration keeps; none where there is no recorder.
 *
 * @param {Hass} hass
 * @returns {Promise<import("./history-view.js").Statistic[]>}
 */
async function statisticsOf(hass) {
  try {
    /** @type {{source: string, statistic_id: string, name: string | null}[]} */
    const all = await hass.callWS({ type: "recorder/list_statistic_ids", statistic_type: "sum" });
    return all
      .filter(({ source }) => source === "bambu_cloud")
      .map(({ statistic_id, name }) => ({ id: statistic_id, name: name ?? "" }));
  } catch {
    return [];
  }
}

/** One view that says what to do, where there is no printer. */
const emptyView = () => ({
  title: text("dashboard.name"),
  type: "sections",
  sections: [
    {
      type: "grid",
      cards: [
        {
          type: "empty-state",
          icon: "mdi:printer-3d",
          title: text("dashboard.no_printers"),
          content: text("dashboard.no_printers_hint"),
          content_only: true,
          buttons: [
            {
              text: text("dashboard.open_integration"),
              tap_action: {
                action: "navigate",
                navigation_path: "/config/integrations/integration/bambu_cloud",
              },
            },
          ],
          grid_options: { columns: "full" },
        },
      ],
    },
  ],
});

/** Home Assistant never makes one: it calls what is static. */
export class DashboardStrategy extends HTMLElement {
  static registryDependencies = REGISTRIES;

  /**
   * @param {Options} options
   * @param {Hass} hass
   */
  static async generate(options, hass) {
    await loadTexts(hass);
    const printers = chosen(hass, options);
    if (!printers.length) return { views: [emptyView()] };
    /** @param {string} view @param {object} rest */
    const strategy = (view, rest = {}) => ({ ...options, type: TYPE, view, ...rest });
    const views = printers.map((printer) => ({
      title: nameOf(printer),
      path: pathOf(printer.id),
      strategy: strategy("printer", { printer: printer.id }),
    }));
    /** @param {string} name @param {string} title @param {string} icon */
    const common = (name, title, icon) => ({
      title: text(`dashboard.${title}`),
      path: name,
      icon,
      strategy: strategy(name),
    });
    const hidden = (/** @type {string} */ part) => options.hide?.includes(part);
    return {
      title: text("dashboard.name"),
      views: [
        ...(printers.length > 1
          ? [{ ...common("overview", "printers", "mdi:view-dashboard"), path: "printers" }]
          : []),
        ...views,
        ...(!hidden("filament") && filamentView(hass).sections.length
          ? [common("filament", "section.filament", "mdi:palette-swatch-variant")]
          : []),
        ...(hidden("history") ? [] : [common("history", "history", "mdi:history")]),
      ],
    };
  }

  static async getCreateSuggestions() {
    await loadTexts();
    return { title: text("dashboard.title"), icon: "mdi:printer-3d" };
  }

  static getConfigElement() {
    define(EDITOR, OptionsEditor);
    return document.createElement(EDITOR);
  }
}

/** A view; its sections are compared before they are replaced, so that nothing flickers. */
export class ViewStrategy extends HTMLElement {
  static registryDependencies = REGISTRIES;

  /**
   * @param {Options & {view: string, printer?: string}} options
   * @param {Hass} hass
   */
  static async generate(options, hass) {
    await loadTexts(hass);
    const printers = chosen(hass, options);
    const printer = printers.find(({ id }) => id === options.printer);
    /** @type {Record<string, () => object | Promise<object>>} */
    const views = {
      overview: () => ({
        max_columns: 3,
        header: { layout: "start" },
        badges: overviewBadges(hass, printers),
        sections: overviewSections(printers),
      }),
      history: async () => ({
        max_columns: 2,
        sections: historySections(hass, printers, await statisticsOf(hass)),
      }),
      filament: () => filamentView(hass),
      printer: () => ({ max_columns: 3, sections: printer ? printerSections(hass, printer, options) : [] }),
    };
    return { type: "sections", dense_section_placement: true, ...(await views[options.view]?.()) };
  }
}
