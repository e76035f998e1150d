import type { MediaRequest } from "../../domain/media-request.ts";
import { keepUnchanged } from "../../domain/keep-unchanged.ts";
import { UpstreamError } from "../errors.ts";
import type { Instance } from "../instance.ts";
import type { OmbiWebhook } from "../ombi-webhook.ts";
import type { Probe, RequestManager, UpstreamDeps } from "../upstream.ts";
import { ombiBadPayload } from "./failures.ts";
import { toMovieRequest, toShowRequests } from "./normalize.ts";
import { createOmbiHttp, type OmbiHttp } from "./ombi-http.ts";
import { probeOmbi } from "./probe.ts";
import { createOmbiWebhook } from "./webhook.ts";
import { parseMovieRequests, parseShows, type WireMovieRequest, type WireShow } from "./wire.ts";

const MOVIES_PATH = "/api/v1/Request/movie";
/** Shows without seasons and episodes; missing in early releases, where only the big list is. */
const SHOWS_PATH = "/api/v1/Request/tvlite";
const BIG_SHOWS_PATH = "/api/v1/Request/tv";
/** Both lists come whole and grow without end: room for some 25,000 requests. */
const LIST_LIMITS = { maxBytes: 64 * 1024 * 1024, deadlineMs: 60_000 } as const;

/** Reads one Ombi: everybody's requests for movies and shows. */
export class OmbiClient implements RequestManager {
  /** Its webhook, over the same connections. */
  readonly webhook: OmbiWebhook;
  readonly #instance: Instance;
  readonly #http: OmbiHttp;
  #requests: readonly MediaRequest[] = [];

  constructor(instance: Instance, _deps: UpstreamDeps) {
    this.#instance = instance;
    this.#http = createOmbiHttp(instance);
    this.webhook = createOmbiWebhook(instance.id, this.#http);
  }

  async listRequests(signal: AbortSignal): Promise<readonly MediaRequest[]> {
    // One after the other, so that only one of them is in memory as text, and one question tells that Ombi is down.
    const movies = await this.#readMovies(signal);
    const shows = await this.#readShows(signal);
    const { id } = this.#instance;
    this.#requests = keepUnchanged(
      this.#requests,
      [
        ...movies.map((movie) => toMovieRequest(id, movie)),
        ...shows.flatMap((show) => toShowRequests(id, show)),
      ],
      // Movie requests and child requests are counted separately.
      (request) => `${request.mediaType}:${request.id}`,
    );
    return this.#requests;
  }

  async probe(signal: AbortSignal): Promise<Probe> {
    return await probeOmbi(this.#instance.id, this.#http, signal);
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  async #readMovies(signal: AbortSignal): Promise<readonly WireMovieRequest[]> {
    const answer = await this.#http.getJson({ path: MOVIES_PATH, signal, ...LIST_LIMITS });
    const movies = parseMovieRequests(answer);
    if (movies === null) throw ombiBadPayload(this.#instance.id, "list of movie requests");
    return movies;
  }

  async #readShows(signal: AbortSignal): Promise<readonly WireShow[]> {
    try {
      return await this.#readShowsAt(SHOWS_PATH, signal);
    } catch (error) {
      if (!isMissingPath(error)) throw error;
      return await this.#readShowsAt(BIG_SHOWS_PATH, signal);
    }
  }

  async #readShowsAt(path: string, signal: AbortSignal): Promise<readonly WireShow[]> {
    const shows = parseShows(await this.#http.getJson({ path, signal, ...LIST_LIMITS }));
    if (shows === null) throw ombiBadPayload(this.#instance.id, "list of show requests");
    return shows;
  }
}

/** Ombi answers a path that it does not know with 404, 405, or its own start page. */
function isMissingPath(error: unknown): boolean {
  return (
    error instanceof UpstreamError &&
    (error.status === 404 || error.status === 405 || error.reason === "bad-payload")
  );
}
