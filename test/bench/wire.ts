import { setTimeout as sleep } from "node:timers/promises";

import { ADMIN, environmentOf, personName } from "./household-facts.ts";
import type { HouseholdLink } from "./household-link.ts";
import { brief, type Section } from "./report.ts";
import { ServerProcess } from "./server-process.ts";
import { sofarrTab } from "./sofarr-tabs.ts";
import type { FirstFrame, TabOptions } from "./tab.ts";
import { ViewersLink } from "./viewers-link.ts";

/** A hundred people share the downloads, so that each has 50 of 5,000, and 20 of them run. */
const PEOPLE = 100;
const ACTIVE = 20;
/** The server's default, and a hasty one. */
const POLL_INTERVALS_MS = [5_000, 1_000];
const SETTLE_MS = 3_000;

const PERSON_FRAME_GOAL = 15_000;
const PERSON_RATE_GOAL = 1_000;
const ADMIN_FRAME_GOAL = 350_000;

export interface WireOptions {
  readonly downloads: number;
  readonly watchedMs: number;
}

interface WireResult {
  readonly who: string;
  readonly items: number;
  readonly active: number;
  readonly pollIntervalMs: number;
  readonly firstFrame: FirstFrame;
  readonly bytesPerSecond: number;
}

/** What goes over the wire to one tab, compressed as a browser negotiates it. */
export async function* measureWire(
  household: HouseholdLink,
  options: WireOptions,
): AsyncGenerator<Section> {
  const results: WireResult[] = [];
  for (const pollIntervalMs of POLL_INTERVALS_MS) {
    results.push(...(await measureAt(household, options, pollIntervalMs)));
  }
  yield report(options, results);
}

async function measureAt(
  household: HouseholdLink,
  { downloads, watchedMs }: WireOptions,
  pollIntervalMs: number,
): Promise<WireResult[]> {
  const facts = await household.ask("open", { kind: "qbittorrent", downloads, people: PEOPLE });
  const server = await ServerProcess.start({
    ...environmentOf(facts),
    POLL_INTERVAL: String(pollIntervalMs),
  });
  const viewers = new ViewersLink();
  const look = async (
    who: string,
    tab: TabOptions,
    active: number,
    person: number | null,
  ): Promise<WireResult> => {
    const [firstFrame] = await viewers.ask("open", [tab]);
    if (firstFrame === undefined) throw new Error("no first frame");
    await household.ask("keepChanging", active, pollIntervalMs, person);
    await sleep(SETTLE_MS);
    const [before, startedAt] = [await viewers.firstTabBytes(), performance.now()];
    await sleep(watchedMs);
    const seconds = (performance.now() - startedAt) / 1_000;
    const bytesPerSecond = ((await viewers.firstTabBytes()) - before) / seconds;
    await household.ask("rest");
    await viewers.ask("closeAll");
    return { who, items: tab.items, active, pollIntervalMs, firstFrame, bytesPerSecond };
  };
  try {
    const own = downloads / PEOPLE;
    const person = sofarrTab(server.url, await server.signIn(personName(0)), own);
    const admin = sofarrTab(server.url, await server.signIn(ADMIN), downloads, { showAll: true });
    return [
      await look("a person", person, ACTIVE, 0),
      await look("an admin", admin, 2 * ACTIVE + 10, null),
    ];
  } finally {
    viewers.end();
    await server.stop();
  }
}

function report({ watchedMs }: WireOptions, results: readonly WireResult[]): Section {
  const at = (who: string): WireResult | undefined => results.find((one) => one.who === who);
  const verdict = (goal: string, bytes: number | undefined, most: number, unit: string) => ({
    goal: `${goal}, at most ${most / 1_000} ${unit}`,
    measured: bytes === undefined ? "nothing" : `${brief(bytes / 1_000)} ${unit}`,
    isMet: bytes === undefined ? null : bytes <= most,
  });
  return {
    title: "Bytes on the wire of one tab",
    notes: [
      "qBittorrent, Sonarr and Radarr; `Accept-Encoding: gzip, deflate, br`; with heads and chunks, as the socket counts them.",
      `Active downloads change once a poll (progress, speed, time left, now and then the swarm); ${watchedMs / 1_000} s each. 1 KB = 1,000 bytes.`,
    ],
    columns: ["", "poll ms", "items", "active", "encoding", "text KB", "first frame KB", "KB/s"],
    rows: results.map(({ who, pollIntervalMs, items, active, firstFrame, bytesPerSecond }) => [
      who,
      String(pollIntervalMs),
      String(items),
      String(active),
      firstFrame.encoding,
      brief(firstFrame.textBytes / 1_000),
      brief(firstFrame.bytes / 1_000),
      (bytesPerSecond / 1_000).toFixed(2),
    ]),
    verdicts: [
      verdict(
        "first frame of a person with 50 of 5,000",
        at("a person")?.firstFrame.bytes,
        PERSON_FRAME_GOAL,
        "KB",
      ),
      verdict(
        `their stream with ${ACTIVE} active, at the default pace`,
        at("a person")?.bytesPerSecond,
        PERSON_RATE_GOAL,
        "KB/s",
      ),
      verdict(
        "first frame of an admin with all 5,000",
        at("an admin")?.firstFrame.bytes,
        ADMIN_FRAME_GOAL,
        "KB",
      ),
    ],
    data: results,
  };
}
