// Times and durations in the user's language.

/** @typedef {import("./hass.js").Hass} Hass */
/** @typedef {import("./hass.js").HassEntity} HassEntity */

const MINUTES = { s: 1 / 60, min: 1, h: 60, d: 1440 };

/**
 * Return the minutes of a sensor of a duration, whatever unit its owner chose.
 *
 * @param {HassEntity | null} state
 */
export function minutesOf(state) {
  const factor = MINUTES[/** @type {keyof MINUTES} */ (state?.attributes.unit_of_measurement)];
  const number = Number.parseFloat(state?.state ?? "");
  return factor && Number.isFinite(number) ? Math.round(number * factor) : null;
}

/**
 * @param {Hass} hass
 * @param {number} minutes
 */
export function duration({ locale }, minutes) {
  /** @param {number} value @param {string} unit */
  const part = (value, unit) =>
    new Intl.NumberFormat(locale.language, { style: "unit", unit, unitDisplay: "short" }).format(value);
  const hours = Math.floor(minutes / 60);
  return [hours && part(hours, "hour"), (minutes % 60 || !hours) && part(minutes % 60, "minute")]
    .filter(Boolean)
    .join(" ");
}

/**
 * @param {Hass} hass
 * @param {number} value from 0 to 100
 */
export const percent = ({ locale }, value) =>
  new Intl.NumberFormat(locale.language, { style: "percent", maximumFractionDigits: 0 }).format(value / 100);

/**
 * Return a day, with its year if that is another one.
 *
 * @param {Hass} hass
 * @param {string} moment ISO 8601
 * @param {Date} now
 */
export function day({ locale, config }, moment, now) {
  const date = new Date(moment);
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  const timeZone = locale.time_zone === "server" ? config.time_zone : undefined;
  return new Intl.DateTimeFormat(locale.language, { day: "numeric", month: "short", year, timeZone }).format(
    date,
  );
}

/**
 * Return a time of day, with the day of the week if it is not today's.
 *
 * @param {Hass} hass
 * @param {string} moment ISO 8601
 * @param {Date} now
 */
export function clock({ locale, config }, moment, now) {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return null;
  const hour12 = { 12: true, 24: false }[locale.time_format];
  const zone = locale.time_zone === "server" ? { timeZone: config.time_zone } : {};
  /** @param {Intl.DateTimeFormatOptions} options @param {Date} value */
  const format = (options, value) =>
    new Intl.DateTimeFormat(locale.language, { ...options, ...zone }).format(value);
  const day = /** @type {const} */ ({ dateStyle: "short" });
  const weekday = format(day, date) === format(day, now) ? {} : /** @type {const} */ ({ weekday: "short" });
  return format({ ...weekday, hour: "numeric", minute: "2-digit", hour12 }, date);
}
