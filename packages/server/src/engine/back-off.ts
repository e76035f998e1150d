import type { UpstreamFailure } from "../upstreams/errors.ts";

/** Some failures mend themselves, some need a person; a refused sign-in repeated too often gets us banned. */
export interface BackOffFacts {
  readonly reason: UpstreamFailure | "unknown";
  /** How often it turned us away since the last good read, this time included; other failures do not count. */
  readonly refusals: number;
  /** How long the read took to fail: a hanging upstream was waited for already. */
  readonly tookMs: number;
  /** Whether a sign-in with a name and password was refused; a wrong API key bans nobody. */
  readonly isLogin: boolean;
  /** Whether these credentials have worked since the start: then the refusal may be a passing fault. */
  readonly everWorked: boolean;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** Sources that are read every few minutes are tried again after one. */
const LONGEST_ORDINARY_MS = MINUTE_MS;
const WRONG_KEY_STEPS_MS = [0, 30 * SECOND_MS];
const REFUSED_STEPS_MS = [0, 30 * SECOND_MS, MINUTE_MS];
/** qBittorrent bans an address after five refused sign-ins: four tries in the first hour and a half, then two an hour. */
const LOGIN_STEPS_MS = [5 * MINUTE_MS, 30 * MINUTE_MS];
const LOGIN_STEPS_ONCE_WORKED_MS = [0, 30 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS];
const JITTER = 0.1;

/**
 * How long to wait after a failure before asking again. Ordinary trouble, however long it lasts: two polls from when the
 * failed read began and one from when it ended, so that recovery is seen within two polls.
 *
 * @param cadenceMs the pace now; faster while somebody watches.
 * @param random 0..1, spreads instances that failed together by up to a tenth.
 * @returns milliseconds.
 */
export function backOffMs(facts: BackOffFacts, cadenceMs: number, random: number): number {
  const ordinary = Math.min(Math.max(cadenceMs, 2 * cadenceMs - facts.tookMs), LONGEST_ORDINARY_MS);
  return Math.max(ordinary, stepOf(facts)) * (1 - JITTER * random);
}

/** Whether it turned us away, so that only another answer of its own can mend it. */
export function isRefusal(reason: BackOffFacts["reason"]): boolean {
  return reason === "unauthorized" || reason === "refused";
}

function stepOf({ reason, refusals, isLogin, everWorked }: BackOffFacts): number {
  if (!isRefusal(reason)) return 0;
  if (reason === "refused") return pick(REFUSED_STEPS_MS, refusals);
  if (!isLogin) return pick(WRONG_KEY_STEPS_MS, refusals);
  return pick(everWorked ? LOGIN_STEPS_ONCE_WORKED_MS : LOGIN_STEPS_MS, refusals);
}

function pick(steps: readonly number[], refusals: number): number {
  return steps[Math.min(refusals, steps.length) - 1] ?? 0;
}
