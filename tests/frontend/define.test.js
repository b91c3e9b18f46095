import assert from "node:assert/strict";
import { test } from "node:test";

import { define } from "../../custom_components/bambu_cloud/frontend/ui/define.js";

/** A registry of elements, as a browser has one. */
const registry = () => {
  const elements = new Map();
  let loaded = () => {};
  return {
    elements,
    get: (tag) => elements.get(tag),
    define(tag, element) {
      if (elements.has(tag)) throw new Error(`${tag} twice`);
      elements.set(tag, element);
    },
    whenDefined: () => new Promise((done) => (loaded = done)),
    load: () => loaded(),
  };
};

const swap = (to) => {
  globalThis.window = { customElements: to };
  Object.defineProperty(globalThis, "customElements", { value: to, configurable: true });
};

class Card {}

test("an element outlasts the change of registries while a page starts", async () => {
  const [early, late] = [registry(), registry()];
  swap(early);
  define("bambu-cloud-card", Card);
  swap(late);
  early.load();
  await Promise.resolve();
  assert.equal(early.elements.get("bambu-cloud-card"), Card);
  assert.equal(late.elements.get("bambu-cloud-card"), Card);
});

test("an element is defined once where nothing changes, also from a second copy", async () => {
  const only = registry();
  swap(only);
  define("bambu-cloud-card", Card);
  define("bambu-cloud-card", class {});
  only.load();
  await Promise.resolve();
  assert.equal(only.elements.get("bambu-cloud-card"), Card);
});
