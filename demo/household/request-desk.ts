import type { OmbiSimulator } from "../simulators/ombi/index.ts";
import type { Shelf } from "./library.ts";
import type { Outbox } from "./outbox.ts";

/** Keeps one Ombi request for each title that somebody asks for, and tells the webhook of its steps. */
export class RequestDesk {
  readonly #ombi: OmbiSimulator;
  readonly #outbox: Outbox;
  readonly #ids = new Map<Shelf, number>();

  constructor(ombi: OmbiSimulator, outbox: Outbox) {
    this.#ombi = ombi;
    this.#outbox = outbox;
  }

  /** A new request in place of the title's earlier one. */
  ask(shelf: Shelf): void {
    const earlier = this.#ids.get(shelf);
    if (earlier !== undefined) this.#ombi.removeRequest(kindOf(shelf), earlier);
    const { title, requester: requestedBy } = shelf;
    const releasedAt = Date.UTC(title.year, 2, 1);
    const about = { title: title.title, releasedAt, imdbId: title.imdbId, requestedBy };
    const { id } =
      kindOf(shelf) === "movie"
        ? this.#ombi.addMovieRequest({ ...about, theMovieDbId: title.tmdbId })
        : this.#ombi.addTvRequest({ ...about, externalProviderId: title.tmdbId });
    this.#ids.set(shelf, id);
    this.#outbox.push(() => this.#ombi.fire("NewRequest", kindOf(shelf), id));
  }

  /** A request of earlier days that was fulfilled; titles nobody asked for have none. */
  recall(shelf: Shelf): void {
    if (shelf.requester === null) return;
    this.ask(shelf);
    this.fulfil(shelf);
  }

  approve(shelf: Shelf): void {
    this.#note(shelf, { approved: true }, "RequestApproved");
  }

  /** It can be watched. */
  fulfil(shelf: Shelf): void {
    this.#note(shelf, { approved: true, available: true }, "RequestAvailable");
  }

  #note(
    shelf: Shelf,
    change: { approved: boolean; available?: boolean },
    type: "RequestApproved" | "RequestAvailable",
  ): void {
    const id = this.#ids.get(shelf);
    if (id === undefined) return;
    this.#ombi.updateRequest(kindOf(shelf), id, change);
    this.#outbox.push(() => this.#ombi.fire(type, kindOf(shelf), id));
  }
}

function kindOf(shelf: Shelf): "movie" | "tv" {
  return shelf.arr.kind === "radarr" ? "movie" : "tv";
}
