import { expect, test } from "vitest";

import type { Census } from "./census.ts";
import { runChaos, type ChaosReport } from "./chaos.ts";
import { whatGrew } from "./growth.ts";

/** Given to repeat a run, or to run for longer. */
const SEED = Number(process.env["CHAOS_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const SECONDS = Number(process.env["CHAOS_SECONDS"] ?? 60);
/** Starting, calming down and ending take time of their own. */
const OVERHEAD_MS = 240_000;
/** What must not grow while the household has ever new downloads, of which the *arrs' history tells for a month. */
const FLAT = ["heap bytes", "promises", "abort signals", "timers", "streams", "listeners"];
/** Fewer calms than this tell growth and chance not apart. */
const ENOUGH_CALMS = 9;
const MOST_HEAP = 1.25;

test(
  `fifty tabs watch while everything goes wrong (CHAOS_SEED=${SEED} CHAOS_SECONDS=${SECONDS})`,
  async () => {
    process.stdout.write(`chaos with CHAOS_SEED=${SEED}\n`);
    const report = await runChaos({ seed: SEED, seconds: SECONDS });
    tell(report);
    expect(report.complaints).toEqual([]);
    expect(report).toMatchObject({ stderr: "", exitCode: 0 });
    const censuses = report.censuses.map(flatPartOf);
    const [first, last] = [censuses[0], censuses.at(-1)];
    expect((last?.["heap bytes"] ?? 0) / (first?.["heap bytes"] ?? 1)).toBeLessThan(MOST_HEAP);
    if (censuses.length >= ENOUGH_CALMS) expect(whatGrew(censuses)).toEqual([]);
  },
  SECONDS * 3_000 + OVERHEAD_MS,
);

function flatPartOf(census: Census): Census {
  return Object.fromEntries(FLAT.map((name) => [name, census[name] ?? 0]));
}

/** What happened, in numbers; and, if something was wrong, the story that led to it. */
function tell({ deeds, censuses, complaints, story }: ChaosReport): void {
  const megabytes = censuses.map((census) => Math.round((census["heap bytes"] ?? 0) / 1024 / 1024));
  process.stdout.write(`${JSON.stringify(deeds)}; heap in MB: ${megabytes.join(", ")}\n`);
  if (complaints.length > 0) process.stdout.write(`${story.join("\n")}\n`);
}
