import { afterEach, describe, expect, test, vi } from "vitest";

import { UpstreamError } from "../errors.ts";
import { recordingLog } from "./arr.fake.ts";
import { Kept, settleWithin } from "./kept.ts";

const TIMEOUT = new UpstreamError({
  instanceId: "sonarr-main",
  reason: "timeout",
  message: "did not answer in time",
});

function keep(load: (signal: AbortSignal) => Promise<string>, initial: string | null = null) {
  const clock = { now: 1_000_000 };
  const log = recordingLog();
  const kept = new Kept<string>(
    { name: "library", initial, maxAgeMs: 300_000, load },
    { now: () => clock.now, log },
  );
  return { kept, clock, log };
}

describe("a kept answer", () => {
  test("is read once and then only when it is old", async () => {
    const load = vi.fn(async () => "first");
    const { kept, clock } = keep(load);
    await kept.refreshWhenOld();
    expect(kept.value).toBe("first");
    clock.now += 299_999;
    await kept.refreshWhenOld();
    expect(load).toHaveBeenCalledTimes(1);
    clock.now += 1;
    await kept.refreshWhenOld();
    expect(load).toHaveBeenCalledTimes(2);
  });

  test("is read anew when the clock was put back: nobody knows how old it is", async () => {
    const load = vi.fn(async () => "value");
    const { kept, clock } = keep(load);
    await kept.refreshWhenOld();
    clock.now -= 3_600_000;
    await kept.refreshWhenOld();
    await kept.refreshWhenOld();
    expect(load).toHaveBeenCalledTimes(2);
  });

  test("that came quickly is read anew sooner, one that took its time is not", async () => {
    const clock = { now: 1_000_000 };
    let tookMs = 10;
    const load = vi.fn(async () => {
      clock.now += tookMs;
      return "value";
    });
    const kept = new Kept<string>(
      { name: "library", initial: null, maxAgeMs: 300_000, minAgeMs: 60_000, load },
      { now: () => clock.now, log: recordingLog() },
    );
    const readsWithin = async (ms: number): Promise<number> => {
      const before = load.mock.calls.length;
      for (let passed = 0; passed < ms; passed += 1000) {
        clock.now += 1000;
        await kept.refreshWhenOld();
      }
      return load.mock.calls.length - before;
    };
    await kept.refreshWhenOld();
    expect(await readsWithin(180_000)).toBe(3);
    tookMs = 1000;
    await readsWithin(60_000);
    expect(await readsWithin(600_000)).toBe(3);
    tookMs = 60_000;
    await readsWithin(300_000);
    expect(await readsWithin(600_000)).toBeLessThanOrEqual(3);
  });

  test("is never read twice at once, and the earlier value serves meanwhile", async () => {
    const second = Promise.withResolvers<string>();
    const load = vi.fn(async () => await (load.mock.calls.length === 1 ? "first" : second.promise));
    const { kept, clock } = keep(load);
    await kept.refreshWhenOld();
    clock.now += 300_000;
    const running = kept.refreshWhenOld();
    const joined = kept.refreshFor(new Set([1]));
    expect(kept.value).toBe("first");
    second.resolve("second");
    await Promise.all([running, joined]);
    expect(kept.value).toBe("second");
    expect(load).toHaveBeenCalledTimes(2);
  });

  test("that is not there yet is waited for by everyone together", async () => {
    const first = Promise.withResolvers<string>();
    const load = vi.fn(async () => await first.promise);
    const { kept } = keep(load);
    const waiting = Promise.all([kept.refreshWhenOld(), kept.refreshWhenOld()]);
    first.resolve("first");
    await waiting;
    expect(load).toHaveBeenCalledTimes(1);
  });

  test("outlives failures, which are logged once until it works again", async () => {
    let outcome: string | UpstreamError = "first";
    const { kept, clock, log } = keep(async () => {
      if (outcome instanceof UpstreamError) throw outcome;
      return outcome;
    });
    const refreshLater = async (): Promise<void> => {
      clock.now += 300_000;
      await kept.refreshWhenOld();
    };
    await refreshLater();
    outcome = TIMEOUT;
    await refreshLater();
    await refreshLater();
    expect(kept.value).toBe("first");
    expect(kept.failure).toBe(TIMEOUT);
    expect(log.warnings).toEqual([
      'the library could not be read anew {"part":"library","reason":"timeout"}',
    ]);
    outcome = "second";
    await refreshLater();
    expect([kept.value, kept.failure]).toEqual(["second", null]);
    outcome = TIMEOUT;
    await refreshLater();
    expect(log.warnings).toHaveLength(2);
  });

  test("with nothing to show yet is tried each time, and says why it failed instead of logging", async () => {
    const load = vi.fn(async () => await Promise.reject<string>(TIMEOUT));
    const { kept, log } = keep(load);
    await kept.refreshWhenOld();
    await kept.refreshWhenOld();
    expect(load).toHaveBeenCalledTimes(2);
    expect([kept.value, kept.failure]).toEqual([null, TIMEOUT]);
    expect(log.warnings).toEqual([]);
  });

  test("after a failure is tried again after a minute, not at each poll", async () => {
    const load = vi.fn(async () => await Promise.reject<string>(TIMEOUT));
    const { kept, clock } = keep(load, "something");
    await kept.refreshWhenOld();
    clock.now += 59_000;
    await kept.refreshWhenOld();
    expect(load).toHaveBeenCalledTimes(1);
    clock.now += 1_000;
    await kept.refreshWhenOld();
    expect(load).toHaveBeenCalledTimes(2);
  });

  test("is read anew for a missing id, but not twice in 15 s and not twice for the same id", async () => {
    const load = vi.fn(async () => "value");
    const { kept, clock } = keep(load);
    await kept.refreshWhenOld();
    clock.now += 14_999;
    await kept.refreshFor(new Set([7]));
    expect(load).toHaveBeenCalledTimes(1);
    clock.now += 1;
    await kept.refreshFor(new Set([7]));
    expect(load).toHaveBeenCalledTimes(2);
    clock.now += 60_000;
    await kept.refreshFor(new Set([7]));
    expect(load).toHaveBeenCalledTimes(2);
    await kept.refreshFor(new Set([7, 8]));
    expect(load).toHaveBeenCalledTimes(3);
  });

  test("is read anew when an id is missing again that was there meanwhile", async () => {
    const load = vi.fn(async () => "value");
    const { kept, clock } = keep(load);
    await kept.refreshFor(new Set([7]));
    clock.now += 60_000;
    await kept.refreshFor(new Set());
    await kept.refreshFor(new Set([7]));
    expect(load).toHaveBeenCalledTimes(2);
  });

  test("is not waited for while it is read anew, when nothing is missing", async () => {
    const { kept } = keep(async () => await new Promise<string>(() => {}), "earlier");
    void kept.refreshWhenOld();
    await kept.refreshFor(new Set());
    expect(kept.value).toBe("earlier");
  });

  test("closing ends a running read without a trace, and nothing starts after it", async () => {
    const load = vi.fn(
      (signal: AbortSignal) =>
        new Promise<string>((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error));
        }),
    );
    const { kept, log } = keep(load, "earlier");
    const running = kept.refreshWhenOld();
    await kept.close();
    await running;
    expect([kept.value, kept.failure]).toEqual(["earlier", null]);
    await kept.refreshFor(new Set([1]));
    expect(load).toHaveBeenCalledTimes(1);
    expect(log.warnings).toEqual([]);
  });
});

describe("waiting for slow work", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("ends with the work", async () => {
    const work = Promise.withResolvers<void>();
    const waiting = settleWithin(
      work.promise,
      Number.POSITIVE_INFINITY,
      new AbortController().signal,
    );
    work.resolve();
    await expect(waiting).resolves.toBeUndefined();
  });

  test("ends with patience, the work goes on", async () => {
    vi.useFakeTimers();
    const waiting = settleWithin(new Promise(() => {}), 2_000, new AbortController().signal);
    vi.advanceTimersByTime(2_000);
    await expect(waiting).resolves.toBeUndefined();
  });

  test("throws the caller's own reason when the caller gives up, before or meanwhile", async () => {
    const caller = new AbortController();
    const waiting = settleWithin(new Promise(() => {}), Number.POSITIVE_INFINITY, caller.signal);
    caller.abort(new Error("had enough"));
    await expect(waiting).rejects.toThrow("had enough");
    await expect(settleWithin(Promise.resolve(), 1, caller.signal)).rejects.toThrow("had enough");
  });
});
