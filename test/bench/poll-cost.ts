import { loadConfig } from "../../packages/server/src/config/load-config.ts";
import { connect, everyOf } from "../../packages/server/src/server.ts";
import {
  ARRS,
  DOWNLOAD_CLIENTS,
  REQUEST_MANAGERS,
} from "../../packages/server/src/upstreams/index.ts";
import type { Connections } from "../../packages/server/src/upstreams/connected.ts";
import { BarePoll, type BareTimes } from "./bare-poll.ts";
import { environmentOf, personName, type HouseholdFacts } from "./household-facts.ts";
import type { HouseholdLink } from "./household-link.ts";
import type { ClientKind } from "./household.ts";
import { PollPipeline, type Stages } from "./poll-pipeline.ts";
import { brief, mebibytes, type Section } from "./report.ts";
import { mean, sweep } from "./stats.ts";
import { StepClock } from "./step-clock.ts";

const PEOPLE = 25;
const CHANGES = 50;
/** Series and movies, as in a very large household; half and half the *arrs' affair. */
const TITLES = 10_000;
/** Reading all may cost so many times what is unavoidable. */
const MOST_FOR_ALL = 2;
/** Reading a step may cost so many times as much among the most downloads as among a thousand. */
const MOST_GROWTH = 1.5;
const FEW_DOWNLOADS = 1_000;
/** Nothing becomes old between two polls … */
const SMALL_STEP_MS = 100;
/** … or everything does, so that a client which reads steps reads all again. */
const LARGE_STEP_MS = 6 * 60_000;
/** Two different polls are recorded and played in turn, so that each brings the same number of changes. */
const RECORDED_POLLS = 2;
/** Fewer of the large ones: about this many downloads are read in all, and before that to warm up. */
const DOWNLOADS_READ = 60_000;
const DOWNLOADS_OF_WARM_UP = 40_000;
const FEWEST_POLLS = 8;
const MOST_POLLS = 100;

/** One line of the table: whose polls, reading all or the step, and who watches. */
interface Case {
  readonly name: string;
  readonly kind: ClientKind;
  readonly measured: "client" | "sonarr";
  readonly isFullRead: boolean;
  readonly viewers: number;
}

const CASE = { measured: "client", isFullRead: false, viewers: 1 } as const;
const CASES: readonly Case[] = [
  { ...CASE, name: "qBittorrent, all", kind: "qbittorrent", isFullRead: true },
  { ...CASE, name: "qBittorrent, step", kind: "qbittorrent" },
  { ...CASE, name: "same, 25 viewers", kind: "qbittorrent", viewers: PEOPLE },
  { ...CASE, name: "Sonarr queue", kind: "qbittorrent", measured: "sonarr" },
  {
    ...CASE,
    name: "Sonarr, library too",
    kind: "qbittorrent",
    measured: "sonarr",
    isFullRead: true,
  },
  { ...CASE, name: "Transmission, all", kind: "transmission", isFullRead: true },
  { ...CASE, name: "Transmission, step", kind: "transmission" },
  { ...CASE, name: "rTorrent (XML)", kind: "rtorrent" },
  { ...CASE, name: "SABnzbd", kind: "sabnzbd" },
];

/** Parts of the stages, measured apart. */
interface Parts {
  /** Of the snapshot. */
  readonly match: number;
  /** Of the frame. */
  readonly encode: number;
}

interface CaseResult {
  readonly name: string;
  readonly downloads: number;
  readonly changedItems: number;
  readonly answerBytes: number;
  readonly bare: BareTimes;
  readonly poll: Stages & Parts;
  readonly ratio: number;
}

/** The columns of a poll. */
const STAGES = [
  ["read", "read"],
  ["snapshot", "snapshot"],
  ["match", "(match)"],
  ["frame", "frame"],
  ["encode", "(encode)"],
  ["total", "poll"],
] as const;

/** What one poll costs from the first byte asked for to the last frame written, and what of it is unavoidable. */
export async function* measurePollCost(
  household: HouseholdLink,
  { sizes }: { readonly sizes: readonly number[] },
): AsyncGenerator<Section> {
  const all: CaseResult[] = [];
  for (const downloads of sizes) {
    const results: CaseResult[] = [];
    for (const one of CASES) results.push(await measureCase(household, one, downloads));
    all.push(...results);
    yield report(downloads, results);
  }
  yield reportGrowth(sizes, all);
}

async function measureCase(
  household: HouseholdLink,
  one: Case,
  downloads: number,
): Promise<CaseResult> {
  const { kind, measured, viewers } = one;
  const facts = await household.ask("open", {
    kind,
    downloads,
    people: PEOPLE,
    titles: TITLES,
  });
  const tapeUrl = await household.ask("record", facts[measured].url);
  const clock = new StepClock();
  const connections = connectionsTo(
    { ...facts, [measured]: { ...facts[measured], url: tapeUrl } },
    clock,
  );
  const people = Array.from({ length: viewers }, (_, at) => personName(at));
  const pipeline = new PollPipeline({ connections, clock, people: viewers === 1 ? [] : people });
  const poll = async (): Promise<Stages> => {
    clock.step(one.isFullRead ? LARGE_STEP_MS : SMALL_STEP_MS);
    sweep();
    return await pipeline.poll(`${facts[measured].kind}-main`);
  };

  await pipeline.start();
  for (let recorded = 0; recorded < RECORDED_POLLS; recorded += 1) {
    await household.ask("change", CHANGES);
    await household.ask("nextPoll");
    await poll();
  }
  const bare = new BarePoll(tapeUrl, await household.ask("play"));
  const bareTimes: BareTimes[] = [];
  const stages: (Stages & Parts)[] = [];
  const rounds = pollsThatRead(DOWNLOADS_READ, downloads);
  for (let round = -pollsThatRead(DOWNLOADS_OF_WARM_UP, downloads); round < rounds; round += 1) {
    sweep();
    const [bareTime, stage] = [await bare.poll(), await poll()];
    const parts = { match: pipeline.matchAgain(), encode: pipeline.encodeAgain() };
    if (round < 0) continue;
    bareTimes.push(bareTime);
    stages.push({ ...stage, ...parts });
  }
  const changedItems = Object.keys(pipeline.lastPatch()?.set ?? {}).length;
  await pipeline.stop();
  await Promise.all(everyOf(connections).map(({ upstream }) => upstream.close()));
  bare.end();
  const bareMean = means(bareTimes, ["fetch", "parse", "total"]);
  const pollMean = means(
    stages,
    STAGES.map(([stage]) => stage),
  );
  return {
    name: one.name,
    downloads,
    changedItems,
    answerBytes: bare.bytes,
    bare: bareMean,
    poll: pollMean,
    ratio: pollMean.total / bareMean.total,
  };
}

function pollsThatRead(inAll: number, downloads: number): number {
  return Math.max(FEWEST_POLLS, Math.min(MOST_POLLS, Math.floor(inAll / downloads)));
}

/** The upstreams of a household as the server connects them, by another clock. */
function connectionsTo(facts: HouseholdFacts, clock: StepClock): Connections {
  const config = loadConfig(environmentOf(facts), {
    arrs: ARRS,
    downloadClients: DOWNLOAD_CLIENTS,
    requestManagers: REQUEST_MANAGERS,
  });
  const log = { debug: () => {}, info: () => {}, warn: () => {} };
  return connect(config, () => ({ now: () => clock.now(), log }));
}

function means<K extends string>(
  many: readonly Readonly<Record<K, number>>[],
  names: readonly K[],
): Record<K, number> {
  return Object.fromEntries(
    names.map((name) => [name, mean(many.map((one) => one[name]))]),
  ) as Record<K, number>;
}

function report(downloads: number, results: readonly CaseResult[]): Section {
  return {
    title: `Cost of one poll at ${downloads.toLocaleString("en")} downloads`,
    notes: [
      `${CHANGES} changes a poll; all of it in the queues of a Sonarr and a Radarr with ${TITLES.toLocaleString("en")} series and movies; means of computing time in milliseconds.`,
      '"all" reads the whole list, "step" what changed; "set" downloads are in the (last) frame.',
      "ratio: the poll to bare fetch and JSON.parse of the same answers (XML: to fetch and our XML reader alone).",
      '"match" is a part of snapshot and "encode" of frame, each measured apart.',
    ],
    columns: ["", "set", "MiB", "fetch", "parse", ...STAGES.map(([, title]) => title), "ratio"],
    rows: results.map(({ name, changedItems, answerBytes, bare, poll, ratio }) => [
      name,
      String(changedItems),
      mebibytes(answerBytes),
      brief(bare.fetch),
      brief(bare.parse),
      ...STAGES.map(([stage]) => brief(poll[stage])),
      ratio.toFixed(2),
    ]),
    data: results,
  };
}

/** The same cases side by side at every size, and what is aimed at. */
function reportGrowth(sizes: readonly number[], results: readonly CaseResult[]): Section {
  const at = (name: string, downloads: number): CaseResult | undefined =>
    results.find((one) => one.name === name && one.downloads === downloads);
  const cells = (name: string, write: (result: CaseResult) => string): string[] =>
    sizes.map((size) => {
      const result = at(name, size);
      return result === undefined ? "" : write(result);
    });
  const steps = CASES.filter(({ name }) => name.includes("step") || name.includes("viewers"));
  const full = CASES.filter((one) => !steps.includes(one));
  const fullRatios = full.map(({ name }) => ({
    name,
    most: Math.max(...results.filter((one) => one.name === name).map(({ ratio }) => ratio)),
  }));
  const few = sizes.find((size) => size >= FEW_DOWNLOADS) ?? 0;
  const many = sizes.at(-1) ?? 0;
  const growth = steps.map(({ name }) => ({
    name,
    times: (at(name, many)?.poll.total ?? Number.NaN) / (at(name, few)?.poll.total ?? Number.NaN),
  }));
  const isComparable = many > few;
  return {
    title: "Cost of one poll, by the number of downloads",
    notes: [
      "Milliseconds of computing for a step; the ratio to bare fetch and JSON.parse where everything is read.",
    ],
    columns: ["", ...sizes.map((size) => size.toLocaleString("en"))],
    rows: [
      ...steps.map(({ name }) => [
        `${name}, ms`,
        ...cells(name, ({ poll }) => poll.total.toFixed(2)),
      ]),
      ...full.map(({ name }) => [
        `${name}, ratio`,
        ...cells(name, ({ ratio }) => ratio.toFixed(2)),
      ]),
    ],
    verdicts: [
      ...fullRatios.map(({ name, most }) => ({
        goal: `${name}: at most ${MOST_FOR_ALL} times bare fetch and parse`,
        measured: `up to ${most.toFixed(2)} times`,
        isMet: most <= MOST_FOR_ALL,
      })),
      ...growth.map(({ name, times }) => ({
        goal: `${name}: at ${many.toLocaleString("en")} at most ${MOST_GROWTH} times what it costs at ${few.toLocaleString("en")}`,
        measured: isComparable ? `${times.toFixed(2)} times` : "one size only",
        isMet: isComparable ? times <= MOST_GROWTH : null,
      })),
    ],
    data: { fullRatios, growth },
  };
}
