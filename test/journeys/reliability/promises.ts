import type { Ledger, Retry } from "./ledger.ts";
import type { Moments } from "./moments.ts";
import type { Watchman } from "./watchman.ts";
import type { ReadingHabits } from "./upstreams.ts";
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
  /** Real milliseconds by which things may be late, or seem to be: what the machine lags. */
  readonly lateMs: number;
  /** When this machine last stood still for so long that a read may have missed its deadline by it; 0 for not lately. */
  readonly stalledTill: number;
  /** When events were sent, and when the server's clock was put, to whatever time. */
  readonly grabs: Moments;
  readonly clockPuts: Moments;
}

/** What anything may take on a machine that does not lag. */
const PATIENCE_MS = 3_000;
/** A read under way may still be poured into for a while after the fault ended. */
const POUR_MS = 4_000;
/** What an *arr is asked beside its queue hangs as long as any call may, which is of the real time. */
const HANGS_BESIDE_MS = 60_000;
const WINDOW_MS = 10_000;
/** An event may be sent a moment before the read in flight begins, and be taken in a moment after. */
const EVENT_TAKES_MS = 250;
/** Instances that failed together are tried again up to a tenth apart. */
const JITTER = 0.1;
const LONGEST_ORDINARY_MS = 60_000;
/** Which refusal it was is not always seen from outside; after each of them a wait of this or more is long enough. */
const LONGEST_SURE_MS = 60_000;
/** A call over a new connection takes a little longer than one over an old. */
const ON_ITS_WAY_MS = 20;
/** Reads within ten seconds that no pace and no news explain: one at the edge, two of a session that was lost. */
const SPARE_READS = 3;

/** Holds one upstream's source against what is promised of it. Complains to the watchman. */
export function checkPromises(watched: Watched, watchman: Watchman, facts: PromiseFacts): void {
  watched.ledger.update(facts.now, facts.lateMs);
  checkNotFalselyLive(watched, watchman, facts);
  checkRecovery(watched, watchman, facts);
  for (const retry of watched.ledger.takeRetries()) checkRetry(retry, watched, watchman, facts);
  checkBudget(watched, watchman, facts);
}

function patienceMs({ lateMs }: PromiseFacts): number {
  return PATIENCE_MS + 2 * lateMs;
}

/** A source that has been broken for longer than a pause and a deadline is not said to be well. */
function checkNotFalselyLive(
  { weather, sparedForMs }: Watched,
  watchman: Watchman,
  facts: PromiseFacts,
): void {
  const { id, habits } = weather.upstream;
  const { brokenSince, spell } = weather;
  if (brokenSince === null || watchman.sources.get(id)?.state !== "ok") return;
  const allowedMs =
    (habits.cadenceMs + habits.deadlineMs + sparedForMs) / facts.speed + patienceMs(facts);
  if (facts.now - brokenSince <= allowedMs) return;
  watchman.complain(
    `${id}: is said to be ok ${facts.now - brokenSince} ms into ${wordsFor(spell)}`,
  );
}

/** Once the fault is over, the second read that begins after it (and in time) is the last one that may go wrong. */
function checkRecovery(watched: Watched, watchman: Watchman, facts: PromiseFacts): void {
  const { weather, ledger } = watched;
  const { id, habits } = weather.upstream;
  const { wellSince, spell, hungTill, pouredTill } = weather;
  const source = watchman.sources.get(id);
  ledger.noteState(source?.state === "ok");
  if (wellSince === null || spell === null) return;
  if (source === undefined || source.state === "ok") return;
  // The read under way may be one that an earlier spell left without an end, or that this machine did not get round to.
  const freeSince = Math.max(
    wellSince,
    hungTill + habits.deadlineMs / facts.speed,
    pouredTill + POUR_MS,
    facts.stalledTill,
  );
  const freeForMs = facts.now - freeSince;
  const isHeldUp = facts.now < hungTill + HANGS_BESIDE_MS;
  const patience = patienceMs(facts) + (isHeldUp ? habits.waitsForHungMs : 0);
  const waitMs = longestWaitMs(ledger.refusalsSinceWell, habits) / facts.speed;
  if (freeForMs > waitMs + patience) {
    watchman.complain(
      `${id}: is still ${source.state} (${source.reason}) ${facts.now - wellSince} ms after ${wordsFor(spell)}`,
    );
  }
  // The first read may have begun in the very moment.
  const [, second, third] = ledger.readsSince(Math.max(wellSince, facts.stalledTill));
  if (second !== undefined && third !== undefined && facts.now - third > patience / 2) {
    watchman.complain(
      `${id}: is still ${source.state} (${source.reason}) after three reads since ${wordsFor(spell)}`,
    );
  }
}

/**
 * How long the server may wait after a read that failed, in its own milliseconds. Only refusals count towards the wait, and
 * they do until it is well, whatever came between.
 */
function longestWaitMs(refusals: number, { cadenceMs, refusalWaitsMs }: ReadingHabits): number {
  const ordinaryMs = Math.min(2 * cadenceMs, LONGEST_ORDINARY_MS);
  return Math.max(ordinaryMs, refusalWaitsMs[Math.min(refusals, refusalWaitsMs.length) - 1] ?? 0);
}

/** What failed is not tried again before its time: two polls, one when there is news, as long as promised after a refusal. */
function checkRetry(
  { failedAt, at, met, refusals }: Retry,
  { weather }: Watched,
  watchman: Watchman,
  { speed, lateMs, grabs, clockPuts }: PromiseFacts,
): void {
  const { id, habits, news, canRefuse } = weather.upstream;
  const from = failedAt - EVENT_TAKES_MS - lateMs;
  const isNews = news === "people" || (news === "grabs" && grabs.between(from, at) > 0);
  // Nobody knows then how long ago it failed, and whoever comes to look has everything read anew.
  if (clockPuts.between(from, at) > 0) return;
  const isRefusal = canRefuse && met === "status-401";
  const longestMs = Math.min(longestWaitMs(isRefusal ? refusals : 0, habits), LONGEST_SURE_MS);
  const waitMs = isNews && !isRefusal ? Math.min(habits.newsWaitMs, longestMs) : longestMs;
  const leastMs = (waitMs * (1 - JITTER)) / speed - lateMs - ON_ITS_WAY_MS;
  if (at - failedAt < leastMs) {
    const after = `${met}${isNews ? " and news" : ""}, ${refusals} refusals`;
    watchman.complain(`${id}: was tried again ${at - failedAt} ms after ${after}`);
  }
}

/** A good guest: no more reads than the pace and the news allow, and no storms of calls. */
function checkBudget(
  { weather, ledger, sparedForMs }: Watched,
  watchman: Watchman,
  { now, speed, lateMs, grabs, clockPuts }: PromiseFacts,
): void {
  const { id, habits, news } = weather.upstream;
  // What was asked before may have come in late, together with what was asked since.
  const windowMs = WINDOW_MS + lateMs;
  const since = now - windowMs;
  const heard = {
    // One that sends events is also looked at again a while after each.
    grabs: grabs.between(since - EVENT_TAKES_MS, now) * (sparedForMs > 0 ? 2 : 1),
    people: (windowMs * speed) / habits.newsWaitMs,
    none: 0,
  };
  const polls = (windowMs * speed) / habits.cadenceMs / (1 - JITTER);
  const allowed = polls + heard[news] + clockPuts.between(since, now) + SPARE_READS;
  const reads = ledger.readsSince(since).length;
  const calls = ledger.callsSince(since);
  if (reads > allowed) watchman.complain(`${id}: was read ${reads} times in ten seconds`);
  if (id !== "media-server" && calls > habits.mostCalls * allowed) {
    watchman.complain(`${id}: was called ${calls} times in ten seconds`);
  }
}

function wordsFor(spell: Spell | null): string {
  return spell === null ? "nothing" : `${spell.kind} of ${spell.fault ?? "the port"}`;
}
