import { hasPassed } from "../../domain/has-passed.ts";
import { UpstreamError } from "../errors.ts";
import type { Session } from "./session.ts";
import { readTrackers, type WireTracker } from "./wire.ts";

const TRACKERS_PATH = "/api/v2/torrents/trackers";
/** A few per poll, so that a tracker that is down for a thousand torrents costs us no thousand calls. */
const MAX_CALLS_PER_POLL = 5;
/** Trackers are announced to every half hour or so; asking oftener tells nothing new. */
const KEEP_MS = 10 * 60_000;
/** The list is already read: it must not wait long for its footnotes. */
const CALL_DEADLINE_MS = 3_000;

/** not working, tracker error, unreachable. Source: BitTorrent::TrackerEndpointState. */
const FAILING_STATUSES: ReadonlySet<number> = new Set([4, 5, 6]);

/**
 * What trackers say about the torrents they hold up ("unregistered torrent"). sync/maindata has only the flags,
 * the words cost a call per torrent: so few at a time, kept for a while, and never a reason to fail.
 */
export class TrackerMessages {
  readonly #session: Session;
  readonly #known = new Map<string, { readonly text: string | null; readonly askedAt: number }>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** `null` when not asked yet, or nothing was said. */
  of(hash: string): string | null {
    return this.#known.get(hash)?.text ?? null;
  }

  /**
   * Asks for a few of these torrents, as far as their words are missing or old, and forgets all others. A call
   * that fails ends the round, so that a slow answer cannot make the whole list late.
   *
   * @returns the hashes whose text is another one now.
   * @throws only the signal's reason.
   */
  async update(
    hashes: readonly string[],
    now: number,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const wanted = new Set(hashes);
    for (const hash of this.#known.keys()) if (!wanted.has(hash)) this.#known.delete(hash);
    const due = hashes.filter((hash) => {
      const known = this.#known.get(hash);
      return known === undefined || hasPassed(KEEP_MS, known.askedAt, now);
    });
    const changed: string[] = [];
    for (const hash of due.slice(0, MAX_CALLS_PER_POLL)) {
      // One after the other: it is one conversation, and these can wait.
      // oxlint-disable-next-line no-await-in-loop
      const answer = await this.#ask(hash, signal);
      const text = answer === "failed" ? this.of(hash) : answer.text;
      if (text !== this.of(hash)) changed.push(hash);
      this.#known.set(hash, { text, askedAt: now });
      if (answer === "failed") break;
    }
    return changed;
  }

  async #ask(
    hash: string,
    signal: AbortSignal,
  ): Promise<{ readonly text: string | null } | "failed"> {
    try {
      const answer = await this.#session.get({
        path: TRACKERS_PATH,
        query: { hash },
        signal,
        deadlineMs: CALL_DEADLINE_MS,
      });
      return { text: complaintOf(readTrackers(answer.json()) ?? []) };
    } catch (error) {
      if (error instanceof UpstreamError) return "failed";
      throw error;
    }
  }
}

/** The words of the first real tracker that fails. DHT, PeX and LSD are listed as `** [DHT] **` and so on. */
export function complaintOf(trackers: readonly WireTracker[]): string | null {
  const failing = trackers.find(
    ({ url, status, msg }) =>
      !url.startsWith("** [") && FAILING_STATUSES.has(status) && msg.trim() !== "",
  );
  return failing?.msg ?? null;
}
