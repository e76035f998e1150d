/** A JSON object from outside, its members not looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Each function reads one value of a stranger's JSON kindly: what is missing or of another type is `null` (or
 * empty), never a crash. Used by `wire.ts` files, nowhere further in.
 */
export function objectOf(value: unknown): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : null;
}

/** The objects in a list, in order; anything else in it is left out. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => objectOf(item) !== null) : [];
}

/** The texts in a list, in order, without empty ones. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => textOf(item) !== null) : [];
}

/** A text with something in it; an empty one says nothing and is `null`. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A whole number, of either sign; what is none is as good as none. */
export function wholeOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : null;
}

/** A database id. Zero and below mean "none" everywhere we read. */
export function idOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : null;
}

export function flagOf(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** The last millisecond of the year 9999: what is later is no date, and some of it cannot even be written as one. */
const LAST_INSTANT = 253_402_300_799_999;
const HAS_ZONE = /(?:z|[+-]\d{2}:?\d{2})$/i;

/**
 * An ISO date with time as milliseconds since the epoch. Without a zone it is UTC; .NET's unset date (year 1) and a year
 * of five digits are `null`.
 */
export function instantOf(value: unknown): number | null {
  const text = textOf(value)?.trim();
  if (text === undefined || text.startsWith("0001-")) return null;
  const hasTime = text.includes("T");
  const instant = Date.parse(hasTime && !HAS_ZONE.test(text) ? `${text}Z` : text);
  return instant <= LAST_INSTANT ? instant : null;
}

/** Seconds since the epoch as milliseconds; `null` for zero and below, which mean "never", and for what is no date. */
export function instantOfSeconds(seconds: number | null | undefined): number | null {
  const instant = Math.round((seconds ?? 0) * 1000);
  return instant > 0 && instant <= LAST_INSTANT ? instant : null;
}
