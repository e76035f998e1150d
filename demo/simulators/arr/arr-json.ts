/** Free-form string maps in which the *arrs do send nulls: the null rule is about members, not map entries. */
const KEEPS_NULLS = new Set(["data"]);

/** Removes members that are null or undefined, all the way down, as the *arr serialiser does. */
export function omitNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(omitNulls);
  if (typeof value !== "object" || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member === null || member === undefined) continue;
    kept[name] = KEEPS_NULLS.has(name) ? member : omitNulls(member);
  }
  return kept;
}

/** UTC to the second with Z, as in every *arr answer. */
export function dateText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, "Z");
}

const SECONDS_PER_DAY = 86_400;
const TICKS_PER_SECOND = 10_000_000;

/** A .NET duration: `[d.]hh:mm:ss[.fffffff]`. */
export function durationText(seconds: number): string {
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / SECONDS_PER_DAY);
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  const ticks = Math.round((seconds - whole) * TICKS_PER_SECOND);
  const fraction = ticks === 0 ? "" : `.${String(ticks).padStart(7, "0")}`;
  return `${days === 0 ? "" : `${days}.`}${clock}${fraction}`;
}
