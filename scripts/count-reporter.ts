import { writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** How many tests of one run passed, failed and were skipped, and which failed and why. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  readonly failures: string[];
}

/** Enough to see what was wrong where only the end of a run is kept. */
const MOST_REASON = 600;

/** Writes the counts of a run to the file named by SOFARR_COUNTS, so that several runs can be added up. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const counts: Counts = { passed: 0, failed: unhandled.length, skipped: 0, failures: [] };
    for (const error of unhandled) counts.failures.push(`unhandled: ${String(error)}`);
    for (const module of modules) {
      // A file that cannot even be loaded is a failure, too.
      if (module.errors().length > 0) {
        counts.failed += 1;
        counts.failures.push(`${module.relativeModuleId}: cannot be run`);
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== "pending") counts[state] += 1;
        if (state === "failed")
          counts.failures.push(`${module.relativeModuleId}: ${test.fullName}${reasonOf(test)}`);
      }
    }
    const file = process.env["SOFARR_COUNTS"];
    if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
  }
}

/** What the first error of a test says, with the lines in which two values differ. */
function reasonOf(test: TestCase): string {
  const [error] = test.result().errors ?? [];
  if (error === undefined) return "";
  const differing = stripVTControlCharacters(error.diff ?? "")
    .split("\n")
    .filter((line) => /^[-+]/u.test(line));
  const reason = [stripVTControlCharacters(error.message), ...differing].join("\n");
  return `\n${reason.slice(0, MOST_REASON)}`.replaceAll("\n", "\n    ");
}
