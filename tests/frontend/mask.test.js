import assert from "node:assert/strict";
import { test } from "node:test";

import { objectAt, paint, readMask } from "../../custom_components/bambu_cloud/frontend/ui/cards/mask.js";

// Two by two pixels: object 107, object 0x010203, ground, an id that is not listed.
const PIXELS = new Uint8ClampedArray([107, 0, 0, 255, 3, 2, 1, 255, 107, 0, 0, 0, 9, 0, 0, 255]);
const IDS = new Set([107, 0x010203]);

test("the color of a pixel is the id of its object, the lowest byte first", () => {
  assert.deepEqual([...readMask(PIXELS, IDS)], [107, 0x010203, 0, 0]);
});

test("a place is found however large the picture is shown", () => {
  const objects = readMask(PIXELS, IDS);
  const at = (x, y) => objectAt(objects, 2, { x, y, width: 300, height: 300 });
  assert.deepEqual(
    [at(10, 10), at(290, 149), at(10, 160), at(-5, 10), at(300, 10)],
    [107, 0x010203, 0, 0, 0],
  );
});

test("only what has a color is painted", () => {
  const pixels = new Uint8ClampedArray(16).fill(7);
  paint(pixels, readMask(PIXELS, IDS), (id) => (id === 107 ? [1, 2, 3, 4] : null));
  assert.deepEqual([...pixels], [1, 2, 3, 4, ...Array(12).fill(0)]);
});
