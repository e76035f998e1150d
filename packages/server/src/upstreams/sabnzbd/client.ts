import type { Download, DownloadStatus } from "../../domain/download.ts";
import { UpstreamError } from "../errors.ts";
import type { Instance } from "../instance.ts";
import { NormalizedList } from "../normalized-list.ts";
import type { SabnzbdPassThrough } from "../pass-through.ts";
import { createTransport, type Transport, type UpstreamCall } from "../request.ts";
import type { DownloadClient, Probe, UpstreamDeps } from "../upstream.ts";
import { conditionFor, confirm, remember, type HistoryMemory } from "./history-memory.ts";
import { jobsOf, unknownWords, type Job } from "./jobs.ts";
import { normalizeJob } from "./normalize.ts";
import { paceAfter, type Pace } from "./pace.ts";
import { createSabnzbdPassThrough } from "./pass-through.ts";
import { explainStatus, explainWords, loginWanted, nzbKeyUsed, wrongKey } from "./refusal.ts";
import { isStillTrue } from "./steady-eta.ts";
import {
  parseAuth,
  parseHistory,
  parseLogicalError,
  parseQueue,
  parseVersion,
  type WireHistorySlot,
  type WireQueue,
} from "./wire.ts";

/**
 * Rows of the history asked for; without a limit SABnzbd gives 10. Jobs in post-processing come first, so only a
 * household that finishes more than this in a day misses some.
 */
const HISTORY_LIMIT = 200;
/** A server that invents words may not fill memory or the log. */
const MAX_WORDS_LOGGED = 20;

/** Reads one SABnzbd: the queue and the history as one list. */
export class SabnzbdClient implements DownloadClient {
  /** Its own answers, over the same connections. */
  readonly passThrough: SabnzbdPassThrough = createSabnzbdPassThrough({
    ask: (query, signal) => this.#call(query, signal),
    unexpected: (what) => this.#unexpected(what),
  });
  readonly #instance: Instance;
  readonly #deps: UpstreamDeps;
  readonly #transport: Transport;
  readonly #wordsLogged = new Set<string>();
  #history: HistoryMemory | null = null;
  #pace: Pace | null = null;
  readonly #jobs: NormalizedList<Job, Download>;
  /** Jobs shown last time although neither list had them. */
  #missing: ReadonlySet<string> = new Set();

  constructor(instance: Instance, deps: UpstreamDeps) {
    this.#instance = instance;
    this.#deps = deps;
    this.#transport = createTransport(instance);
    this.#jobs = new NormalizedList({
      idOf: ({ slot }) => slot.nzoId,
      normalize: (job) => normalizeJob(instance.id, job),
      saysTheSame: isStillTrue,
    });
  }

  async listDownloads(signal: AbortSignal): Promise<readonly Download[]> {
    try {
      const queue = await this.#readQueue(0, signal);
      const history = await this.#readHistory(queue, signal);
      const now = this.#deps.now();
      this.#pace = paceAfter(this.#pace, queue.kbpersec, now);
      const jobs = jobsOf({ queue, history, pace: this.#pace, now });
      this.#logUnknownWords(jobs.values());
      this.#jobs.replace([...jobs.values(), ...this.#missingFrom(jobs)]);
      return this.#jobs.all;
    } catch (error) {
      this.#history = null;
      throw error;
    }
  }

  async probe(signal: AbortSignal): Promise<Probe> {
    const { id, apiKey } = this.#instance;
    const version = parseVersion(await this.#call({ mode: "version" }, signal));
    // `mode=auth` takes the key under another name, and answers "apikey" when it gets none.
    const auth = parseAuth(await this.#call({ mode: "auth", key: apiKey?.reveal() }, signal));
    if (auth === "nzbkey") throw nzbKeyUsed(id);
    if (auth === "badkey") throw wrongKey(id);
    if (auth === "login") throw loginWanted(id);
    // Only a call that needs the key shows that it opens the door (host name, address list).
    await this.#readQueue(1, signal);
    const isKeyOff = auth === "None";
    return {
      version,
      credentials: isKeyOff ? "none-needed" : "accepted",
      notes: isKeyOff
        ? [
            "SABnzbd's API key is switched off, so whoever reaches it controls it. Set disable_api_key to 0 in sabnzbd.ini.",
          ]
        : [],
    };
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** @param limit rows wanted; 0 is all of them (for the queue, not for the history). */
  async #readQueue(limit: number, signal: AbortSignal): Promise<WireQueue> {
    const answer = await this.#call({ mode: "queue", start: 0, limit }, signal);
    return parseQueue(answer) ?? this.#unexpected("queue");
  }

  async #readHistory(queue: WireQueue, signal: AbortSignal): Promise<readonly WireHistorySlot[]> {
    const memory = this.#history;
    const condition = conditionFor(memory, queue, this.#deps.now());
    const answer = await this.#call(
      {
        mode: "history",
        start: 0,
        limit: HISTORY_LIMIT,
        last_history_update: condition ?? undefined,
      },
      signal,
    );
    const history = parseHistory(answer) ?? this.#unexpected("history");
    if (history !== "unchanged") {
      this.#history = remember(history, queue, this.#deps.now());
      return history.slots;
    }
    if (memory === null || condition === null) return this.#unexpected("history");
    this.#history = confirm(memory, queue);
    return memory.slots;
  }

  /**
   * SABnzbd takes a job out of one list before it puts it into the other, so a job under way that is in neither is
   * shown for one more poll. Paused and finished jobs do not travel: when they are gone, they are gone.
   */
  #missingFrom(jobs: ReadonlyMap<string, Job>): readonly Job[] {
    const missing = this.#jobs.rows.filter(
      ({ slot: { nzoId }, status }) =>
        !jobs.has(nzoId) && !this.#missing.has(nzoId) && isUnderWay(status),
    );
    this.#missing = new Set(missing.map(({ slot }) => slot.nzoId));
    return missing;
  }

  async #call(query: NonNullable<UpstreamCall["query"]>, signal: AbortSignal): Promise<unknown> {
    const { id, apiKey } = this.#instance;
    const response = await this.#transport.send({
      path: "/api",
      query: { ...query, output: "json", apikey: apiKey?.reveal() },
      signal,
    });
    if (response.status !== 200) throw explainStatus(id, response.status, response.text());
    const answer = response.json();
    const words = parseLogicalError(answer);
    if (words !== null) throw explainWords(id, words, null);
    return answer;
  }

  #unexpected(what: string): never {
    throw new UpstreamError({
      instanceId: this.#instance.id,
      reason: "bad-payload",
      message: `answered with something that is not its ${what}`,
      advice: "Check that the URL leads to SABnzbd.",
    });
  }

  /** Each word once per run; a new release may bring one. */
  #logUnknownWords(jobs: Iterable<Job>): void {
    for (const word of unknownWords(jobs)) {
      if (this.#wordsLogged.has(word) || this.#wordsLogged.size >= MAX_WORDS_LOGGED) continue;
      this.#wordsLogged.add(word);
      this.#deps.log.warn({ word }, "a job has a status that sofarr does not know");
    }
  }
}

function isUnderWay(status: DownloadStatus): boolean {
  return status !== "Paused" && status !== "Completed" && status !== "Failed";
}
