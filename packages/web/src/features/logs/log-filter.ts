import { fold } from "../../state/search.ts";
import { LOG_LEVELS, type LogLevel, type LogLine } from "./log-line.ts";

/** More are not kept: nobody reads them here, and a page left open must not grow. */
export const MOST_LINES = 1_000;

/** Adds lines at the end and lets the oldest go. */
export function addLines(lines: readonly LogLine[], added: readonly LogLine[]): readonly LogLine[] {
  return added.length === 0 ? lines : [...lines, ...added].slice(-MOST_LINES);
}

/** The lines from a level up that hold every word, whatever its case and accents. */
export function filterLines(
  lines: readonly LogLine[],
  from: LogLevel,
  query: string,
): readonly LogLine[] {
  const lowest = LOG_LEVELS.indexOf(from);
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (lowest === 0 && words.length === 0) return lines;
  return lines.filter(({ level, text, details }) => {
    if (LOG_LEVELS.indexOf(level) < lowest) return false;
    if (words.length === 0) return true;
    const folded = fold(`${text} ${details}`);
    return words.every((word) => folded.includes(word));
  });
}
