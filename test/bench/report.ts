/** Whether a goal was reached. */
export interface Verdict {
  readonly goal: string;
  readonly measured: string;
  /** `null`: it could not be measured, or says too little to be judged. */
  readonly isMet: boolean | null;
}

/** One measurement as it is printed and kept. */
export interface Section {
  readonly title: string;
  /** What the columns mean and what is aimed at. */
  readonly notes: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly verdicts?: readonly Verdict[];
  /** The same as numbers, for the JSON file. */
  readonly data: unknown;
}

const GAP = "  ";

/** A section as plain text: the first column to the left, numbers to the right. */
export function render({ title, notes, columns, rows, verdicts = [] }: Section): string {
  const lines = rows.length === 0 ? [] : [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const table = lines.map((line) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join(GAP)
      .trimEnd(),
  );
  return ["", `## ${title}`, ...notes, "", ...table, ...verdicts.map(sentence), ""].join("\n");
}

/** A section for a page of the documentation, where it stands below another heading. */
export function renderMarkdown({ title, notes, columns, rows, verdicts = [] }: Section): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const ruler = columns.map((_, at) => (at === 0 ? "---" : "---:"));
  const table = rows.length === 0 ? [] : [[columns, ruler, ...rows].map(line).join("\n")];
  const list = verdicts.map((verdict) => `- ${sentence(verdict)}`).join("\n");
  return [`### ${title}`, notes.join("\n"), ...table, ...(list === "" ? [] : [list])].join("\n\n");
}

function sentence({ goal, measured, isMet }: Verdict): string {
  const word = isMet === null ? "Not judged" : isMet ? "Met" : "Missed";
  return `${word}: ${goal}. Measured: ${measured}.`;
}

/** How many goals were reached, in words. */
export function verdictCounts(sections: readonly Section[]): string {
  const all = sections.flatMap(({ verdicts = [] }) => verdicts.map(({ isMet }) => isMet));
  const count = (isMet: boolean | null): number => all.filter((one) => one === isMet).length;
  return `${count(true)} met, ${count(false)} missed, ${count(null)} not judged`;
}

/** A number for a table: one decimal below ten, where it still says something. */
export function brief(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 1 : 0);
}

const BYTES_PER_MIB = 1024 * 1024;

export function mebibytes(bytes: number): string {
  return brief(bytes / BYTES_PER_MIB);
}
