/** The part of Chromium's trace events that is read: one finished piece of work, times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
}

/** What one step cost the page's main thread, milliseconds. */
export interface StepCost {
  readonly script: number;
  readonly style: number;
  readonly layout: number;
  /** All of it, with paint and what else belongs to a frame. */
  readonly task: number;
}

const NAMES: Readonly<Record<keyof StepCost, ReadonlySet<string>>> = {
  script: new Set([
    "FunctionCall",
    "EvaluateScript",
    "EventDispatch",
    "RunMicrotasks",
    "TimerFire",
    "FireAnimationFrame",
    "v8.callFunction",
  ]),
  style: new Set(["UpdateLayoutTree"]),
  layout: new Set(["Layout"]),
  task: new Set(["RunTask"]),
};
const MICROSECONDS_PER_MS = 1_000;

/** The clock of the trace: monotonic microseconds, the same for every process of this machine. */
export function traceNow(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/**
 * What each step cost, from a trace of all of them.
 *
 * @param saidAt when each step was said, by `traceNow`; what runs until the next one is said is its cost.
 * @param until  when the last step's time is over.
 */
export function costsOf(
  events: readonly TraceEvent[],
  saidAt: readonly number[],
  until: number,
): StepCost[] {
  const main = mainThreadOf(events);
  return saidAt.map((from, at) => {
    const to = saidAt[at + 1] ?? until;
    const inside = main.filter(({ ts }) => ts >= from && ts < to);
    const cost = (kind: keyof StepCost): number =>
      busyMs(inside.filter(({ name }) => NAMES[kind].has(name)));
    return {
      script: cost("script"),
      style: cost("style"),
      layout: cost("layout"),
      task: cost("task"),
    };
  });
}

/** The finished work of the renderer's main thread that ran most script: the page that is measured. */
function mainThreadOf(events: readonly TraceEvent[]): TraceEvent[] {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const work = Map.groupBy(
    events.filter(({ ph, pid, tid }) => ph === "X" && mains.has(`${pid}/${tid}`)),
    ({ pid, tid }) => `${pid}/${tid}`,
  );
  const scriptIn = (some: readonly TraceEvent[]): number =>
    busyMs(some.filter(({ name }) => NAMES.script.has(name)));
  return [...work.values()].sort((a, b) => scriptIn(b) - scriptIn(a))[0] ?? [];
}

/** Milliseconds covered by any of these; what lies inside another counts once. */
function busyMs(events: readonly TraceEvent[]): number {
  let sum = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { ts, dur = 0 } of events.toSorted((a, b) => a.ts - b.ts)) {
    sum += Math.max(0, ts + dur - Math.max(end, ts));
    end = Math.max(end, ts + dur);
  }
  return sum / MICROSECONDS_PER_MS;
}
