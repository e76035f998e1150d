import { ADMIN, environmentOf, personName } from "./household-facts.ts";
import { HouseholdLink } from "./household-link.ts";
import { brief, mebibytes, type Section } from "./report.ts";
import type { Memory } from "./process-meter.ts";
import { ServerProcess } from "./server-process.ts";
import { sofarrTab } from "./sofarr-tabs.ts";
import type { TabOptions } from "./tab.ts";
import { ViewersLink } from "./viewers-link.ts";

const PEOPLE = 25;
const POLL_INTERVAL_MS = 1_000;
const CHANGES_PER_POLL = 50;
const GOAL_DOWNLOADS = 5_000;
const GOAL_BYTES = 120e6;

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
      `qBittorrent, Sonarr and Radarr with all of it queued, a poll every ${POLL_INTERVAL_MS} ms while somebody looks, ${CHANGES_PER_POLL} changes each; MiB.`,
      `Idle is with nobody there for ${options.idleMs / 1000} s; each crowd stays for ${options.polls} polls.`,
      `The first viewer is an admin who sees everything, the ${PEOPLE} are as many people.`,
    ],
    columns: ["downloads", "ready", "idle", "1 viewer", `${PEOPLE} viewers`, "afterwards", "peak"],
    rows: results.map((result) => [
      result.downloads.toLocaleString("en"),
      ...[result.ready, result.idle, result.oneViewer, result.manyViewers, result.afterwards].map(
        ({ now }) => mebibytes(now),
      ),
      mebibytes(result.afterwards.peak),
    ]),
    verdicts: results.flatMap(({ downloads, manyViewers }) =>
      downloads === GOAL_DOWNLOADS
        ? [
            {
              goal: `under ${GOAL_BYTES / 1e6} MB with ${downloads.toLocaleString("en")} downloads and ${PEOPLE} viewers`,
              measured: `${brief(manyViewers.now / 1e6)} MB`,
              isMet: manyViewers.now < GOAL_BYTES,
            },
          ]
        : [],
    ),
    data: results,
  };
}

async function measureSize(
  downloads: number,
  { idleMs, polls }: MemoryOptions,
): Promise<MemoryResult> {
  const household = new HouseholdLink();
  const viewers = new ViewersLink();
  const facts = await household.ask("open", { kind: "qbittorrent", downloads, people: PEOPLE });
  const server = await ServerProcess.start({
    ...environmentOf(facts),
    POLL_INTERVAL: String(POLL_INTERVAL_MS),
  });
  const watched = async (tabs: readonly TabOptions[]): Promise<Memory> => {
    await viewers.ask("open", tabs);
    await household.ask("keepChanging", CHANGES_PER_POLL, POLL_INTERVAL_MS);
    const memory = await server.memoryOver(polls * POLL_INTERVAL_MS);
    await household.ask("rest");
    await viewers.ask("closeAll");
    return memory;
  };
  try {
    const ready = server.memory();
    const idle = await server.memoryOver(idleMs);
    const admin = await server.signIn(ADMIN);
    const oneViewer = await watched([sofarrTab(server.url, admin, downloads, { showAll: true })]);
    const crowd: TabOptions[] = [];
    for (let at = 0; at < PEOPLE; at += 1) {
      const person = await server.signIn(personName(at));
      crowd.push(sofarrTab(server.url, person, downloads / PEOPLE));
    }
    const manyViewers = await watched(crowd);
    const afterwards = await server.memoryOver(idleMs);
    return { downloads, ready, idle, oneViewer, manyViewers, afterwards };
  } finally {
    await server.stop();
    household.end();
    viewers.end();
  }
}
