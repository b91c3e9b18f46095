import assert from "node:assert/strict";
import { test } from "node:test";

import { printView } from "../../custom_components/bambu_cloud/frontend/ui/cards/print-view.js";
import { NOW, house, p1s } from "./house.js";

const view = (changes) => printView(p1s(changes), "p1s", NOW);

test("a running print shows how far it is and until when", () => {
  const { tone, task, progress, layers, remaining, finish } = view();
  assert.deepEqual(
    { tone, task, progress, layers, remaining, finish },
    {
      tone: "active",
      task: "Plant pot",
      progress: 42,
      layers: { layer: 84, layers: 200 },
      remaining: "1 hr 15 min",
      finish: "18:35",
    },
  );
});

test("what a print does now stands where its state stands, so that no line comes and goes", () => {
  const changing = { "sensor.stage": ["filament_changing"] };
  assert.deepEqual([view(changing).status, view(changing).stage], ["filament_changing", null]);
  const paused = { "sensor.print_status": ["paused"], "sensor.stage": ["paused_by_user"] };
  assert.deepEqual([view(paused).status, view(paused).stage], ["paused", "paused_by_user"]);
});

test("temperatures are those of the nozzles there are", () => {
  const heat = (changes) => view(changes).temperatures.map(({ part, value }) => `${part} ${value}`);
  assert.deepEqual(heat(), []);
  const one = { "sensor.nozzle_temperature": ["220"], "sensor.bed_temperature": ["55"] };
  assert.deepEqual(heat(one), ["nozzle 220", "bed 55"]);
  const two = { "sensor.left_nozzle_temperature": ["24"], "sensor.right_nozzle_temperature": ["245"] };
  assert.deepEqual(heat({ ...one, ...two }), ["left_nozzle 24", "right_nozzle 245", "bed 55"]);
  assert.deepEqual(heat({ "sensor.bed_temperature": ["unknown"] }), []);
});

test("the camera is one that has a picture", () => {
  assert.equal(view().camera, null);
  assert.equal(view({ "camera.camera": ["idle"] }).camera, "camera.p1s_camera");
  assert.equal(view({ "camera.camera": ["unavailable"] }).camera, null);
});

test("buttons are those that do something now", () => {
  const keys = (changes) => view(changes).buttons.map(({ key }) => key);
  assert.deepEqual(keys(), ["pause", "stop"]);
  assert.deepEqual(keys({ "sensor.print_status": ["paused"] }), ["resume", "stop"]);
  assert.deepEqual(keys({ "sensor.print_status": ["finished"] }), []);
  assert.deepEqual(keys({ "button.pause": ["unavailable"] }), ["stop"]);
});

test("a print that is over keeps its name and picture, and no progress", () => {
  const { tone, task, cover, progress, remaining } = view({ "sensor.print_status": ["failed"] });
  assert.equal(tone, "failed");
  assert.equal(task, "Plant pot");
  assert.ok(cover);
  assert.equal(progress, null);
  assert.equal(remaining, null);
});

test("a picture without an address is none", () => {
  assert.equal(view({ "image.cover": ["2026-03-04T12:00:00+00:00"] }).cover, null);
});

test("a printer that is off says that and nothing else", () => {
  const { tone, task, cover, buttons, spools, notices } = view({
    "sensor.print_status": ["unavailable"],
    "binary_sensor.attention": ["on", { reason: "door_open" }],
  });
  assert.deepEqual(
    { tone, task, cover, buttons, spools, notices },
    {
      tone: "offline",
      task: null,
      cover: null,
      buttons: [],
      spools: [],
      notices: [],
    },
  );
});

test("an idle printer shows nothing of an earlier print", () => {
  const { tone, task, progress, cover } = view({ "sensor.print_status": ["idle"] });
  assert.deepEqual(
    { tone, task, progress, cover },
    { tone: "idle", task: null, progress: null, cover: null },
  );
});

test("what is wrong is shown once, with help where there is some", () => {
  const url = "https://example.com/help";
  const { notices } = view({
    "binary_sensor.attention": ["on", { reason: "Filament ran out" }],
    "sensor.hms": [
      "3",
      {
        messages: [
          { text: "Filament ran out", severity: "serious", url },
          { text: "Clean the rods", severity: "info" },
          { text: "Grease the rods", severity: "common" },
          { code: "0300_0100_0001_0001", text: null, severity: "fatal", url },
        ],
      },
    ],
    "sensor.print_error": ["none"],
  });
  assert.deepEqual(
    notices.map(({ text, grave }) => [text, grave]),
    [
      ["Filament ran out", true],
      ["0300_0100_0001_0001", true],
      ["Grease the rods", false],
    ],
  );
});

test("without a message of the printer's, a word says why it needs somebody", () => {
  const { notices } = view({
    "binary_sensor.attention": ["on", { reason: "Filament ran out" }],
    "sensor.hms": ["1", { messages: [{ text: "Grease the rods", severity: "common" }] }],
  });
  assert.deepEqual(
    notices.map(({ text }) => text),
    ["Filament ran out", "Grease the rods"],
  );
});

test("a disabled or missing entity leaves a gap, not an error", () => {
  const bare = house({ p1s: { name: "Bare", entities: { "sensor.print_status": ["printing"] } } });
  const { tone, task, progress, layers, finish, buttons } = printView(bare, "p1s", NOW);
  assert.deepEqual(
    { tone, task, progress, layers, finish, buttons },
    {
      tone: "active",
      task: null,
      progress: null,
      layers: null,
      finish: null,
      buttons: [],
    },
  );
  assert.equal(printView(bare, "gone", NOW), null);
  const unloaded = { ...p1s(), states: {} };
  assert.equal(printView(unloaded, "p1s", NOW).tone, "offline");
});

test("spools stand in the order of the slots, those outside at the end", () => {
  assert.deepEqual(
    view().spools.map(({ name }) => name),
    ["empty", "Bambu PLA Basic", "Generic TPU"],
  );
});

test("a finish on another day names the day", () => {
  assert.equal(view({ "sensor.finish_time": ["2026-03-06T08:05:00+00:00"] }).finish, "Fri 08:05");
  assert.equal(view({ "sensor.finish_time": ["unknown"] }).finish, null);
});
