// What a page loads first: it announces everything and defines what a dashboard waits for.
// The cards come after it, as a dashboard gives up on a strategy after five seconds.

import { DashboardStrategy, ViewStrategy } from "./dashboard/strategy.js";
import { define } from "./define.js";
import { loadTexts, text } from "./texts.js";

const DOCUMENTATION = "https://github.com/bambu-cloud/ha-bambu-cloud/blob/main/docs/dashboard.md";
const STRATEGY = "bambu-cloud";

define(`ll-strategy-dashboard-${STRATEGY}`, DashboardStrategy);
define(`ll-strategy-view-${STRATEGY}`, ViewStrategy);

/**
 * Add to a list that Home Assistant holds a reference to, once.
 *
 * @template {{type: string}} T
 * @param {T[]} list
 * @param {T} item
 */
function announce(list, item) {
  if (!list.some(({ type }) => type === item.type)) list.push(item);
}

announce((window.customStrategies ||= []), {
  type: STRATEGY,
  strategyType: "dashboard",
  documentationURL: DOCUMENTATION,
  get name() {
    return text("dashboard.name");
  },
  get description() {
    return text("dashboard.description");
  },
});

/**
 * @param {string} name of the card, as in `bambu-cloud-print-card`
 * @param {string} key of its texts
 * @param {(entity: import("./hass.js").RegistryEntity) => boolean} suits
 */
function announceCard(name, key, suits) {
  announce((window.customCards ||= []), {
    type: `bambu-cloud-${name}`,
    preview: true,
    documentationURL: DOCUMENTATION,
    get name() {
      return text(`${key}.name`);
    },
    get description() {
      return text(`${key}.description`);
    },
    getEntitySuggestion(hass, entityId) {
      const entity = hass.entities[entityId];
      const device = entity && suits(entity) ? entity.device_id : null;
      if (!device) return null;
      const config = { type: `custom:bambu-cloud-${name}`, device };
      const slot = key === "ams_card" && hass.states[entityId]?.attributes.slot;
      const one = { config: { ...config, slot }, label: text("ams_card.slot", { slot }) };
      return slot ? [{ config }, one] : { config };
    },
  });
}

announceCard("print-card", "print_card", (entity) =>
  ["progress", "print_status", "cover"].includes(entity.translation_key ?? ""),
);
announceCard("ams-card", "ams_card", (entity) => entity.translation_key === "filament");
announceCard("skip-card", "skip_card", (entity) => entity.translation_key === "skipped_objects");
announceCard("move-card", "move_card", (entity) => entity.translation_key === "pause");
announceCard("history-card", "history_card", (entity) => entity.translation_key === "prints");

loadTexts();
import("./cards/all.js").catch(() => console.warn("Bambu Lab Cloud was updated: reload the page."));
