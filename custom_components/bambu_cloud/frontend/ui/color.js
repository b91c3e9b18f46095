// Colors of filament, as the printers report them: "#RRGGBB" or "#RRGGBBAA".

/**
 * Return a background that shows a spool: plain, in stripes, or fading.
 *
 * @param {string[]} colors
 * @param {boolean | null} [gradient]
 */
export function background(colors, gradient) {
  if (!colors.length) return "transparent";
  if (colors.length === 1) return colors[0];
  const step = 100 / colors.length;
  const stops = gradient
    ? colors
    : colors.map((color, index) => `${color} ${index * step}% ${(index + 1) * step}%`);
  return `linear-gradient(90deg, ${stops.join(", ")})`;
}

/**
 * Return the share of a color that is not transparent, from 0 to 1.
 *
 * @param {string} color
 */
export const opacity = (color) => (color.length === 9 ? parseInt(color.slice(7), 16) / 255 : 1);
