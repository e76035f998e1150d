import { createHash } from "node:crypto";

import type {
  ChildRequest,
  MovieRequest,
  OmbiUser,
  RequestState,
  TvRequest,
  WebhookSettings,
} from "./ombi-nouns.ts";

export type OmbiUserInput = Partial<Omit<OmbiUser, "id">> & { readonly userName: string };

export type MovieRequestInput = Partial<Omit<MovieRequest, "id">> & { readonly title: string };

export type TvRequestInput = Partial<Omit<TvRequest, "id" | "children">> &
  Partial<Omit<ChildRequest, "id" | "parentRequestId">> & { readonly title: string };

const NOT_ENABLED: WebhookSettings = {
  enabled: false,
  webhookUrl: null,
  applicationToken: null,
  id: 0,
};

const UNDECIDED: RequestState = {
  approved: false,
  available: false,
  denied: null,
  deniedReason: null,
};

/** Accounts, requests and the webhook setting of one simulated Ombi. */
export class OmbiBook {
  readonly users: OmbiUser[] = [];
  movies: MovieRequest[] = [];
  shows: TvRequest[] = [];
  webhook: WebhookSettings = NOT_ENABLED;
  readonly #now: () => number;
  #lastId = 0;

  constructor(now: () => number) {
    this.#now = now;
    // The built-in system account that a bare API key acts as.
    this.addUser({ userName: "Api", userType: "system", isAdmin: true });
  }

  addUser(input: OmbiUserInput): OmbiUser {
    const hex = createHash("md5").update(`user ${this.#nextId()}`).digest("hex");
    const user: OmbiUser = {
      id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
      alias: null,
      emailAddress: null,
      userType: "jellyfin",
      providerUserId: null,
      isAdmin: false,
      ...input,
    };
    this.users.push(user);
    return user;
  }

  addMovie(input: MovieRequestInput): MovieRequest {
    const id = this.#nextId();
    const request: MovieRequest = {
      id,
      theMovieDbId: 50_000 + id,
      imdbId: null,
      releasedAt: Date.UTC(2024, 5, 1),
      requestedAt: this.#now(),
      requestedBy: null,
      requested4kAt: null,
      ...UNDECIDED,
      ...input,
    };
    this.movies.push(request);
    return request;
  }

  /** Adds a child to the show with the same TMDB id, or a new show with one child. */
  addTv(input: TvRequestInput): ChildRequest {
    const show =
      this.shows.find((one) => one.externalProviderId === input.externalProviderId) ??
      this.#addShow(input);
    const child: ChildRequest = {
      id: this.#nextId(),
      parentRequestId: show.id,
      requestedAt: input.requestedAt ?? this.#now(),
      requestedBy: input.requestedBy ?? null,
      seasons: input.seasons ?? [{ seasonNumber: 1, episodes: 3 }],
      approved: input.approved ?? false,
      available: input.available ?? false,
      denied: input.denied ?? null,
      deniedReason: input.deniedReason ?? null,
    };
    show.children.push(child);
    return child;
  }

  children(): ChildRequest[] {
    return this.shows.flatMap((show) => show.children);
  }

  showOf(child: ChildRequest): TvRequest | undefined {
    return this.shows.find((show) => show.id === child.parentRequestId);
  }

  /** A show goes with its last child. */
  remove(kind: "movie" | "tv", id: number): void {
    if (kind === "movie") {
      this.movies = this.movies.filter((request) => request.id !== id);
      return;
    }
    for (const show of this.shows) show.children = show.children.filter((one) => one.id !== id);
    this.shows = this.shows.filter((show) => show.children.length > 0);
  }

  /** Deletes an account; its requests stay, without anyone behind them. */
  removeUser(id: string): void {
    const at = this.users.findIndex((user) => user.id === id);
    if (at === -1) return;
    this.users.splice(at, 1);
    for (const request of [...this.movies, ...this.children()]) {
      if (request.requestedBy?.id === id) request.requestedBy = null;
    }
  }

  #addShow(input: TvRequestInput): TvRequest {
    const id = this.#nextId();
    const show = {
      id,
      title: input.title,
      externalProviderId: input.externalProviderId ?? 50_000 + id,
      tvDbId: input.tvDbId ?? 0,
      imdbId: input.imdbId ?? null,
      releasedAt: input.releasedAt ?? Date.UTC(2024, 5, 1),
      children: [],
    };
    this.shows.push(show);
    return show;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}
