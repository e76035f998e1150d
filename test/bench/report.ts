/** One measurement as it is printed and kept. */
export interface Section {
  readonly title: string;
  /** What the columns mean and what is aimed at. */
  readonly notes: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The same as numbers, for the JSON file. */
  readonly data: unknown;
}

const GAP = "  ";

/** A section as plain text: the first column to the left, numbers to the right. */
export function render({ title, notes, columns, rows }: Section): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const table = lines.map((line) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join(GAP)
      .trimEnd(),
  );
  return ["", `## ${title}`, ...notes, "", ...table, ""].join("\n");
}

/** A number for a table: one decimal below ten, where it still says something. */
export function brief(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 1 : 0);
}

const BYTES_PER_MIB = 1024 * 1024;

export function mebibytes(bytes: number): string {
  return brief(bytes / BYTES_PER_MIB);
}
