import { leftOf } from "../domain/has-passed.ts";

/** What the engine is told of webhooks, and what it tells back. */
export interface PushedNews {
  /** When this instance last sent an event by itself (a test is none), in milliseconds since the epoch; `null` = never. */
  lastEventAt(instanceId: string): number | null;
  /** A read of it fell due and was left out. */
  pollSkipped(instanceId: string): void;
}

/** All that decides whether a read can be left out; milliseconds since the epoch. */
interface PaceFacts {
  readonly now: number;
  readonly lastReadAt: number;
  readonly lastEventAt: number | null;
  /** How long events are believed in, and the longest time without a read. */
  readonly fallbackMs: number;
}

/**
 * An event comes before its consequences: an *arr looks at its download client a few seconds after a grab or an import,
 * and in any case about every minute and a half. Only then does its queue say what the event announced.
 */
const LOOK_AGAIN_AFTER_MS = [8_000, 30_000, 95_000];

/**
 * How long a read that is due can still be left out because the instance says by itself when something changes.
 *
 * @returns milliseconds; 0 when it has to be read now: no fresh event, nothing read for too long, the time has come to
 *   look for the consequences of the last event, or the clock was put back and nobody knows how long ago any of it is.
 */
export function leaveOutForMs({ now, lastReadAt, lastEventAt, fallbackMs }: PaceFacts): number {
  if (lastEventAt === null) return 0;
  const looks = LOOK_AGAIN_AFTER_MS.filter((ms) => lastEventAt + ms > lastReadAt);
  return Math.min(
    leftOf(Math.min(fallbackMs, ...looks), lastEventAt, now),
    leftOf(fallbackMs, lastReadAt, now),
  );
}
