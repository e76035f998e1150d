import type { ArrSimulator } from "../simulators/arr/index.ts";
import type { Chance } from "./chance.ts";
import type { ClientSeat } from "./client-seat.ts";
import { DownloadLife } from "./download-life.ts";
import type { Shelf } from "./library.ts";
import type { Outbox } from "./outbox.ts";
import { PLAYLIST, writePlot, type Step } from "./plot.ts";
import { findRelease, type Release } from "./release.ts";
import type { RequestDesk } from "./request-desk.ts";

/** So many downloads live at once. */
const LIVES = 15;
const SHORTEST_PAUSE_SECONDS = 4;
const LONGEST_PAUSE_SECONDS = 12;
const SEARCH_SECONDS = 5;
/** What an *arr tells after a search that found something. */
const SEARCH_RESULT = "Search completed. 1 release grabbed";

export interface StoryParts {
  readonly shelves: readonly Shelf[];
  readonly seats: readonly ClientSeat[];
  readonly outbox: Outbox;
  readonly requests: RequestDesk;
  readonly chance: Chance;
  readonly now: () => number;
}

/** Everything that happens in the household, for ever: ends what is done, begins what is next, answers searches. */
export class Story {
  readonly #parts: StoryParts;
  #lives: DownloadLife[] = [];
  #nextInPlaylist = 0;
  #secondsToNext = 0;

  constructor(parts: StoryParts) {
    this.#parts = parts;
    for (const arr of this.#arrs()) {
      arr.onRemoveFromClient((downloadId) =>
        this.#lives.find((life) => life.downloadId === downloadId)?.end(),
      );
    }
  }

  /** @param seconds at most about one; see `startHousehold` for longer times. */
  tick(seconds: number): void {
    for (const life of this.#lives) {
      const hadFailed = life.hasFailed;
      life.tick(seconds);
      if (life.hasFailed && !hadFailed) this.#replace(life);
    }
    this.#lives = this.#lives.filter((life) => !life.isOver);
    this.#answerSearches();
    this.#secondsToNext -= seconds;
    if (this.#secondsToNext > 0 || this.#lives.length >= LIVES) return;
    this.#secondsToNext = this.#parts.chance.between(SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS);
    this.#beginNext();
  }

  /** The next plot of the playlist, with a title nothing happens to at the moment. */
  #beginNext(): void {
    const { shelves, seats, chance } = this.#parts;
    const next = PLAYLIST[this.#nextInPlaylist % PLAYLIST.length];
    this.#nextInPlaylist += 1;
    if (next === undefined) return;
    const places = seats.filter((seat) => seat.protocol === next.protocol && !seat.isCrowded);
    const busy = new Set(this.#lives.map((life) => life.shelf));
    const isPack = next.isPack ?? false;
    const free = shelves.filter(
      (shelf) => !busy.has(shelf) && (!isPack || shelf.title.episodes.length > 0),
    );
    if (places.length === 0 || free.length === 0) return;
    const shelf = chance.pick(free);
    // A movie that somebody asks for again was deleted meanwhile; others are grabbed again as upgrades.
    if (shelf.requester !== null) shelf.title.hasFile = false;
    const release = findRelease(shelf, isPack, chance);
    const isAsked = shelf.requester !== null;
    const plot = writePlot(next.plot, next.protocol, isAsked, chance);
    this.#begin(shelf, release, chance.pick(places), plot);
  }

  /** Another release after one that failed, as the *arr finds it by itself. */
  #replace({ shelf, release }: DownloadLife): void {
    this.#beginSmoothly(shelf, release.episodes.length > 1);
  }

  /** A torrent that comes in without trouble. */
  #beginSmoothly(shelf: Shelf, isPack: boolean): void {
    const { seats, chance } = this.#parts;
    const seat = chance.pick(seats.filter((one) => one.protocol === "torrent"));
    const plot = writePlot("smooth", "torrent", false, chance);
    this.#begin(shelf, findRelease(shelf, isPack, chance), seat, plot);
  }

  #begin(shelf: Shelf, release: Release, seat: ClientSeat, plot: readonly Step[]): void {
    this.#lives.push(new DownloadLife({ ...this.#parts, shelf, release, seat, plot }));
  }

  /** A search that somebody (or the *arr itself) asked for ends after a while with a new download. */
  #answerSearches(): void {
    for (const arr of this.#arrs()) {
      const open = arr.commands().filter((command) => command.endedAt === null);
      const isDue = open.some(
        (command) => this.#parts.now() - command.queuedAt >= SEARCH_SECONDS * 1000,
      );
      if (!isDue) continue;
      for (const { args } of arr.finishCommands(SEARCH_RESULT)) this.#searchFor(arr, args);
    }
  }

  #searchFor(arr: ArrSimulator, args: Readonly<Record<string, unknown>>): void {
    const asksFor = (name: string, id: number): boolean => [args[name]].flat().includes(id);
    const found = this.#parts.shelves.find(
      ({ arr: own, title }) =>
        own === arr &&
        (asksFor("movieIds", title.id) ||
          asksFor("seriesId", title.id) ||
          title.episodes.some((episode) => asksFor("episodeIds", episode.id))),
    );
    if (found !== undefined) this.#beginSmoothly(found, args["seasonNumber"] !== undefined);
  }

  #arrs(): ArrSimulator[] {
    return [...new Set(this.#parts.shelves.map((shelf) => shelf.arr))];
  }
}
