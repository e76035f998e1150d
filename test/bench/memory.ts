import { setTimeout as sleep } from "node:timers/promises";

import { Browser, type Stream } from "../journeys/browser.ts";
import { ADMIN, environmentOf, PASSWORD, personName } from "./household-facts.ts";
import { HouseholdLink } from "./household-link.ts";
import { mebibytes, type Section } from "./report.ts";
import { ServerProcess, type Memory } from "./server-process.ts";

const PEOPLE = 25;
const POLL_INTERVAL_MS = 1_000;
const CHANGES_PER_POLL = 50;

export interface MemoryOptions {
  readonly sizes: readonly number[];
  /** How long nobody looks before the first look. */
  readonly idleMs: number;
  /** How many polls each crowd watches. */
  readonly polls: number;
}

interface MemoryResult {
  readonly downloads: number;
  readonly ready: Memory;
  readonly idle: Memory;
  readonly oneViewer: Memory;
  readonly manyViewers: Memory;
  readonly afterwards: Memory;
}

/** Resident memory of the server process while nobody, one and many look, and when they have gone. */
export async function* measureMemory(options: MemoryOptions): AsyncGenerator<Section> {
  const results = await Promise.all(options.sizes.map((size) => measureSize(size, options)));
  yield {
    title: "Resident memory",
    notes: [
      `qBittorrent and Sonarr with all of it queued, a poll every ${POLL_INTERVAL_MS} ms while somebody looks, ${CHANGES_PER_POLL} changes each; MiB.`,
      `Idle is with nobody there for ${options.idleMs / 1000} s; each crowd stays for ${options.polls} polls.`,
      "Aim: under 120 MB (114 MiB) idle with 1,000 downloads.",
    ],
    columns: ["downloads", "ready", "idle", "1 viewer", `${PEOPLE} viewers`, "afterwards", "peak"],
    rows: results.map((result) => [
      result.downloads.toLocaleString("en"),
      ...[result.ready, result.idle, result.oneViewer, result.manyViewers, result.afterwards].map(
        ({ now }) => mebibytes(now),
      ),
      mebibytes(result.afterwards.peak),
    ]),
    data: results,
  };
}

async function measureSize(
  downloads: number,
  { idleMs, polls }: MemoryOptions,
): Promise<MemoryResult> {
  const household = new HouseholdLink();
  const facts = await household.ask("open", { kind: "qbittorrent", downloads, people: PEOPLE });
  const server = await ServerProcess.start({
    ...environmentOf(facts),
    POLL_INTERVAL: String(POLL_INTERVAL_MS),
  });
  const watched = async (streams: readonly Stream[]): Promise<Memory> => {
    for (let poll = 0; poll < polls; poll += 1) {
      await household.ask("change", CHANGES_PER_POLL, poll * CHANGES_PER_POLL);
      await sleep(POLL_INTERVAL_MS);
    }
    const memory = server.memory();
    for (const stream of streams) stream.close();
    return memory;
  };
  try {
    const ready = server.memory();
    const idle = await server.memoryOver(idleMs);
    const oneViewer = await watched([await watch(server.url, ADMIN, "?delta=1&showAll=true")]);
    const crowd: Stream[] = [];
    for (let at = 0; at < PEOPLE; at += 1) {
      crowd.push(await watch(server.url, personName(at), "?delta=1"));
    }
    const manyViewers = await watched(crowd);
    const afterwards = await server.memoryOver(idleMs);
    return { downloads, ready, idle, oneViewer, manyViewers, afterwards };
  } finally {
    await server.stop();
    household.end();
  }
}

async function watch(url: string, name: string, query: string): Promise<Stream> {
  const browser = new Browser(url);
  const { status, text } = await browser.login(name, PASSWORD);
  if (status !== 200) throw new Error(`${name} could not sign in: ${text}`);
  return await browser.stream(query);
}
