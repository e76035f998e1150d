import { SimulatorServer } from "../simulator-server.ts";
import {
  OmbiBook,
  type MovieRequestInput,
  type OmbiUserInput,
  type TvRequestInput,
} from "./ombi-book.ts";
import type {
  ChildRequest,
  MovieRequest,
  OmbiUser,
  RequestState,
  WebhookSettings,
} from "./ombi-nouns.ts";
import { answerOmbi, type OmbiWorld } from "./ombi-routes.ts";
import {
  sendWebhook,
  webhookBody,
  type NotificationSubject,
  type NotificationType,
} from "./webhook-agent.ts";

/** How to make one; everything may be left out. */
export interface OmbiOptions {
  readonly version?: string;
  readonly apiKey?: string;
  /** Ombi's "Base URL": a sub-path with a leading slash. */
  readonly basePath?: string;
  /** Members asked for by name see only their own requests. */
  readonly hidesOthers?: boolean;
  readonly now?: () => number;
}

/** An Ombi on loopback: requests, accounts, and its one webhook. */
export class OmbiSimulator {
  readonly apiKey: string;
  readonly server: SimulatorServer;
  readonly #world: OmbiWorld;

  constructor(options: OmbiOptions) {
    const now = options.now ?? Date.now;
    this.apiKey = options.apiKey ?? "ombi-simulator-key";
    this.#world = {
      book: new OmbiBook(now),
      apiKey: this.apiKey,
      version: options.version ?? "4.59.3",
      basePath: options.basePath ?? "",
      hidesOthers: options.hidesOthers ?? false,
      now,
    };
    this.server = new SimulatorServer((request, response) =>
      answerOmbi(this.#world, request, response),
    );
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** What sofarr is configured with, base path included. */
  get url(): string {
    return this.server.url + this.#world.basePath;
  }

  addUser(input: OmbiUserInput): OmbiUser {
    return this.#world.book.addUser(input);
  }

  /** Deletes an account; its requests keep standing without anyone behind them. */
  removeUser(id: string): void {
    this.#world.book.removeUser(id);
  }

  addMovieRequest(input: MovieRequestInput): MovieRequest {
    return this.#world.book.addMovie(input);
  }

  /** A second request for the same TMDB id becomes another child of the same show. */
  addTvRequest(input: TvRequestInput): ChildRequest {
    return this.#world.book.addTv(input);
  }

  /** @param id the movie request's id, or the child's. */
  updateRequest(kind: "movie" | "tv", id: number, change: Partial<RequestState>): void {
    Object.assign(this.#find(kind, id), change);
  }

  removeRequest(kind: "movie" | "tv", id: number): void {
    this.#world.book.remove(kind, id);
  }

  movieRequests(): readonly MovieRequest[] {
    return this.#world.book.movies;
  }

  childRequests(): readonly ChildRequest[] {
    return this.#world.book.children();
  }

  /** The webhook target as stored, its token in clear. */
  webhook(): WebhookSettings {
    return this.#world.book.webhook;
  }

  /**
   * Notifies the webhook of a request, once.
   *
   * @returns the status of the answer, `null` when there was none, "off" when no target is enabled.
   */
  fire(type: NotificationType, kind: "movie" | "tv", id: number): Promise<number | null | "off"> {
    const body = webhookBody(type, this.#subject(kind, id), this.#world.now());
    return sendWebhook(this.#world.book.webhook, body);
  }

  #subject(kind: "movie" | "tv", id: number): NotificationSubject {
    const request = this.#find(kind, id);
    const about = "theMovieDbId" in request ? request : this.#world.book.showOf(request);
    const releasedAt = about?.releasedAt ?? null;
    return {
      kind,
      requestId: id,
      title: about?.title ?? "",
      year: releasedAt === null ? null : new Date(releasedAt).getUTCFullYear(),
      providerId: providerIdOf(about),
      requestedBy: request.requestedBy,
      state: request,
    };
  }

  #find(kind: "movie" | "tv", id: number): MovieRequest | ChildRequest {
    const { book } = this.#world;
    const requests: (MovieRequest | ChildRequest)[] =
      kind === "movie" ? book.movies : book.children();
    const request = requests.find((one) => one.id === id);
    if (request === undefined) throw new Error(`No such ${kind} request in the simulator: ${id}`);
    return request;
  }
}

function providerIdOf(about: MovieRequest | { externalProviderId: number } | undefined): number {
  if (about === undefined) return 0;
  return "theMovieDbId" in about ? about.theMovieDbId : about.externalProviderId;
}

export function createOmbiSimulator(options: OmbiOptions = {}): OmbiSimulator {
  return new OmbiSimulator(options);
}
