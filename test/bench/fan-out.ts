import { environmentOf, personName } from "./household-facts.ts";
import type { HouseholdLink } from "./household-link.ts";
import { brief, mebibytes, type Section } from "./report.ts";
import { ServerProcess, type LoopDelay } from "./server-process.ts";
import { sofarrTab } from "./sofarr-tabs.ts";
import type { TabOptions } from "./tab.ts";
import { ViewersLink } from "./viewers-link.ts";
import { setTimeout as sleep } from "node:timers/promises";

const PEOPLE = 100;
const POLL_INTERVAL_MS = 1_000;
const CHANGES = 50;
const SETTLE_MS = 4_000;
const OPEN_AT_A_TIME = 20;

/** So many people with so many tabs each; nobody may have more than a handful or two. */
const CROWDS = [
  { people: 1, tabs: 1 },
  { people: 5, tabs: 10 },
  { people: 50, tabs: 1 },
  { people: 100, tabs: 1 },
  { people: 100, tabs: 10 },
] as const;

/** A thousand viewers may cost so many times what the hundred people among them cost with one tab each. */
const MOST_FOR_TEN_TABS = 2;
const MOST_LOOP_DELAY_MS = 100;

export interface FanOutOptions {
  readonly downloads: number;
  readonly watchedMs: number;
}

interface FanOutResult {
  readonly people: number;
  readonly tabs: number;
  readonly cpuMsPerUpdate: number;
  readonly loopDelay: LoopDelay;
  readonly rssBytes: number;
  readonly bytesPerSecondPerTab: number;
}

/** What one update costs the server, however many look: identical views are computed and encoded once. */
export async function* measureFanOut(
  household: HouseholdLink,
  options: FanOutOptions,
): AsyncGenerator<Section> {
  const { downloads } = options;
  const facts = await household.ask("open", { kind: "qbittorrent", downloads, people: PEOPLE });
  const results: FanOutResult[] = [];
  for (const crowd of CROWDS) {
    const server = await ServerProcess.start(
      {
        ...environmentOf(facts),
        POLL_INTERVAL: String(POLL_INTERVAL_MS),
        // Each person comes from an address of their own, as behind a proxy: limits are per address.
        TRUST_PROXY: "1",
      },
      { measuresLoop: true },
    );
    const viewers = new ViewersLink();
    try {
      await viewers.ask("open", await tabsOf(server, crowd, downloads / PEOPLE), OPEN_AT_A_TIME);
      results.push({ ...crowd, ...(await watch(household, server, viewers, options)) });
    } finally {
      await household.ask("rest");
      viewers.end();
      await server.stop();
    }
  }
  yield report(options, results);
}

async function tabsOf(
  server: ServerProcess,
  { people, tabs }: (typeof CROWDS)[number],
  items: number,
): Promise<TabOptions[]> {
  const all: TabOptions[] = [];
  for (let person = 0; person < people; person += 1) {
    const address = `10.20.${Math.floor(person / 200)}.${(person % 200) + 1}`;
    const browser = await server.signIn(personName(person), address);
    const tab = sofarrTab(server.url, browser, items, { address });
    for (let at = 0; at < tabs; at += 1) all.push(tab);
  }
  return all;
}

async function watch(
  household: HouseholdLink,
  server: ServerProcess,
  viewers: ViewersLink,
  { watchedMs }: FanOutOptions,
): Promise<Omit<FanOutResult, "people" | "tabs">> {
  await household.ask("keepChanging", CHANGES, POLL_INTERVAL_MS);
  await sleep(SETTLE_MS);
  const answers = async (): Promise<number> => (await household.ask("answers")).length;
  const { wireBytes } = await viewers.ask("takenIn");
  const [bytesBefore, pollsBefore] = [await viewers.allBytes(), await answers()];
  await server.loopDelay();
  const [cpuBefore, startedAt] = [server.process.cpuSeconds(), performance.now()];
  const { now } = await server.memoryOver(watchedMs);
  const cpuMs = (server.process.cpuSeconds() - cpuBefore) * 1_000;
  const seconds = (performance.now() - startedAt) / 1_000;
  const loopDelay = await server.loopDelay();
  const bytes = (await viewers.allBytes()) - bytesBefore;
  const updates = (await answers()) - pollsBefore;
  return {
    cpuMsPerUpdate: cpuMs / updates,
    loopDelay,
    rssBytes: now,
    bytesPerSecondPerTab: bytes / seconds / wireBytes.length,
  };
}

function report(
  { downloads, watchedMs }: FanOutOptions,
  results: readonly FanOutResult[],
): Section {
  const [alone] = results;
  const costOf = (people: number, tabs: number): number =>
    results.find((one) => one.people === people && one.tabs === tabs)?.cpuMsPerUpdate ?? Number.NaN;
  const forTabs = costOf(100, 10) / costOf(100, 1);
  const latest = Math.max(...results.map(({ loopDelay }) => loopDelay.p99));
  return {
    title: "Fan-out: what one update costs, by how many look",
    notes: [
      `${downloads.toLocaleString("en")} downloads of ${PEOPLE} people, qBittorrent, Sonarr and Radarr, a poll every ${POLL_INTERVAL_MS} ms, ${CHANGES} changes each; ${watchedMs / 1_000} s with each crowd, the tabs in a process of their own.`,
      "Processor time of the whole server, polling included, for each poll of the client; how late its event loop came, in milliseconds.",
    ],
    columns: [
      "people x tabs",
      "CPU ms",
      "to 1 viewer",
      "us per viewer more",
      "loop p50",
      "loop p99",
      "loop most",
      "RSS MiB",
      "KB/s per tab",
    ],
    rows: results.map((one) => {
      const more = one.cpuMsPerUpdate - (alone?.cpuMsPerUpdate ?? 0);
      const viewers = one.people * one.tabs;
      return [
        `${one.people} x ${one.tabs}`,
        brief(one.cpuMsPerUpdate),
        (one.cpuMsPerUpdate / (alone?.cpuMsPerUpdate ?? Number.NaN)).toFixed(2),
        viewers === 1 ? "" : brief((more * 1_000) / (viewers - 1)),
        ...[one.loopDelay.p50, one.loopDelay.p99, one.loopDelay.most].map(brief),
        mebibytes(one.rssBytes),
        (one.bytesPerSecondPerTab / 1_000).toFixed(2),
      ];
    }),
    verdicts: [
      {
        goal: `identical views are encoded once: ten tabs each cost 100 people at most ${MOST_FOR_TEN_TABS} times one tab each`,
        measured: `${forTabs.toFixed(2)} times`,
        isMet: forTabs <= MOST_FOR_TEN_TABS,
      },
      {
        goal: `the event loop is at most ${MOST_LOOP_DELAY_MS} ms late in 99 of 100 turns, with 1,000 viewers too`,
        measured: `${brief(latest)} ms`,
        isMet: latest <= MOST_LOOP_DELAY_MS,
      },
    ],
    data: results,
  };
}
