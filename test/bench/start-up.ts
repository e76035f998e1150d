import { spawn } from "node:child_process";
import { once } from "node:events";

import { environmentOf } from "./household-facts.ts";
import type { HouseholdLink } from "./household-link.ts";
import { brief, type Section } from "./report.ts";
import { STARTED_AS, ServerProcess } from "./server-process.ts";
import { median, quantile } from "./stats.ts";

const NAMES = ["main", "second", "third"];
const PEOPLE = 3;
const DOWNLOADS = 100;
const UPSTREAM_KINDS = 3;
const GOAL_MS = 500;

/** From the start of the process to `/ready`, beside a bare start of Node in the same minutes. */
export async function* measureStartUp(
  household: HouseholdLink,
  { rounds }: { readonly rounds: number },
): AsyncGenerator<Section> {
  const facts = await household.ask("open", {
    kind: "qbittorrent",
    downloads: DOWNLOADS,
    people: PEOPLE,
  });
  const environment = environmentOf(facts, NAMES);
  const bare: number[] = [];
  const ready: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareStart());
    const server = await ServerProcess.start(environment);
    ready.push(server.readyMs);
    await server.stop();
  }
  const ratio = median(ready) / median(bare);
  const row = (name: string, times: readonly number[]): string[] => [
    name,
    ...[0, 0.5, 1].map((share) => brief(quantile(times, share))),
  ];
  yield {
    title: "Start to /ready",
    notes: [
      `${STARTED_AS} with ${UPSTREAM_KINDS * NAMES.length} instances and a media server, ${rounds} starts, milliseconds.`,
    ],
    columns: ["", "least", "median", "most", "ratio"],
    rows: [
      [...row("node -e 0", bare), "1"],
      [...row("sofarr", ready), brief(ratio)],
    ],
    verdicts: [
      {
        goal: `ready within ${GOAL_MS} ms (median)`,
        measured: `${brief(median(ready))} ms`,
        isMet: median(ready) <= GOAL_MS,
      },
    ],
    data: { bareMs: bare, readyMs: ready, ratio },
  };
}

async function bareStart(): Promise<number> {
  const startedAt = performance.now();
  await once(spawn(process.execPath, ["-e", "0"]), "exit");
  return performance.now() - startedAt;
}
