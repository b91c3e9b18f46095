import assert from "node:assert/strict";
import { test } from "node:test";

import { amsView } from "../../custom_components/bambu_cloud/frontend/ui/cards/ams-view.js";
import { background, opacity } from "../../custom_components/bambu_cloud/frontend/ui/color.js";
import { house, p1s } from "./house.js";

test("an AMS shows its slots in order, and how dry it is", () => {
  const { name, isPrinter, climate, slots, drying, gone } = amsView(p1s(), "ams");
  assert.equal(name, "AMS 1");
  assert.equal(isPrinter, false);
  assert.deepEqual(
    climate.map(({ value }) => value),
    ["34"],
  );
  assert.equal(drying, null);
  assert.equal(gone, false);
  assert.deepEqual(
    slots.map(({ number, filled, material, remaining, active }) => [
      number,
      filled,
      material,
      remaining,
      active,
    ]),
    [
      [1, false, null, null, false],
      [2, true, "PLA", 63, true],
    ],
  );
});

test("of a printer, it shows the spools outside", () => {
  const { isPrinter, climate, slots } = amsView(p1s(), "p1s");
  assert.equal(isPrinter, true);
  assert.deepEqual(climate, []);
  assert.deepEqual(
    slots.map(({ material }) => material),
    ["TPU"],
  );
});

test("of a printer with two nozzles, spools outside have a side", () => {
  const entities = { "sensor.right_external_spool": ["TPU"], "sensor.left_external_spool": ["unidentified"] };
  const { slots } = amsView(house({ h2d: { name: "Studio", entities } }), "h2d");
  assert.deepEqual(
    slots.map(({ side }) => side),
    ["left", "right"],
  );
  assert.equal(amsView(p1s(), "p1s").slots[0].side, null);
});

test("an AMS that is off shows no numbers", () => {
  const hass = p1s();
  for (const id of Object.keys(hass.states))
    if (id.includes("ams_")) hass.states[id] = { ...hass.states[id], state: "unavailable", attributes: {} };
  const { climate, slots, gone } = amsView(hass, "ams");
  assert.equal(gone, true);
  assert.deepEqual(climate, []);
  assert.ok(slots.every(({ filled, colors }) => !filled && !colors.length));
});

test("several colors are stripes, or fade", () => {
  assert.equal(background([]), "transparent");
  assert.equal(background(["#FF0000"]), "#FF0000");
  assert.equal(
    background(["#FF0000", "#00FF00"]),
    "linear-gradient(90deg, #FF0000 0% 50%, #00FF00 50% 100%)",
  );
  assert.equal(background(["#FF0000", "#00FF00"], true), "linear-gradient(90deg, #FF0000, #00FF00)");
});

test("transparent filament is recognised", () => {
  assert.equal(opacity("#00FF0000"), 0);
  assert.equal(opacity("#00FF00"), 1);
});
