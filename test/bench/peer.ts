import { setTimeout as sleep } from "node:timers/promises";

import { flood, sofarrOn, type Contender, type Running } from "./contender.ts";
import { fetchFlood } from "./flood.ts";
import type { NewerRelease } from "../rig/rig.ts";
import type { Address, HouseholdFacts } from "./household-facts.ts";
import type { HouseholdLink } from "./household-link.ts";
import { brief, mebibytes, type Section } from "./report.ts";
import type { Memory } from "./process-meter.ts";
import { RealQbittorrent } from "./real-qbittorrent.ts";
import { median, quantile } from "./stats.ts";
import type { FirstFrame } from "./tab.ts";
import { ViewersLink } from "./viewers-link.ts";

const TABS = 25;
/** Flood's own; sofarr is told to keep the same. */
const POLL_INTERVAL_MS = 2_000;
const CHANGES = 50;
/** No divisor of the interval, so that changes meet every phase of it. */
const CHANGE_EVERY_MS = 373;
const SETTLE_MS = 5_000;
const MINUTE_MS = 60_000;

export interface PeerOptions {
  readonly downloads: number;
  /** How often each is started. */
  readonly starts: number;
  readonly firstFrames: number;
  /** How long nobody looks. */
  readonly idleMs: number;
  /** How long each crowd looks. */
  readonly watchedMs: number;
  /** How many changes are waited for. */
  readonly changes: number;
  /** Real ones as well, with so many torrents: of these Debian releases, `null` for the base one. */
  readonly realDownloads: number;
  readonly real: readonly (NewerRelease | null)[];
}

/** A qBittorrent that both look at, and what happens in it. */
export interface Scene {
  readonly title: string;
  readonly mediaServer: HouseholdFacts["mediaServer"];
  readonly client: Address;
  readonly downloads: number;
  /** Something happens to so many downloads. @returns which, and when in milliseconds since the epoch. */
  change(
    count: number,
    first: number,
  ): Promise<{ readonly ids: readonly string[]; readonly at: number }>;
}

/** While a crowd looks. */
interface Watched {
  readonly memory: Memory;
  readonly cpuSecondsPerMinute: number;
  readonly callsPerMinute: number;
  readonly upstreamBytesPerMinute: number;
  readonly wireBytesPerSecondPerTab: number;
}

/** All that is measured of one contender. */
interface Measured {
  readonly readyMs: readonly number[];
  /** From the spawn until a tab that was opened as soon as it was ready has the whole list. */
  readonly wholeListMs: number;
  readonly idle: Watched;
  readonly firstFrames: readonly FirstFrame[];
  readonly oneTab: Watched;
  readonly manyTabs: Watched;
  /** From a change to the event that told of it. */
  readonly delaysMs: readonly number[];
}

/** sofarr beside another server for the same client, one after the other in the same run. */
export async function* measurePeer(
  household: HouseholdLink,
  options: PeerOptions,
): AsyncGenerator<Section> {
  const trouble = await fetchFlood();
  if (trouble !== null) {
    yield skipped("Beside a peer", trouble);
    return;
  }
  const { downloads, realDownloads } = options;
  const { mediaServer, client } = await household.ask("open", {
    kind: "qbittorrent",
    downloads,
    people: 1,
  });
  yield await compare(household, options, {
    title: "a simulated qBittorrent 5.1",
    mediaServer,
    client,
    downloads,
    change: (count, first) => household.ask("change", count, first),
  });
  for (const release of options.real) {
    const real = await RealQbittorrent.start(release, realDownloads);
    if (typeof real === "string") {
      yield skipped(`Beside Flood: a real qBittorrent (${release ?? "base"})`, real);
      continue;
    }
    try {
      yield await compare(household, options, {
        title: `a real qBittorrent ${real.version}`,
        mediaServer,
        client: real.address,
        downloads: realDownloads,
        change: (count, first) => real.change(count, first),
      });
    } finally {
      await real.stop();
    }
  }
}

async function compare(
  household: HouseholdLink,
  options: PeerOptions,
  scene: Scene,
): Promise<Section> {
  const contenders = [flood, sofarrOn(scene.mediaServer)];
  const measured: Measured[] = [];
  for (const contender of contenders) {
    measured.push(await measure(household, options, scene, contender));
  }
  const [theirs, ours] = measured;
  if (theirs === undefined || ours === undefined) throw new Error("nobody was measured");
  return report(scene, options, theirs, ours);
}

async function measure(
  household: HouseholdLink,
  options: PeerOptions,
  scene: Scene,
  contender: Contender,
): Promise<Measured> {
  const client = { ...scene.client, url: await household.ask("count", scene.client.url) };
  const viewers = new ViewersLink();
  const readyMs: number[] = [];
  let running: Running | null = null;
  try {
    for (let start = 0; start < options.starts; start += 1) {
      await running?.stop();
      running = await contender.start(client, POLL_INTERVAL_MS);
      readyMs.push(running.process.readyMs);
    }
    if (running === null) throw new Error("nothing was started");
    const { process } = running;
    await viewers.ask("open", [await running.tab(scene.downloads)]);
    const wholeListMs = performance.now() - process.startedAt;
    await viewers.ask("closeAll");

    const look = (tabs: number, ms: number): Promise<Watched> =>
      watch(household, viewers, scene, process, tabs, ms);
    const idle = await look(0, options.idleMs);
    const firstFrames: FirstFrame[] = [];
    for (let frame = 0; frame < options.firstFrames; frame += 1) {
      firstFrames.push(...(await viewers.ask("open", [await running.tab(scene.downloads)])));
      await viewers.ask("closeAll");
    }
    await viewers.ask("open", [await running.tab(scene.downloads)]);
    const oneTab = await look(1, options.watchedMs);
    const delaysMs = await delays(viewers, scene, options.changes);
    const others: Awaited<ReturnType<Running["tab"]>>[] = [];
    while (others.length < TABS - 1) others.push(await running.tab(scene.downloads));
    await viewers.ask("open", others);
    const manyTabs = await look(TABS, options.watchedMs);
    return { readyMs, wholeListMs, idle, firstFrames, oneTab, manyTabs, delaysMs };
  } finally {
    viewers.end();
    await running?.stop();
  }
}

/** What it takes while so many tabs look and things change; without tabs nothing does. */
async function watch(
  household: HouseholdLink,
  viewers: ViewersLink,
  scene: Scene,
  process: Running["process"],
  tabs: number,
  ms: number,
): Promise<Watched> {
  const changing = new AbortController();
  const changes = tabs === 0 ? null : keepChanging(scene, changing.signal);
  await sleep(SETTLE_MS);
  const [before, bytesBefore] = [await household.ask("traffic"), await viewers.allBytes()];
  const [cpuBefore, startedAt] = [process.cpuSeconds(), performance.now()];
  const memory = await process.memoryOver(ms);
  const [cpu, lasted] = [process.cpuSeconds() - cpuBefore, performance.now() - startedAt];
  const [after, bytes] = [await household.ask("traffic"), (await viewers.allBytes()) - bytesBefore];
  changing.abort();
  await changes;
  const perMinute = (value: number): number => (value * MINUTE_MS) / lasted;
  return {
    memory,
    cpuSecondsPerMinute: perMinute(cpu),
    callsPerMinute: perMinute(after.calls - before.calls),
    upstreamBytesPerMinute: perMinute(after.bytes - before.bytes),
    wireBytesPerSecondPerTab: tabs === 0 ? 0 : (bytes * 1_000) / lasted / tabs,
  };
}

async function keepChanging(scene: Scene, signal: AbortSignal): Promise<void> {
  for (let first = 0; !signal.aborted; first += CHANGES) {
    await scene.change(CHANGES, first);
    await sleep(POLL_INTERVAL_MS, null, { signal }).catch(() => {});
  }
}

/** Changes one download after the other, each once. @returns how long it took until the first tab was told. */
async function delays(
  viewers: ViewersLink,
  scene: Scene,
  count: number,
): Promise<readonly number[]> {
  await sleep(SETTLE_MS);
  await viewers.ask("listen");
  const changedAt = new Map<string, number>();
  for (let change = 0; change < count; change += 1) {
    const { ids, at } = await scene.change(1, change);
    for (const id of ids) changedAt.set(id, at);
    await sleep(CHANGE_EVERY_MS);
  }
  await sleep(SETTLE_MS);
  return await viewers.delaysOf(changedAt);
}

/** One thing that is compared; less is better in all of them. */
interface Compared {
  readonly name: string;
  readonly of: (measured: Measured) => number;
  readonly write: (value: number) => string;
}

const kilobytes = (bytes: number): string => brief(bytes / 1_000);
const COMPARED: readonly Compared[] = [
  { name: "ready, ms", of: ({ readyMs }) => median(readyMs), write: brief },
  { name: "start to whole list, ms", of: ({ wholeListMs }) => wholeListMs, write: brief },
  { name: "RSS idle, MiB", of: ({ idle }) => idle.memory.now, write: mebibytes },
  { name: "RSS 1 viewer, MiB", of: ({ oneTab }) => oneTab.memory.now, write: mebibytes },
  { name: `RSS ${TABS} tabs, MiB`, of: ({ manyTabs }) => manyTabs.memory.now, write: mebibytes },
  { name: "CPU idle, s/min", of: ({ idle }) => idle.cpuSecondsPerMinute, write: fine },
  { name: "CPU 1 viewer, s/min", of: ({ oneTab }) => oneTab.cpuSecondsPerMinute, write: fine },
  {
    name: `CPU ${TABS} tabs, s/min`,
    of: ({ manyTabs }) => manyTabs.cpuSecondsPerMinute,
    write: fine,
  },
  {
    name: "first frame, ms",
    of: ({ firstFrames }) => median(firstFrames.map(({ ms }) => ms)),
    write: brief,
  },
  {
    name: "first frame, KB on the wire",
    of: ({ firstFrames }) => median(firstFrames.map(({ bytes }) => bytes)),
    write: kilobytes,
  },
  {
    name: "stream, KB/s (1 viewer)",
    of: ({ oneTab }) => oneTab.wireBytesPerSecondPerTab,
    write: kilobytes,
  },
  {
    name: `stream, KB/s per tab (${TABS})`,
    of: ({ manyTabs }) => manyTabs.wireBytesPerSecondPerTab,
    write: kilobytes,
  },
  { name: "calls/min idle", of: ({ idle }) => idle.callsPerMinute, write: brief },
  { name: "calls/min 1 viewer", of: ({ oneTab }) => oneTab.callsPerMinute, write: brief },
  { name: `calls/min ${TABS} tabs`, of: ({ manyTabs }) => manyTabs.callsPerMinute, write: brief },
  {
    name: "MB/min from the client (1 viewer)",
    of: ({ oneTab }) => oneTab.upstreamBytesPerMinute,
    write: (bytes) => fine(bytes / 1e6),
  },
  {
    name: "change to event p50, ms",
    of: ({ delaysMs }) => quantile(delaysMs, 0.5),
    write: brief,
  },
  {
    name: "change to event p95, ms",
    of: ({ delaysMs }) => quantile(delaysMs, 0.95),
    write: brief,
  },
];

function fine(value: number): string {
  return value.toFixed(2);
}

function report(
  scene: Scene,
  { starts, firstFrames, watchedMs, changes }: PeerOptions,
  theirs: Measured,
  ours: Measured,
): Section {
  const rows = COMPARED.map(({ name, of, write }) => {
    const ratio = of(ours) / of(theirs);
    return { name, theirs: write(of(theirs)), ours: write(of(ours)), ratio };
  });
  const behind = rows.filter(({ ratio }) => ratio > 1).map(({ name }) => name);
  return {
    title: `Beside ${flood.name}: ${scene.title} with ${scene.downloads.toLocaleString("en")} torrents`,
    notes: [
      `A poll every ${POLL_INTERVAL_MS} ms while somebody looks (Flood's default), ${CHANGES} changes each; one after the other, the same torrents.`,
      `Medians of ${starts} starts and ${firstFrames} first frames; ${watchedMs / 1_000} s with each crowd; ${changes} changes waited for. One admin who sees everything, in all tabs.`,
      "Flood answers before it has read anything: its whole list comes after two calls for each torrent.",
    ],
    columns: ["", flood.name, "sofarr", "ratio"],
    rows: rows.map(({ name, theirs, ours, ratio }) => [name, theirs, ours, ratio.toFixed(2)]),
    verdicts: [
      {
        goal: "ahead of the peer in each line (ratio under 1)",
        measured: behind.length === 0 ? "ahead in all" : `behind in: ${behind.join("; ")}`,
        isMet: behind.length === 0,
      },
    ],
    data: { scene: scene.title, downloads: scene.downloads, theirs, ours },
  };
}

function skipped(title: string, why: string): Section {
  return {
    title,
    notes: [`Skipped: ${why}`],
    columns: [],
    rows: [],
    verdicts: [{ goal: "ahead of the peer in each line", measured: "not measured", isMet: null }],
    data: { skipped: why },
  };
}
