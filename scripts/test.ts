import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Counts } from "./count-reporter.ts";

/** Everything there is: the gates, then every suite. At the end it says what failed, and how many passed and failed. */
const GATES = ["format:check", "lint", "types", "unused", "build"];
const SUITES = [
  "vitest.config.ts",
  "test/vitest.journeys.config.ts",
  "test/vitest.reliability.config.ts",
  "test/vitest.e2e.config.ts",
  "test/vitest.ship.config.ts",
  "test/rig/vitest.rig.config.ts",
];

/** Here a change is to be tried, not the luck of a seed: that is for `npm run test:reliability`. */
const SEEDS = { CHAOS_SEED: "4711", LONG_RUN_SEED: "4711" };

const folder = mkdtempSync(join(tmpdir(), "sofarr-test-"));
const total: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

for (const gate of GATES) {
  heading(gate);
  const { status } = spawnSync("npm", ["run", "--silent", gate], { stdio: "inherit" });
  total[status === 0 ? "passed" : "failed"] += 1;
  if (status !== 0) total.failures.push(gate);
}
for (const config of SUITES) {
  heading(config);
  const file = join(folder, "counts.json");
  rmSync(file, { force: true });
  const { status } = spawnSync(
    "vitest",
    ["run", "--config", config, "--reporter=default", "--reporter=./scripts/count-reporter.ts"],
    { stdio: "inherit", env: { ...SEEDS, ...process.env, SOFARR_COUNTS: file } },
  );
  const counts = readCounts(file);
  for (const name of ["passed", "failed", "skipped"] as const) total[name] += counts[name];
  total.failures.push(...counts.failures);
  if (status !== 0 && counts.failed === 0) {
    total.failed += 1;
    total.failures.push(`${config}: ended with ${status ?? "a signal"}`);
  }
}
rmSync(folder, { recursive: true, force: true });
for (const failure of total.failures) process.stdout.write(`\nfailed: ${failure}`);
process.stdout.write(
  `\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`,
);
process.exit(total.failed === 0 ? 0 : 1);

function heading(text: string): void {
  process.stdout.write(`\n── ${text}\n`);
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Counts;
  } catch {
    return { passed: 0, failed: 0, skipped: 0, failures: [] };
  }
}
