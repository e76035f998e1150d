import { setTimeout as sleep } from "node:timers/promises";

import type { DashboardPatch, NormalizedDownload } from "@sofarr/contract";

import { Browser, type Stream } from "../journeys/browser.ts";
import { ADMIN, environmentOf, PASSWORD } from "./household-facts.ts";
import type { HouseholdLink } from "./household-link.ts";
import { brief, type Section } from "./report.ts";
import { ServerProcess } from "./server-process.ts";
import { quantile } from "./stats.ts";

const POLL_INTERVAL_MS = 1_000;
/** No divisor of the interval, so that changes meet every phase of it. */
const CHANGE_EVERY_MS = 173;
const SETTLE_MS = 3_000;
const MOST_OVER_MS = 100;

export interface FreshnessOptions {
  readonly downloads: number;
  readonly changes: number;
}

/** From a change in a download client to the frame that tells it, through the real server over real HTTP. */
export async function* measureFreshness(
  household: HouseholdLink,
  { downloads, changes }: FreshnessOptions,
): AsyncGenerator<Section> {
  const facts = await household.ask("open", { kind: "qbittorrent", downloads, people: 1 });
  const server = await ServerProcess.start({
    ...environmentOf(facts),
    POLL_INTERVAL: String(POLL_INTERVAL_MS),
  });
  const browser = new Browser(server.url);
  try {
    await browser.login(ADMIN, PASSWORD);
    const stream = await browser.stream("?delta=1&showAll=true");
    await stream.until(() => stream.view().size === downloads, "the whole list");
    await sleep(SETTLE_MS);
    const before = stream.view();
    const changedAt = new Map<string, number>();
    for (let change = 0; change < changes; change += 1) {
      const { ids, at } = await household.ask("change", 1, change);
      for (const id of ids) changedAt.set(`qbittorrent-main/${id}`, at);
      await sleep(CHANGE_EVERY_MS);
    }
    await sleep(SETTLE_MS);
    stream.close();
    yield report(downloads, delaysOf(stream, before, changedAt, await household.ask("answers")));
  } finally {
    await server.stop();
  }
}

interface Delay {
  /** From the change to the frame. */
  readonly totalMs: number;
  /** From the client's answer that held the change to the frame. */
  readonly oursMs: number;
}

/** Each download changes once, so the first frame that says anything but `before` tells of the change. */
function delaysOf(
  stream: Stream,
  before: ReadonlyMap<string, NormalizedDownload>,
  changedAt: ReadonlyMap<string, number>,
  answeredAt: readonly number[],
): readonly Delay[] {
  const patches = stream.events
    .filter(({ event }) => event === "patch")
    .map(({ at, data }) => ({ at, set: (JSON.parse(data) as DashboardPatch).set }));
  return [...changedAt].map(([key, changed]) => {
    const old = before.get(key)?.downloaded;
    const patch = patches.find(({ set }) => (set[key]?.downloaded ?? old) !== old);
    if (patch === undefined) throw new Error(`no frame told of ${key}`);
    const answered = answeredAt.findLast((at) => at <= patch.at) ?? Number.NaN;
    return { totalMs: patch.at - changed, oursMs: patch.at - answered };
  });
}

function report(downloads: number, delays: readonly Delay[]): Section {
  const shares = [0, 0.5, 0.95, 1];
  const row = (name: string, times: readonly number[]): string[] => [
    name,
    ...shares.map((share) => brief(quantile(times, share))),
  ];
  const over = quantile(
    delays.map(({ totalMs }) => totalMs - POLL_INTERVAL_MS),
    1,
  );
  return {
    title: "From a change in qBittorrent to the frame",
    notes: [
      `${delays.length} changes among ${downloads.toLocaleString("en")} downloads, POLL_INTERVAL ${POLL_INTERVAL_MS}, an admin who sees all of them; milliseconds.`,
    ],
    columns: ["", "least", "p50", "p95", "most"],
    rows: [
      row(
        "change to frame",
        delays.map(({ totalMs }) => totalMs),
      ),
      row(
        "of it ours: answer to frame",
        delays.map(({ oursMs }) => oursMs),
      ),
    ],
    verdicts: [
      {
        goal: `at most one poll interval and ${MOST_OVER_MS} ms`,
        measured: `the latest was ${brief(Math.abs(over))} ms ${over > 0 ? "beyond" : "within"} the interval`,
        isMet: over <= MOST_OVER_MS,
      },
    ],
    data: { pollIntervalMs: POLL_INTERVAL_MS, delays },
  };
}
