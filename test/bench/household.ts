import { Chance } from "../../demo/household/chance.ts";
import {
  createRadarrSimulator,
  createSonarrSimulator,
  type QueueItem,
  type RadarrSimulator,
  type SonarrSimulator,
} from "../../demo/simulators/arr/index.ts";
import type {
  DownloadClientSimulator,
  SimulatedDownload,
} from "../../demo/simulators/download-client-simulator.ts";
import {
  createMediaServerSimulator,
  type MediaServerSimulator,
} from "../../demo/simulators/media-server/index.ts";
import { createQbittorrentSimulator } from "../../demo/simulators/qbittorrent/index.ts";
import { createRtorrentSimulator } from "../../demo/simulators/rtorrent/index.ts";
import { createSabnzbdSimulator } from "../../demo/simulators/sabnzbd/index.ts";
import { createTransmissionSimulator } from "../../demo/simulators/transmission/index.ts";
import { ADMIN, PASSWORD, personName, type HouseholdFacts } from "./household-facts.ts";
import { release, stock, type Release, type Shelf } from "./library.ts";

export type ClientKind = DownloadClientSimulator["kind"];

export interface HouseholdOptions {
  readonly kind: ClientKind;
  readonly downloads: number;
  readonly people: number;
  /** Series and movies in the *arrs; by default about two for five downloads. */
  readonly titles?: number;
}

/** Some downloads that moved on. */
export interface Change {
  readonly ids: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const MAKERS: Readonly<Record<ClientKind, (now: () => number) => DownloadClientSimulator>> = {
  qbittorrent: (now) => createQbittorrentSimulator({ now }),
  transmission: (now) => createTransmissionSimulator({ now }),
  rtorrent: (now) => createRtorrentSimulator({ now }),
  sabnzbd: (now) => createSabnzbdSimulator({ now }),
};

const SEED = 2_026;
/** Long enough ago that nobody calls it a recent change. */
const MOVED_IN_MS = 2 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const OLDEST_DAYS = 21;
/** Of five downloads of each person, how many run. */
const RUNNING_OF_FIVE = 2;
const MOST_BYTES_PER_SECOND = 12_000_000;
/** What a running download gains at each change, as at the server's default pace. */
const SECONDS_PER_CHANGE = 5;
/** Of all bytes; so much that nobody rounds it away. */
const LEAST_GAIN = 0.002;
const MOST_PROGRESS = 0.97;
const SWARM_CHANGES = 0.3;
const TITLES_PER_DOWNLOAD = 0.4;

/** What is wanted of one person's next download, until an *arr is told of it. */
interface Wanted {
  readonly shelf: Shelf;
  readonly release: Release;
  readonly download: SimulatedDownload;
}

/**
 * One download client with a Sonarr and a Radarr that grabbed all of it, and a media server. The downloads belong to
 * the people in turn; of everybody's, two in five run, the rest is done (or, in SABnzbd, waits).
 */
export class Household {
  readonly client: DownloadClientSimulator;
  readonly #sonarr: SonarrSimulator;
  readonly #radarr: RadarrSimulator;
  readonly #mediaServer: MediaServerSimulator;
  readonly #chance = new Chance(SEED);
  readonly #now: () => number;
  readonly #shelves: readonly (readonly Shelf[])[];
  readonly #running: readonly SimulatedDownload[][];
  #added = 0;
  readonly #wanted = new Map<string, Wanted>();

  private constructor(options: HouseholdOptions, now: () => number) {
    this.#now = now;
    this.client = MAKERS[options.kind](now);
    this.#sonarr = createSonarrSimulator({ now });
    this.#radarr = createRadarrSimulator({ now });
    this.#mediaServer = createMediaServerSimulator({ now });
    this.#mediaServer.addUser({ name: ADMIN, password: PASSWORD, isAdmin: true });
    const people = Array.from({ length: options.people }, (_, at) => personName(at));
    for (const name of people) this.#mediaServer.addUser({ name, password: PASSWORD });
    const titles = options.titles ?? Math.ceil(options.downloads * TITLES_PER_DOWNLOAD);
    const arrs = { sonarr: this.#sonarr, radarr: this.#radarr };
    const shelves = stock(arrs, Math.max(people.length, titles), people, this.#chance);
    this.#shelves = people.map((_, at) =>
      shelves.filter((_, shelf) => shelf % people.length === at),
    );
    this.#running = people.map(() => []);
    for (let at = 0; at < options.downloads; at += 1)
      this.#queue(this.#download(at % people.length));
  }

  static async open(options: HouseholdOptions): Promise<Household> {
    let aheadMs = 0;
    const household = new Household(options, () => Date.now() + aheadMs);
    aheadMs = MOVED_IN_MS;
    await Promise.all(household.#servers().map((one) => one.start()));
    return household;
  }

  get facts(): HouseholdFacts {
    const { kind, server, credentials } = this.client;
    const scgi =
      "url" in this.client && typeof this.client.url === "string" ? this.client.url : null;
    return {
      mediaServer: { url: this.#mediaServer.url, apiKey: this.#mediaServer.apiKey },
      client: { kind, url: scgi ?? server.url, ...credentials },
      sonarr: { kind: "sonarr", url: this.#sonarr.url, apiKey: this.#sonarr.apiKey },
      radarr: { kind: "radarr", url: this.#radarr.url, apiKey: this.#radarr.apiKey },
    };
  }

  /**
   * Moves some running downloads on.
   *
   * @param first where to begin among those that run.
   * @param person whose; by default everybody's in turn.
   */
  change(count: number, first = 0, person: number | null = null): Change {
    const people = this.#running.length;
    const ids = new Set<string>();
    for (let step = first; step < first + count; step += 1) {
      const own = this.#running[person ?? step % people] ?? [];
      const download = own[(person === null ? Math.floor(step / people) : step) % own.length];
      if (download === undefined) continue;
      ids.add(download.id);
      this.#moveOn(download);
    }
    return { ids: [...ids], at: Date.now() };
  }

  /** Somebody's next release comes into the client alone: no *arr says that it asked for it. @returns its id. */
  addToClient(person: number): string {
    const wanted = this.#download(person);
    this.#wanted.set(wanted.download.id, wanted);
    return wanted.download.id;
  }

  /**
   * An *arr has what was added to the client in its queue and history, and tells all who want to know.
   *
   * @returns when it began to tell, in milliseconds since the epoch.
   * @throws when nobody took the webhook.
   */
  async tellOfGrab(id: string): Promise<number> {
    const wanted = this.#wanted.get(id);
    if (wanted === undefined) throw new Error(`${id} is not waiting for anybody`);
    this.#wanted.delete(id);
    const item = this.#queue(wanted);
    const at = Date.now();
    const deliveries = await wanted.shelf.arr.fire({ type: "Grab", item });
    const isTaken = deliveries.length > 0 && deliveries.every(({ status }) => status === 200);
    if (!isTaken) throw new Error(`the webhook was not taken: ${JSON.stringify(deliveries)}`);
    return at;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers().map((one) => one.stop()));
  }

  #servers(): readonly { start(): Promise<void>; stop(): Promise<void> }[] {
    return [this.client, this.#sonarr, this.#radarr, this.#mediaServer];
  }

  /** Somebody's next download, of their next title. */
  #download(person: number): Wanted {
    const at = this.#added;
    this.#added += 1;
    const people = this.#shelves.length;
    const turn = Math.floor(at / people);
    const own = this.#shelves[person] ?? [];
    const shelf = own[turn % own.length];
    if (shelf === undefined) throw new Error("an empty library");
    const chance = this.#chance;
    const wanted = release(shelf, Math.floor(turn / own.length), chance);
    const isRunning = turn % 5 < RUNNING_OF_FIVE;
    const category = wanted.episodes.length > 0 ? "tv-sonarr" : "radarr";
    const download = this.client.add({
      title: wanted.name,
      sizeBytes: wanted.sizeBytes,
      category,
      savePath: `/downloads/${category}`,
      addedAt: this.#now() - chance.whole(0, OLDEST_DAYS * DAY_MS),
      seeders: chance.whole(0, 60),
      peers: chance.whole(0, 30),
      ...(isRunning
        ? {
            state: "downloading",
            progress: chance.between(0, 0.5),
            bytesPerSecond: chance.whole(0, MOST_BYTES_PER_SECOND),
            availability: chance.between(0.2, 30),
          }
        : this.client.kind === "sabnzbd"
          ? { state: "queued" }
          : { state: "seeding", progress: 1 }),
    });
    if (isRunning) this.#running[person]?.push(download);
    return { shelf, release: wanted, download };
  }

  /** The *arr has it in its queue, and remembers that it grabbed it. */
  #queue({ shelf: { arr, title }, release, download }: Wanted): QueueItem {
    const { name, quality, indexer, sizeBytes } = release;
    const isSeries = arr.kind === "sonarr";
    const downloadId = downloadIdOf(this.client, download.id);
    const episodeIds = release.episodes.map(({ id }) => id);
    const common = { downloadId, episodeIds, quality };
    arr.addHistory({
      ...common,
      sourceTitle: name,
      titleId: title.id,
      eventType: "grabbed",
      date: download.addedAt,
      data: { indexer },
    });
    return arr.addQueueItem({
      ...common,
      title: name,
      [isSeries ? "seriesId" : "movieId"]: title.id,
      protocol: this.client.kind === "sabnzbd" ? "usenet" : "torrent",
      status: download.progress < 1 ? "downloading" : "completed",
      indexer,
      size: sizeBytes,
      ...leftOf(download),
      addedAt: download.addedAt,
      outputPath: `${download.savePath}/${name}`,
    });
  }

  /** Some seconds pass for one download, by its own speed and luck; the *arr that asked for it sees so too. */
  #moveOn(download: SimulatedDownload): void {
    const chance = this.#chance;
    const gained = (download.bytesPerSecond * SECONDS_PER_CHANGE) / download.sizeBytes;
    // Nothing is ever done: what runs goes on running.
    const progress = (download.progress + Math.max(gained, LEAST_GAIN)) % MOST_PROGRESS;
    const swing = chance.between(0.8, 1.25);
    this.client.update(download.id, {
      progress,
      bytesPerSecond: Math.min(
        MOST_BYTES_PER_SECOND,
        Math.round(download.bytesPerSecond * swing) + 1_000,
      ),
      ...(chance.next() < SWARM_CHANGES
        ? { seeders: chance.whole(0, 60), peers: chance.whole(0, 30) }
        : {}),
    });
    const key = downloadIdOf(this.client, download.id);
    const arr = download.category === "radarr" ? this.#radarr : this.#sonarr;
    arr.updateQueueItem(key, leftOf(download));
  }
}

function leftOf(download: SimulatedDownload): Pick<QueueItem, "sizeleft" | "timeleftSeconds"> {
  const sizeleft = Math.round(download.sizeBytes * (1 - download.progress));
  const { bytesPerSecond } = download;
  const isRunning = download.state === "downloading" && bytesPerSecond > 0;
  return { sizeleft, timeleftSeconds: isRunning ? Math.round(sizeleft / bytesPerSecond) : null };
}

/** As an *arr writes it. */
function downloadIdOf({ kind }: DownloadClientSimulator, id: string): string {
  return kind === "sabnzbd" ? id : id.toUpperCase();
}
