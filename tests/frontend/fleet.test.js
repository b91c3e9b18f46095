import assert from "node:assert/strict";
import { test } from "node:test";

import { fleetView } from "../../custom_components/bambu_cloud/frontend/ui/dashboard/fleet.js";
import { NOW, house } from "./house.js";

const printer = (name, status, finish, attention = "off") => ({
  name,
  entities: {
    "sensor.print_status": [status],
    "sensor.finish_time": [finish],
    "binary_sensor.attention": [attention],
  },
});
const FLEET = house({
  a: printer("A", "printing", "2026-03-04T19:00:00+00:00"),
  b: printer("B", "printing", "2026-03-04T18:00:00+00:00", "on"),
  c: printer("C", "idle", "2026-03-04T10:00:00+00:00"),
  d: printer("D", "unavailable", "unavailable", "unavailable"),
});

test("the fleet says who prints, who needs somebody, and what is done next", () => {
  const { all, printing, waiting, next } = fleetView(FLEET, ["a", "b", "c", "d"], NOW);
  assert.deepEqual([all, printing, next.name, next.time], [4, 2, "B", "18:00"]);
  assert.deepEqual(
    waiting.map(({ name }) => name),
    ["B"],
  );
});

test("a printer that left, or that has none of this, is no trouble", () => {
  const bare = house({ a: { name: "A", entities: { "sensor.print_status": ["printing"] } } });
  const { all, printing, waiting, next } = fleetView(bare, ["a", "gone"], NOW);
  assert.deepEqual([all, printing, waiting, next], [1, 1, [], null]);
});
