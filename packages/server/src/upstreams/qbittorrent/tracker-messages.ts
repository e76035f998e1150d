import { hasPassed } from "../../domain/has-passed.ts";
import type { Session } from "./session.ts";
import { readTrackers, type WireTracker } from "./wire.ts";

const TRACKERS_PATH = "/api/v2/torrents/trackers";
/** A few per round, so that a tracker that is down for a thousand torrents costs us no thousand calls. */
const MAX_CALLS_PER_ROUND = 5;
/** Trackers are announced to every half hour or so; asking oftener tells nothing new. */
const KEEP_MS = 10 * 60_000;
/** When a call that a poll cut off is made again: after others had their turn. */
const RETRY_CUT_OFF_MS = 60_000;
const CALL_DEADLINE_MS = 3_000;

/** not working, tracker error, unreachable. Source: BitTorrent::TrackerEndpointState. */
const FAILING_STATUSES: ReadonlySet<number> = new Set([4, 5, 6]);

/** What is known of one torrent's trackers, and for how long that will do. */
interface Words {
  readonly text: string | null;
  readonly askedAt: number;
  readonly keepMs: number;
}

/** A round of calls under way. It never fails. */
interface Round {
  readonly cutOff: AbortController;
  readonly over: Promise<void>;
}

/**
 * What trackers say about the torrents they hold up ("unregistered torrent"). sync/maindata has only the flags,
 * the words cost a call per torrent: so few at a time, kept for a while, asked for between two polls, and never a reason
 * for a poll to wait or to fail.
 */
export class TrackerMessages {
  readonly #session: Session;
  readonly #known = new Map<string, Words>();
  readonly #changed = new Set<string>();
  #round: Round | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** `null` when not asked yet, or nothing was said. */
  of(hash: string): string | null {
    return this.#known.get(hash)?.text ?? null;
  }

  /** The hashes whose text is another one since this was last called. */
  takeChanged(): readonly string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  /**
   * Starts asking for a few of these torrents, as far as their words are missing or old, and forgets all others.
   * A call that fails ends the round. To be ended by `cutOff` before anything else is asked.
   */
  ask(hashes: ReadonlySet<string>, now: number): void {
    for (const hash of this.#known.keys()) if (!hashes.has(hash)) this.#known.delete(hash);
    const due = [...hashes].filter((hash) => {
      const known = this.#known.get(hash);
      return known === undefined || hasPassed(known.keepMs, known.askedAt, now);
    });
    if (due.length === 0) return;
    const cutOff = new AbortController();
    const over = this.#askEach(due.slice(0, MAX_CALLS_PER_ROUND), now, cutOff.signal);
    this.#round = { cutOff, over };
  }

  /** Ends the round under way, at once. What it was not told is asked for in a later one. */
  async cutOff(): Promise<void> {
    const round = this.#round;
    this.#round = null;
    round?.cutOff.abort(new Error("a poll is due"));
    await round?.over;
  }

  async #askEach(hashes: readonly string[], now: number, signal: AbortSignal): Promise<void> {
    for (const hash of hashes) {
      // oxlint-disable-next-line no-await-in-loop -- one conversation, and these can wait
      const answer = await this.#ask(hash, signal);
      const text = answer === "failed" ? this.of(hash) : answer.text;
      if (text !== this.of(hash)) this.#changed.add(hash);
      this.#known.set(hash, {
        text,
        askedAt: now,
        keepMs: answer === "failed" && signal.aborted ? RETRY_CUT_OFF_MS : KEEP_MS,
      });
      if (answer === "failed" || signal.aborted) return;
    }
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
    } catch {
      // Whatever it was: if it is lasting, the next poll meets it too, and tells.
      return "failed";
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
