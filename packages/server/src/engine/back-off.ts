import type { UpstreamFailure } from "../upstreams/errors.ts";

/** Some failures mend themselves, some need a person; a refused sign-in repeated too often gets us banned. */
export interface BackOffFacts {
  readonly reason: UpstreamFailure | "unknown";
  /** Failures in a row, this one included; 1 or more. */
  readonly failures: number;
  readonly cadenceMs: number;
  /** Whether a sign-in with a name and password was refused; a wrong API key bans nobody. */
  readonly isLogin: boolean;
  /** Whether these credentials have worked since the start: then the refusal may be a passing fault. */
  readonly everWorked: boolean;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** Ordinary trouble: at first the usual pace doubled, so that recovery is seen at once; a minute after a while, and for slow sources. */
const PATIENT_AFTER_FAILURES = 30;
const PATIENT_MS = MINUTE_MS;
const WRONG_KEY_STEPS_MS = [0, 30 * SECOND_MS];
const REFUSED_STEPS_MS = [0, 30 * SECOND_MS, MINUTE_MS];
/** qBittorrent bans an address after five refused sign-ins: four tries in the first hour and a half, then two an hour. */
const LOGIN_STEPS_MS = [5 * MINUTE_MS, 30 * MINUTE_MS];
const LOGIN_STEPS_ONCE_WORKED_MS = [0, 30 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS];
const JITTER = 0.1;

/**
 * How long to wait before asking again.
 *
 * @param random 0..1, spreads instances that failed together by up to a tenth.
 * @returns milliseconds; a source that is read every few minutes is tried again after one.
 */
export function backOffMs(facts: BackOffFacts, random: number): number {
  const wait = Math.max(Math.min(2 * facts.cadenceMs, PATIENT_MS), stepOf(facts));
  return wait * (1 - JITTER * random);
}

function stepOf(facts: BackOffFacts): number {
  if (facts.reason === "refused") return pick(REFUSED_STEPS_MS, facts.failures);
  if (facts.reason !== "unauthorized")
    return facts.failures > PATIENT_AFTER_FAILURES ? PATIENT_MS : 0;
  if (!facts.isLogin) return pick(WRONG_KEY_STEPS_MS, facts.failures);
  return pick(facts.everWorked ? LOGIN_STEPS_ONCE_WORKED_MS : LOGIN_STEPS_MS, facts.failures);
}

function pick(steps: readonly number[], failures: number): number {
  return steps[Math.min(failures, steps.length) - 1] ?? 0;
}
