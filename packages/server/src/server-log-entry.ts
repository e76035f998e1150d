import { pino } from "pino";

/** Stacks fit in this; what is longer is cut, so that a thousand lines stay small. */
const MOST_CHARACTERS = 8000;
/** Said in every line, and of no use to whoever reads them. */
const LEFT_OUT = new Set(["level", "time", "msg", "pid", "hostname"]);

/**
 * A line of the server's log as those who follow it get it: JSON with `timestamp`, `level` and `message`, as browsers'
 * lines have, and the other fields in `details`.
 *
 * @param line one line of pino's, redacted.
 */
export function serverLogEntry(line: string): string {
  const fields = fieldsOf(line);
  const time = Number(fields["time"]);
  const details = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !LEFT_OUT.has(name)),
  );
  const message = typeof fields["msg"] === "string" ? fields["msg"] : "";
  const entry = {
    timestamp: Number.isNaN(time) ? null : new Date(time).toISOString(),
    level: pino.levels.labels[Number(fields["level"])] ?? "info",
    message: message.slice(0, MOST_CHARACTERS),
  };
  const whole = JSON.stringify(Object.keys(details).length === 0 ? entry : { ...entry, details });
  return whole.length <= MOST_CHARACTERS * 2
    ? whole
    : JSON.stringify({ ...entry, details: JSON.stringify(details).slice(0, MOST_CHARACTERS) });
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return { msg: line.trim() };
  }
}
