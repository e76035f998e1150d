export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** One line of a log, ready to be shown. */
export interface LogLine {
  /** Counts up within one page; what React tells lines apart by. */
  readonly id: number;
  /** ms, `null` when it does not say. */
  readonly at: number | null;
  readonly level: LogLevel;
  readonly text: string;
  /** What else it says, as `name=value`; empty for nothing. */
  readonly details: string;
}

/** The server's logger has two more, at the ends. */
const LEVEL_BY_WORD: ReadonlyMap<string, LogLevel> = new Map([
  ["trace", "debug"],
  ["debug", "debug"],
  ["info", "info"],
  ["warn", "warn"],
  ["error", "error"],
  ["fatal", "error"],
]);

/**
 * Reads a line of either log: JSON with `timestamp` (ISO 8601), `level`, `message`, and from the server `details`, an
 * object or, when there was too much of it, a text. What is none of that is shown as it came.
 */
export function parseLogLine(id: number, data: string): LogLine {
  const entry = parseObject(data);
  if (entry === null) return { id, at: null, level: "info", text: data, details: "" };
  const at = Date.parse(textOf(entry["timestamp"]));
  return {
    id,
    at: Number.isNaN(at) ? null : at,
    level: LEVEL_BY_WORD.get(textOf(entry["level"])) ?? "info",
    text: textOf(entry["message"]),
    details: detailsOf(entry["details"]),
  };
}

/** The line as plain text, for the clipboard. */
export function printLogLine({ at, level, text, details }: LogLine): string {
  return [at === null ? "" : new Date(at).toISOString(), level.toUpperCase(), text, details]
    .filter(Boolean)
    .join(" ");
}

function parseObject(data: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function detailsOf(value: unknown): string {
  if (!isObject(value)) return textOf(value);
  return Object.entries(value)
    .map(([name, member]) => `${name}=${textOf(member)}`)
    .join(" ");
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : JSON.stringify(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
