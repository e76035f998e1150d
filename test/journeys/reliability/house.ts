import { createHash } from "node:crypto";

import { Chance } from "../../../demo/household/chance.ts";
import type { RadarrSimulator, SonarrSimulator } from "../../../demo/simulators/arr/index.ts";
import type { DownloadClientSimulator } from "../../../demo/simulators/download-client-simulator.ts";
import { NOBODYS_LABELS, PEOPLE, type Person } from "./cast.ts";
import type { Simulators } from "./simulators.ts";

/** What the household knows of one download: the truth that views are held against. */
export interface Belonging {
  /** Unique, and in its title as `n17n`, so that it is recognised wherever it turns up. */
  readonly number: number;
  /** Instance and id, as in a patch. */
  readonly key: string;
  readonly title: string;
  /** Names of those whose it is: decided when it was asked for. */
  readonly owners: ReadonlySet<string>;
  /** When the household removed it, in real time; `null` while it is there. */
  goneAt: number | null;
}

interface Place {
  readonly instanceId: string;
  readonly client: DownloadClientSimulator;
}

type Arr = SonarrSimulator | RadarrSimulator;

/** A belonging, and where its parts are. */
interface Held {
  readonly belonging: Belonging;
  readonly place: Place;
  readonly downloadId: string;
  readonly arr: Arr;
  readonly titleId: number;
  /** Takes back the request for it. */
  readonly withdraw: () => void;
}

/** What differs between a household that lives for minutes and one that lives for days. */
export interface HouseOptions {
  readonly chance: Chance;
  readonly simulators: Simulators;
  /** Is told what happens. */
  readonly tell?: (what: string) => void;
  /** How many posters there are; each title has one of its own unless told otherwise. */
  readonly posters?: number;
  /** When the *arrs write that they grabbed something, in milliseconds since the epoch; by their own clocks unless told. */
  readonly grabbedAt?: () => number;
}

/** How somebody comes to own something, and how often that is so. */
const CLAIMS = [
  "tag",
  "tag",
  "tag",
  "tags",
  "request",
  "tag and request",
  "label",
  "none",
] as const;
const MARK = /n(\d+)n/gu;
const FIRST_TMDB_ID = 900_000;
const FIRST_TVDB_ID = 800_000;
const KEPT_ROWS = { history: 400, commands: 10, deletions: 10 };

/**
 * A household on simulators in which downloads begin, get on, are imported and go. It says itself whose each is, from
 * who asked for it and never from what sofarr's rules make of it.
 */
export class House {
  #chance: Chance;
  readonly #simulators: Simulators;
  readonly #options: HouseOptions;
  readonly #places: readonly Place[];
  readonly #belongings = new Map<string, Belonging>();
  readonly #byNumber = new Map<number, Belonging>();
  readonly #held = new Set<Held>();
  readonly #requesters: ReadonlyMap<string, ReturnType<Simulators["ombi"]["addUser"]>>;
  #lastNumber = 0;

  constructor(options: HouseOptions) {
    const { chance, simulators } = options;
    this.#options = options;
    this.#chance = chance;
    this.#simulators = simulators;
    const { qbittorrents, transmission, rtorrent, sabnzbd, mediaServer, ombi } = simulators;
    this.#places = [
      { instanceId: "qbittorrent-main", client: qbittorrents.main },
      { instanceId: "qbittorrent-seedbox", client: qbittorrents.seedbox },
      { instanceId: "transmission-main", client: transmission },
      { instanceId: "rtorrent-main", client: rtorrent },
      { instanceId: "sabnzbd-main", client: sabnzbd },
    ];
    this.#requesters = new Map(
      PEOPLE.map((person) => {
        const { name, password, isAdmin } = person;
        const account = mediaServer.addUser({ name, password, isAdmin });
        return [name, ombi.addUser({ userName: name, providerUserId: account.id })];
      }),
    );
    for (const [, arr] of this.#arrs()) {
      arr.onRemoveFromClient((downloadId) => {
        for (const held of this.#held) if (held.downloadId === downloadId) this.#remove(held);
      });
    }
  }

  #tell(what: string): void {
    this.#options.tell?.(what);
  }

  find(key: string): Belonging | undefined {
    return this.#belongings.get(key);
  }

  /** Everything that is named in a text by its number; `undefined` for a number the household never gave. */
  namedIn(text: string): (Belonging | undefined)[] {
    const numbers = new Set([...text.matchAll(MARK)].map(([, number]) => Number(number)));
    return [...numbers].map((number) => this.#byNumber.get(number));
  }

  /** Keys of all that is there and somebody's; everybody's for `null`. */
  keysOf(person: Person | null): Set<string> {
    return new Set(
      [...this.#held]
        .filter(({ belonging }) => person === null || belonging.owners.has(person.name))
        .map(({ belonging }) => belonging.key),
    );
  }

  /** How far each download there is, in percent with one decimal. */
  progress(): ReadonlyMap<string, number> {
    return new Map(
      this.#places.flatMap(({ instanceId, client }) =>
        client
          .downloads()
          .map(({ id, progress }) => [`${instanceId}/${id}`, Math.round(progress * 1000) / 10]),
      ),
    );
  }

  get size(): number {
    return this.#held.size;
  }

  /** A new download, grabbed by some *arr for whoever asked in whatever way. @returns the *arr that grabbed it. */
  begin(): string {
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    const place = this.#chance.pick(this.#places);
    const [arrId, arr] = this.#chance.pick(this.#arrs());
    const { labels, requester, owners } = this.#claim();
    const work = {
      title: `Harbor Lights n${number}n`,
      tags: labels,
      tmdbId: FIRST_TMDB_ID + number,
      tvdbId: FIRST_TVDB_ID + number,
      ...this.#posterOf(arr, number),
    };
    const { id: titleId, episodes } =
      "addSeries" in arr ? arr.addSeries({ ...work, seasons: [3] }) : arr.addMovie(work);
    const withdraw = this.#request(requester, arr, work);
    const title = `Harbor.Lights.n${number}n.1080p.WEB.H264-GRP`;
    const { id } = place.client.add({
      id: idFor(place.client, number),
      title,
      sizeBytes: 1_000_000_000,
      progress: this.#chance.whole(0, 500) / 1000,
      bytesPerSecond: 1_000_000,
      state: "downloading",
      message: this.#chance.next() < 0.1 ? "unregistered torrent" : "",
    });
    const downloadId = place.client.kind === "sabnzbd" ? id : id.toUpperCase();
    const grab = { downloadId, episodeIds: episodes.slice(0, 2).map((episode) => episode.id) };
    const { grabbedAt } = this.#options;
    const date = grabbedAt === undefined ? {} : { date: grabbedAt() };
    arr.addHistory({ ...grab, ...date, eventType: "grabbed", titleId, sourceTitle: title });
    const subject = "addSeries" in arr ? { seriesId: titleId } : { movieId: titleId };
    const protocol = place.client.kind === "sabnzbd" ? "usenet" : "torrent";
    arr.addQueueItem({ ...grab, ...subject, title, protocol });
    const key = `${place.instanceId}/${id}`;
    const belonging: Belonging = { number, key, title, owners, goneAt: null };
    this.#belongings.set(key, belonging);
    this.#byNumber.set(number, belonging);
    this.#tell(`${key} is n${number}n for ${[...owners].join(", ")}, from ${arrId}`);
    this.#held.add({ belonging, place, downloadId, arr, titleId, withdraw });
    return arrId;
  }

  /** Some downloads get on a little. */
  moveOn(): void {
    for (const { belonging, place } of this.#held) {
      if (this.#chance.next() < 0.5) continue;
      const id = belonging.key.slice(place.instanceId.length + 1);
      const before = place.client.downloads().find((one) => one.id === id);
      if (before === undefined || before.state !== "downloading") continue;
      const progress = Math.round(before.progress * 1000 + this.#chance.whole(1, 20)) / 1000;
      if (progress < 0.95) place.client.update(id, { progress });
    }
  }

  /** One goes, from the client and from the *arr alike, with its title and whoever asked for it. */
  end(): void {
    if (this.#held.size === 0) return;
    this.#remove(this.#chance.pick([...this.#held]));
    for (const [, each] of this.#arrs()) each.trim(KEPT_ROWS);
  }

  #remove(held: Held): void {
    const { belonging, place, downloadId, arr, titleId, withdraw } = held;
    this.#held.delete(held);
    belonging.goneAt = Date.now();
    this.#tell(`${belonging.key} goes`);
    place.client.remove(belonging.key.slice(place.instanceId.length + 1));
    arr.removeQueueItem(downloadId);
    arr.removeTitle(titleId);
    withdraw();
  }

  /** An *arr imports one: its row leaves the queue, the download stays. */
  import(): void {
    if (this.#held.size === 0) return;
    const { arr, downloadId, belonging } = this.#chance.pick([...this.#held]);
    this.#tell(`${belonging.key} is imported`);
    arr.removeQueueItem(downloadId);
  }

  /** Somebody gives a title other tags, or takes them away. Whose it is then is not what was said at first. */
  retag(): void {
    if (this.#held.size === 0) return;
    const { arr, titleId } = this.#chance.pick([...this.#held]);
    arr.retag(titleId, this.#claim().labels);
  }

  /** Everything goes, and so many others come in its place: of the same kinds each time, so that days can be compared. */
  renew(size: number): void {
    for (const held of this.#held) this.#remove(held);
    const chance = this.#chance;
    this.#chance = new Chance(0);
    while (this.#held.size < size) this.begin();
    this.#chance = chance;
  }

  /** Forgets what went long ago, for households that live for long. */
  forgetGoneBefore(at: number): void {
    for (const [key, { number, goneAt }] of this.#belongings) {
      if (goneAt === null || goneAt > at) continue;
      this.#belongings.delete(key);
      this.#byNumber.delete(number);
    }
  }

  #arrs(): readonly (readonly [string, Arr])[] {
    const { sonarrs, radarr } = this.#simulators;
    return [
      ["sonarr-main", sonarrs.main],
      ["sonarr-anime", sonarrs.anime],
      ["radarr-main", radarr],
    ];
  }

  #posterOf(arr: Arr, number: number): { posterUrl?: string } {
    const { posters } = this.#options;
    return posters === undefined
      ? {}
      : { posterUrl: `${arr.server.url}/poster/${(number % posters) + 1}.png` };
  }

  /** Who asks for something, and how it is known to be theirs. */
  #claim(): { labels: string[]; requester: Person | null; owners: Set<string> } {
    const kind = this.#chance.pick(CLAIMS);
    const tagged = PEOPLE.filter(({ labels }) => labels.length > 0);
    const many = kind === "tags" ? 2 : kind === "tag" || kind === "tag and request" ? 1 : 0;
    const owners = Array.from({ length: many }, () => this.#chance.pick(tagged));
    const labels = owners.map((person) => this.#chance.pick(person.labels));
    if (kind === "label") labels.push(this.#chance.pick(NOBODYS_LABELS));
    const asks = kind === "request" || kind === "tag and request";
    const requester = asks ? this.#chance.pick(PEOPLE) : null;
    if (requester !== null) owners.push(requester);
    return { labels, requester, owners: new Set(owners.map(({ name }) => name)) };
  }

  #request(
    requester: Person | null,
    arr: Arr,
    work: { readonly title: string; readonly tmdbId: number; readonly tvdbId: number },
  ): () => void {
    if (requester === null) return () => {};
    const { ombi } = this.#simulators;
    const requestedBy = this.#requesters.get(requester.name) ?? null;
    const { title, tmdbId, tvdbId } = work;
    const request = { title, requestedBy, approved: true };
    const isShow = "addSeries" in arr;
    // Old Sonarrs know series by their TVDB id alone.
    const { id } = isShow
      ? ombi.addTvRequest({ ...request, externalProviderId: tmdbId, tvDbId: tvdbId })
      : ombi.addMovieRequest({ ...request, theMovieDbId: tmdbId });
    return () => ombi.removeRequest(isShow ? "tv" : "movie", id);
  }
}

/** The same torrent in two clients is one torrent to an *arr, so no two here have the same id. */
function idFor({ kind }: DownloadClientSimulator, number: number): string {
  const hash = createHash("sha1").update(`download ${number}`).digest("hex");
  return kind === "sabnzbd" ? `SABnzbd_nzo_${hash.slice(0, 8)}` : hash;
}
