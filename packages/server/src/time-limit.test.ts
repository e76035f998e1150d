import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { limitTime } from "./time-limit.ts";

describe("a time limit", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("aborts when the time is up", () => {
    const limit = limitTime(1_000);
    vi.advanceTimersByTime(999);
    expect([limit.signal.aborted, limit.isOver]).toEqual([false, false]);
    vi.advanceTimersByTime(1);
    expect([limit.signal.aborted, limit.isOver]).toEqual([true, true]);
  });

  test("passes on why the caller gave up, before or meanwhile", () => {
    const caller = new AbortController();
    const limit = limitTime(1_000, caller.signal);
    const why = new Error("nobody waits");
    caller.abort(why);
    expect(limit.signal.reason).toBe(why);
    expect(limit.isOver).toBe(false);
    expect(limitTime(1_000, caller.signal).signal.reason).toBe(why);
  });

  test("leaves nothing behind once it has ended", () => {
    const caller = new AbortController();
    const limit = limitTime(1_000, caller.signal);
    expect([vi.getTimerCount(), getEventListeners(caller.signal, "abort").length]).toEqual([1, 1]);
    limit.end();
    expect([vi.getTimerCount(), getEventListeners(caller.signal, "abort").length]).toEqual([0, 0]);
  });
});
