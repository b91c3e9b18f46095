import assert from "node:assert/strict";
import { test } from "node:test";

import { filamentView } from "../../custom_components/bambu_cloud/frontend/ui/dashboard/filament-view.js";
import { historySections } from "../../custom_components/bambu_cloud/frontend/ui/dashboard/history-view.js";
import {
  overviewBadges,
  overviewSections,
  printerSections,
} from "../../custom_components/bambu_cloud/frontend/ui/dashboard/sections.js";
import { exampleOf, printersOf } from "../../custom_components/bambu_cloud/frontend/ui/registry.js";
import { house, p1s } from "./house.js";

globalThis.document ??= { querySelector: () => null };

const FULL = {
  "camera.camera": ["idle"],
  "light.chamber_light": ["on"],
  "sensor.bed_temperature": ["55"],
  "number.bed_target_temperature": ["55"],
  "switch.ai_monitoring": ["on"],
  "update.firmware": ["off"],
  "todo.maintenance": ["2"],
  "button.plate_clear": ["unknown"],
  "calendar.prints": ["off"],
};
const cards = (sections) => sections.flatMap((section) => section.cards);
const types = (sections) => cards(sections).map(({ type }) => type);

test("printers are those of this integration, not their AMS units", () => {
  const hass = p1s();
  hass.devices.other = { id: "other", name: "Lamp", identifiers: [["hue", "1"]] };
  assert.deepEqual(
    printersOf(hass).map(({ id }) => id),
    ["p1s"],
  );
});

test("printers stand by area, then by name", () => {
  const entities = { "sensor.print_status": ["idle"] };
  const hass = house({ c: { name: "C", entities }, b: { name: "B", entities }, a: { name: "A", entities } });
  hass.areas.attic = { name: "Attic" };
  hass.devices.c.area_id = "attic";
  assert.deepEqual(
    printersOf(hass).map(({ id }) => id),
    ["c", "a", "b"],
  );
});

test("an example is a printer that prints", () => {
  const printer = (state, more) => ({ name: "A", entities: { "sensor.print_status": [state], ...more } });
  const accepts = { "button.pause": ["unknown"] };
  const fleet = { a: printer("idle", accepts), b: printer("printing"), c: printer("printing", accepts) };
  assert.equal(exampleOf(house(fleet)), "c");
  assert.equal(exampleOf(house({ a: fleet.a, b: fleet.b })), "b");
  assert.equal(exampleOf(house({})), "");
});

test("a section exists only if something in it does", () => {
  const bare = house({ p1s: { name: "Bare", entities: { "sensor.print_status": ["idle"] } } });
  assert.deepEqual(types(printerSections(bare, bare.devices.p1s, {})), ["custom:bambu-cloud-print-card"]);
});

test("a tile is as wide as its name needs, and halves are side by side", () => {
  const hass = p1s({
    "switch.ai_monitoring": ["on"],
    "switch.clump_detection": ["on"],
    "switch.tangle_detection": ["on"],
  });
  const named = (key, name) =>
    Object.assign(
      Object.values(hass.entities).find(({ translation_key }) => translation_key === key),
      { name },
    );
  named("ai_monitoring", "Klumpenerkennung an der Düse");
  named("clump_detection", "スパゲッティ検出");
  named("tangle_detection", "フィラメント絡まり検出");
  const found = cards(printerSections(hass, hass.devices.p1s, {})).filter(({ tap_action }) => tap_action);
  assert.deepEqual(
    found.map(({ entity, grid_options }) => [hass.entities[entity].name.length, grid_options.columns]),
    [
      [8, 6],
      [28, 12],
      [11, 12],
    ],
  );
});

test("every entity that a card names exists", () => {
  const hass = p1s(FULL);
  for (const card of cards(printerSections(hass, hass.devices.p1s, {})))
    if (card.entity) assert.ok(hass.entities[card.entity]);
});

test("what a printer that is off cannot show is hidden then", () => {
  const hass = p1s(FULL);
  const sections = printerSections(hass, hass.devices.p1s, {});
  const off = sections.filter(({ cards: [{ icon }] }) =>
    ["mdi:thermometer", "mdi:tune", "mdi:eye-check", "mdi:cctv"].includes(icon),
  );
  assert.equal(off.length, 4);
  const spools = cards(sections).filter(({ type }) => type === "custom:bambu-cloud-ams-card");
  assert.equal(spools.length, 2);
  for (const { visibility } of [...off, ...spools])
    assert.deepEqual(visibility.at(-1), {
      condition: "state",
      entity: "sensor.p1s_print_status",
      state_not: "unavailable",
    });
});

test("what a printer needs is listed while it needs something", () => {
  const hass = p1s(FULL);
  const [list] = cards(printerSections(hass, hass.devices.p1s, {})).filter(
    ({ type }) => type === "todo-list",
  );
  assert.equal(list.entity, "todo.p1s_maintenance");
  assert.deepEqual(list.visibility, [{ condition: "numeric_state", entity: list.entity, above: 0 }]);
});

test("the button for the plate is there where it exists", () => {
  const hass = p1s(FULL);
  const shown = cards(printerSections(hass, hass.devices.p1s, {})).map(({ entity }) => entity);
  assert.ok(shown.includes("button.p1s_plate_clear"));
});

test("hidden parts are left out", () => {
  const hass = p1s(FULL);
  const all = types(printerSections(hass, hass.devices.p1s, {}));
  const some = types(
    printerSections(hass, hass.devices.p1s, { hide: ["camera", "controls", "detection", "maintenance"] }),
  );
  assert.ok(all.includes("picture-entity"));
  assert.ok(!some.includes("picture-entity"));
  assert.ok(some.length < all.length - 4);
});

test("the overview has a card for each of twenty printers", () => {
  const entities = { "sensor.print_status": ["idle"] };
  const hass = house(
    Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`p${at}`, { name: `P${at}`, entities }])),
  );
  assert.equal(cards(overviewSections(printersOf(hass))).length, 20);
});

test("costs stand beside the totals, where they are counted", () => {
  const hass = p1s({ ...FULL, "sensor.print_cost": ["1.2"] });
  const shown = cards(printerSections(hass, hass.devices.p1s, {})).map(({ entity }) => entity);
});

test("history shows statistics only where there are some", () => {
  const hass = p1s(FULL);
  const printers = printersOf(hass);
  assert.deepEqual(types(historySections(hass, printers, [])), ["calendar"]);
  const statistics = [
    { id: "bambu_cloud:ab_filament_used", name: "Workshop: filament used (history)" },
    { id: "bambu_cloud:ab_filament_used_pla", name: "Workshop: PLA used (history)" },
    { id: "bambu_cloud:ab_print_time", name: "Renamed: print time (history)" },
    { id: "bambu_cloud:ab_cost", name: "Workshop: cost of prints (history)" },
  ];
  assert.deepEqual(
    cards(historySections(hass, printers, statistics))
      .slice(1)
      .map(({ entities }) => entities),
    [
      [{ entity: "bambu_cloud:ab_filament_used", name: "Workshop" }],
      [{ entity: "bambu_cloud:ab_print_time", name: "Renamed: print time (history)" }],
      [{ entity: "bambu_cloud:ab_cost", name: "Workshop" }],
    ],
  );
});

const SPOOLS = {
  name: "Filament",
  entities: {
    "sensor.spool_remaining#b": ["120", { friendly_name: "Filament White", total: 1000 }],
    "sensor.spool_remaining#a": ["800", { friendly_name: "Filament Black", total: null }],
    "binary_sensor.spool_low#b": ["on"],
  },
};
const FLEET = {
  name: "All printers",
  entities: { "sensor.prints_today": ["3"], "sensor.filament_today": ["40"] },
};
const IDLE = { "sensor.print_status": ["idle"], "button.pause": ["unavailable"] };

test("spools have a view of their own, by name, and those that are low stand above", () => {
  const { badges, sections } = filamentView(house({ filament: SPOOLS }));
  const shown = cards(sections).slice(1);
  assert.deepEqual(
    shown.map(({ entity }) => entity),
    ["sensor.filament_spool_remaining_a", "sensor.filament_spool_remaining_b"],
  );
  assert.deepEqual(
    shown.map(({ features }) => features),
    [[], [{ type: "bar-gauge", min: 0, max: 1000 }]],
  );
  assert.deepEqual(
    badges.map(({ entity }) => entity),
    ["binary_sensor.filament_spool_low_b"],
  );
  assert.deepEqual(filamentView(p1s()).sections, []);
});

test("today's sums of the account stand above all printers, not above some", () => {
  const hass = house({
    a: { name: "A", entities: IDLE },
    b: { name: "B", entities: IDLE },
    fleet: FLEET,
  });
  const sums = (printers) =>
    overviewBadges(hass, printers).flatMap(({ type, entity }) => (type === "entity" ? [entity] : []));
  const all = printersOf(hass);
  assert.deepEqual(sums(all), ["sensor.fleet_prints_today", "sensor.fleet_filament_today"]);
  assert.deepEqual(sums(all.slice(1)), []);
});

test("the pad for the axes is there for those who want it, where commands are accepted", () => {
  const moves = (entities, options) =>
    types(printerSections(house({ a: { name: "A", entities } }), { id: "a" }, options)).includes(
      "custom:bambu-cloud-move-card",
    );
  assert.ok(moves(IDLE, { move: true }));
  assert.ok(!moves(IDLE, {}));
  assert.ok(!moves({ "sensor.print_status": ["idle"] }, { move: true }));
});
