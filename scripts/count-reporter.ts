import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** How many tests of one run passed, failed and were skipped, and which failed. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  readonly failures: string[];
}

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
          counts.failures.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
    }
    const file = process.env["SOFARR_COUNTS"];
    if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
  }
}
