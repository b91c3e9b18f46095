// The mask of a plate: the pixels of each object have its id as their color (red is the lowest byte).

/**
 * Return the object of each pixel, 0 where there is none.
 *
 * @param {Uint8ClampedArray} pixels four bytes each: red, green, blue, opacity
 * @param {Set<number>} ids of the objects that are listed; other colors are ground
 */
export function readMask(pixels, ids) {
  const objects = new Uint32Array(pixels.length / 4);
  for (let at = 0; at < objects.length; at++) {
    const from = at * 4;
    const id = pixels[from + 3] ? pixels[from] | (pixels[from + 1] << 8) | (pixels[from + 2] << 16) : 0;
    objects[at] = ids.has(id) ? id : 0;
  }
  return objects;
}

/**
 * Paint objects over a picture.
 *
 * @param {Uint8ClampedArray} pixels of the picture above it, four bytes each
 * @param {Uint32Array} objects
 * @param {(id: number) => readonly number[] | null} colorOf red, green, blue and opacity of an object, or nothing
 */
export function paint(pixels, objects, colorOf) {
  /** @type {Map<number, readonly number[] | null>} */
  const colors = new Map();
  pixels.fill(0);
  for (let at = 0; at < objects.length; at++) {
    const id = objects[at];
    if (!id) continue;
    if (!colors.has(id)) colors.set(id, colorOf(id));
    const color = colors.get(id);
    if (color) pixels.set(color, at * 4);
  }
}

/**
 * Return the object at a place of an element that shows the mask, 0 for none.
 *
 * @param {Uint32Array} objects
 * @param {number} size pixels of a side of the mask
 * @param {{x: number, y: number, width: number, height: number}} place within the element, and its size
 */
export function objectAt(objects, size, { x, y, width, height }) {
  const column = Math.floor((x / width) * size);
  const row = Math.floor((y / height) * size);
  return column >= 0 && column < size && row >= 0 && row < size ? objects[row * size + column] : 0;
}
