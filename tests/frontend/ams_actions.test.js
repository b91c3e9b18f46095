import assert from "node:assert/strict";
import { test } from "node:test";

import {
  dryingAction,
  slotActions,
} from "../../custom_components/bambu_cloud/frontend/ui/cards/ams-actions.js";
import { slotsOf } from "../../custom_components/bambu_cloud/frontend/ui/cards/slots.js";
import { house, p1s } from "./house.js";

const ACCEPTS = { "button.unload_filament": ["unknown"], "sensor.print_status": ["idle"] };

const keys = (changes, device = "ams") => {
  const hass = p1s(changes);
  hass.states["button.ams_read_tag"] = {
    entity_id: "button.ams_read_tag",
    state: "unknown",
    attributes: { slot: 2 },
  };
  hass.entities["button.ams_read_tag"] = {
    entity_id: "button.ams_read_tag",
    device_id: "ams",
    platform: "bambu_cloud",
    translation_key: "read_tag",
  };
  return slotsOf(hass, device).map((slot) => slotActions(hass, device, slot).map(({ key }) => key));
};

test("a slot is loaded or unloaded, an empty one neither; without a tag its filament is set", () => {
  assert.deepEqual(keys(ACCEPTS), [[], ["unload", "read_tag"]]);
  assert.deepEqual(keys(ACCEPTS, "p1s"), [["load", "set"]]);
});

test("nothing moves while something is printed, but in a pause", () => {
  assert.deepEqual(keys({ ...ACCEPTS, "sensor.print_status": ["printing"] }), [[], []]);
  assert.deepEqual(keys({ ...ACCEPTS, "sensor.print_status": ["paused"] })[1], ["unload", "read_tag"]);
});

test("a printer that refuses commands is told nothing", () => {
  assert.deepEqual(keys({ "sensor.print_status": ["idle"] }), [[], []]);
  assert.deepEqual(keys({ ...ACCEPTS, "button.unload_filament": ["unavailable"] }), [[], []]);
});

test("drying starts where nothing speaks against it", () => {
  const dryer = (state, obstacles) => {
    const entities = {
      "switch.drying": [state],
      ...(obstacles && { "sensor.drying_status": ["off", { obstacles }] }),
    };
    return dryingAction(house({ ht: { name: "AMS HT", entities } }), "ht")?.key ?? null;
  };
  assert.equal(dryer("off", []), "dry");
  assert.equal(dryer("off"), "dry");
  assert.equal(dryer("off", ["needs_plug"]), null);
  assert.equal(dryer("on", ["already_drying"]), "stop_drying");
  assert.equal(dryer("unavailable", []), null);
  assert.equal(dryingAction(p1s(), "ams"), null);
});
