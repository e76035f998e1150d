import type { Ledger } from "./ledger.ts";
import type { Watchman } from "./watchman.ts";
import type { Spell, Weather } from "./weather.ts";

/** What the checks of one upstream need to know. */
export interface Watched {
  readonly weather: Weather;
  readonly ledger: Ledger;
  /** For how long webhooks may spare its polls, in the server's milliseconds; 0 when it sends none. */
  readonly sparedForMs: number;
}

export interface PromiseFacts {
  /** Real time, milliseconds since the epoch. */
  readonly now: number;
  /** How many times faster the server's time runs. */
  readonly speed: number;
  /** Real milliseconds that a busy machine may take for anything. */
  readonly patienceMs: number;
}

/** A read under way may still be poured into for a while after the fault ended. */
const POUR_MS = 4_000;
const WINDOW_MS = 10_000;

/** Holds one upstream's source against what is promised of it. Complains to the watchman. */
export function checkPromises(watched: Watched, watchman: Watchman, facts: PromiseFacts): void {
  checkNotFalselyLive(watched, watchman, facts);
  checkRecovery(watched, watchman, facts);
  checkBudget(watched, watchman, facts);
}

/** A source that has been broken for longer than a pause and a deadline is not said to be well. */
function checkNotFalselyLive(
  { weather, sparedForMs }: Watched,
  watchman: Watchman,
  { now, speed, patienceMs }: PromiseFacts,
): void {
  const { id, habits } = weather.upstream;
  const { brokenSince, spell } = weather;
  if (brokenSince === null || watchman.sources.get(id)?.state !== "ok") return;
  const allowedMs = (habits.cadenceMs + habits.deadlineMs + sparedForMs) / speed + patienceMs;
  if (now - brokenSince <= allowedMs) return;
  watchman.complain(`${id}: is said to be ok ${now - brokenSince} ms into ${wordsFor(spell)}`);
}

/** Once the fault is over, the second read that begins after it (and in time) is the last one that may go wrong. */
function checkRecovery(
  { weather, ledger }: Watched,
  watchman: Watchman,
  { now, speed, patienceMs }: PromiseFacts,
): void {
  const { id, habits } = weather.upstream;
  const { wellSince, spell } = weather;
  if (wellSince === null || spell === null) return;
  const source = watchman.sources.get(id);
  if (source === undefined || source.state === "ok") return;
  const wellForMs = now - wellSince;
  const wait = waitAfter(spell, ledger.refusals, habits);
  if (wellForMs > wait / speed + patienceMs + (spell.fault === "huge" ? POUR_MS : 0)) {
    watchman.complain(
      `${id}: is still ${source.state} (${source.reason}) ${wellForMs} ms after ${wordsFor(spell)}`,
    );
  }
  // The first read may have begun in the very moment.
  const [, second, third] = ledger.readsSince(wellSince);
  if (second !== undefined && third !== undefined && now - third > patienceMs / 2) {
    watchman.complain(
      `${id}: is still ${source.state} (${source.reason}) after three reads since ${wordsFor(spell)}`,
    );
  }
}

/** How long the server may wait after a spell before it knows better, in its own milliseconds. */
function waitAfter(
  { fault }: Spell,
  refusals: number,
  { cadenceMs, deadlineMs, refusalWaitsMs }: Weather["upstream"]["habits"],
): number {
  // Sources that are read every few minutes are tried again after one.
  const ordinary = Math.min(2 * cadenceMs, 60_000);
  if (fault === "hang" || fault === "drip") return deadlineMs + ordinary;
  if (fault !== "status-401" || refusals === 0) return ordinary;
  return Math.max(ordinary, refusalWaitsMs[Math.min(refusals, refusalWaitsMs.length) - 1] ?? 0);
}

/** A good guest: no more reads than the pace allows, half as many in trouble, and no storms of calls. */
function checkBudget(
  { weather, ledger, sparedForMs }: Watched,
  watchman: Watchman,
  { speed }: PromiseFacts,
): void {
  const { id, habits } = weather.upstream;
  const { reads, calls, failed } = ledger.recent;
  const polls = (WINDOW_MS * speed) / habits.cadenceMs;
  // Webhooks, newcomers and trouble with sign-ins bring reads forward.
  const extra = 6 + (sparedForMs > 0 ? polls : 0);
  if (reads > polls * 1.15 + extra) {
    watchman.complain(`${id}: was read ${reads} times in ten seconds`);
  }
  const isBrokenAllAlong =
    weather.brokenSince !== null && Date.now() - weather.brokenSince >= WINDOW_MS;
  if (isBrokenAllAlong && failed > polls / 2 + extra) {
    watchman.complain(`${id}: was tried ${failed} times in ten seconds of trouble`);
  }
  if (id !== "media-server" && calls > habits.mostCalls * (polls + extra)) {
    watchman.complain(`${id}: was called ${calls} times in ten seconds`);
  }
}

function wordsFor(spell: Spell | null): string {
  return spell === null ? "nothing" : `${spell.kind} of ${spell.fault ?? "the port"}`;
}
