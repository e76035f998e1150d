import { beforeEach, describe, expect, test } from "vitest";

import { UpstreamError, type UpstreamFailure } from "../upstreams/errors.ts";
import { FakeClock, settle } from "./fake-clock.case.ts";
import { Poller, type PollerOptions } from "./poller.ts";

type Answer = { data: string } | { fail: UpstreamFailure } | "hang" | "crash";

const CADENCE_MS = 5_000;
const DEADLINE_MS = 15_000;

describe("a poller", () => {
  let clock: FakeClock;
  let lines: string[];
  let reads: number;
  let running: number;
  let mostRunning: number;
  let next: (read: number) => Answer;
  let cadence: number | null;
  let poller: Poller<string>;

  const make = (change: Partial<PollerOptions<string>> = {}): Poller<string> =>
    new Poller({
      instanceId: "qbittorrent-main",
      read: async (signal) => {
        reads += 1;
        running += 1;
        mostRunning = Math.max(mostRunning, running);
        try {
          return await answer(next(reads), signal);
        } finally {
          running -= 1;
        }
      },
      cadenceMs: () => cadence,
      deadlineMs: DEADLINE_MS,
      isLogin: false,
      clock,
      log: {
        info: (_fields, message) => lines.push(`info ${message}`),
        warn: (_fields, message) => lines.push(`warn ${message}`),
      },
      onReading: () => {},
      ...change,
    });

  beforeEach(() => {
    clock = new FakeClock();
    lines = [];
    reads = 0;
    running = 0;
    mostRunning = 0;
    cadence = CADENCE_MS;
    next = (read) => ({ data: `read ${read}` });
    poller = make();
  });

  test("reads at once and then at its pace", async () => {
    poller.start();
    await settle();
    expect(poller.reading.data).toBe("read 1");
    await clock.pass(4 * CADENCE_MS);
    expect(reads).toBe(5);
  });

  test("never reads twice at once, whoever asks", async () => {
    poller.start();
    await Promise.all([poller.refresh(), poller.refresh(), poller.refresh()]);
    expect(reads).toBe(1);
    expect(mostRunning).toBe(1);
  });

  test("a nudge during a read is followed by another read: the first may have looked too early", async () => {
    poller.start();
    poller.nudge();
    poller.nudge();
    await settle();
    expect(reads).toBe(2);
    expect(mostRunning).toBe(1);
  });

  test("keeps the last good data and says since when and why it is old", async () => {
    next = (read) => (read === 1 ? { data: "good" } : { fail: "bad-status" });
    poller.start();
    await clock.pass(CADENCE_MS);
    const { data, trouble, lastSuccessAt } = poller.reading;
    expect(data).toBe("good");
    expect(trouble).toMatchObject({ reason: "bad-status", failures: 1, since: clock.now() });
    expect(lastSuccessAt).toBe(clock.now() - CADENCE_MS);
  });

  test("logs once when an upstream goes and once when it returns", async () => {
    next = (read) => (read >= 2 && read <= 5 ? { fail: "unreachable" } : { data: "good" });
    poller.start();
    await clock.pass(60_000);
    expect(poller.reading.trouble).toBeNull();
    expect(lines).toHaveLength(2);
    expect(lines.map((line) => line.slice(0, 4))).toEqual(["warn", "info"]);
  });

  test.each([
    ["soon", 12_000],
    ["after a night", 8 * 3_600_000],
  ])("recovers within two polls when ordinary trouble ends %s", async (_when, ms) => {
    let isBroken = true;
    next = () => (isBroken ? { fail: "unreachable" } : { data: "good" });
    poller.start();
    await clock.pass(ms);
    isBroken = false;
    await clock.pass(2 * CADENCE_MS);
    expect(poller.reading.data).toBe("good");
  });

  test("asks one that is in trouble half as often as one that is well", async () => {
    next = () => ({ fail: "unreachable" });
    poller.start();
    await clock.pass(60 * 60_000);
    expect(reads).toBeLessThanOrEqual(60 * 6 + 1);
  });

  test("gives one that hangs a pause, but waits no longer than two polls from the read that hung", async () => {
    let isBroken = true;
    next = () => (isBroken ? "hang" : { data: "good" });
    poller.start();
    await clock.pass(DEADLINE_MS + CADENCE_MS - 1);
    expect(reads).toBe(1);
    await clock.pass(1);
    expect(reads).toBe(2);
    isBroken = false;
    await clock.pass(DEADLINE_MS + CADENCE_MS);
    expect(poller.reading.data).toBe("good");
  });

  test("a source that is read every few minutes is seen to be back after one", async () => {
    cadence = 5 * 60_000;
    next = (read) => (read === 1 ? { fail: "unreachable" } : { data: "good" });
    poller.start();
    await clock.pass(60_000);
    expect(poller.reading.data).toBe("good");
  });

  test("in long trouble while nobody looks it asks about once a minute, and at once when somebody comes", async () => {
    cadence = 30_000;
    next = () => ({ fail: "unreachable" });
    poller.start();
    await clock.pass(20 * 60_000);
    const before = reads;
    await clock.pass(10 * 60_000);
    expect(reads - before).toBeLessThanOrEqual(11);
    await clock.pass(20_000);
    cadence = CADENCE_MS;
    next = () => ({ data: "good" });
    poller.reschedule();
    await clock.pass(0);
    expect(poller.reading.data).toBe("good");
  });

  test("a hung read ends at its deadline, as trouble", async () => {
    next = (read) => (read === 2 ? "hang" : { data: `read ${read}` });
    poller.start();
    await clock.pass(CADENCE_MS + DEADLINE_MS);
    expect(poller.reading).toMatchObject({ data: "read 1", trouble: { reason: "timeout" } });
    await clock.pass(CADENCE_MS);
    expect(poller.reading).toMatchObject({ data: "read 3", trouble: null });
  });

  test("an error that is none of ours is trouble too, never a crash", async () => {
    next = () => "crash";
    poller.start();
    await settle();
    expect(poller.reading.trouble?.reason).toBe("unknown");
  });

  test("news brings the next try after trouble forward by a poll", async () => {
    next = (read) => (read === 2 ? { fail: "unreachable" } : { data: "good" });
    poller.start();
    await clock.pass(CADENCE_MS + 1_000);
    poller.nudge();
    await clock.pass(CADENCE_MS - 1_001);
    expect(reads).toBe(2);
    await clock.pass(1);
    expect(reads).toBe(3);
    expect(poller.reading.trouble).toBeNull();
  });

  test("news is a reason to try at once when the trouble was met a poll ago", async () => {
    next = (read) => (read === 2 ? { fail: "unreachable" } : { data: "good" });
    poller.start();
    await clock.pass(2 * CADENCE_MS);
    poller.nudge();
    await settle();
    expect(reads).toBe(3);
  });

  test.each([CADENCE_MS, 60_000, null])(
    "however much news there is, an upstream in trouble is tried every five seconds (pace: %s)",
    async (pace) => {
      cadence = pace;
      next = () => ({ fail: "bad-payload" });
      poller.start();
      await settle();
      for (let ms = 0; ms < 60_000; ms += 200) {
        poller.nudge();
        await clock.pass(200);
      }
      expect(reads).toBe(1 + 60 / 5);
    },
  );

  test("news that came while a read failed waits as well", async () => {
    next = () => ({ fail: "bad-status" });
    poller.start();
    poller.nudge();
    await clock.pass(CADENCE_MS - 1);
    expect(reads).toBe(1);
    await clock.pass(1);
    expect(reads).toBe(2);
  });

  test("a sign-in that never worked is tried three times in the first 35 minutes, nudges or not", async () => {
    poller = make({ isLogin: true });
    next = () => ({ fail: "unauthorized" });
    poller.start();
    for (let minute = 0; minute < 35; minute += 1) {
      poller.nudge();
      await clock.pass(60_000);
    }
    expect(reads).toBe(3);
  });

  test("a sign-in that worked before is tried again soon, but stays under a ban of five in an hour and a half", async () => {
    poller = make({ isLogin: true });
    next = (read) => (read === 1 ? { data: "good" } : { fail: "unauthorized" });
    poller.start();
    await clock.pass(CADENCE_MS + 2 * CADENCE_MS);
    expect(reads).toBe(3);
    await clock.pass(60 * 60_000);
    expect(reads - 1).toBeLessThan(6);
  });

  test("a single refusal after long other trouble is no reason for the long wait of many", async () => {
    poller = make({ isLogin: true });
    next = (read) => {
      if (read === 1 || read > 21) return { data: "good" };
      return { fail: read === 21 ? "unauthorized" : "unreachable" };
    };
    poller.start();
    await clock.pass(CADENCE_MS + 20 * 2 * CADENCE_MS);
    expect(reads).toBe(22);
    expect(poller.reading.trouble).toBeNull();
  });

  test("other trouble in between does not make refusals be forgotten", async () => {
    poller = make({ isLogin: true });
    next = (read) => {
      if (read === 1) return { data: "good" };
      return { fail: read % 2 === 0 ? "unauthorized" : "unreachable" };
    };
    poller.start();
    await clock.pass(60 * 60_000);
    expect(Math.floor(reads / 2)).toBeLessThan(6);
  });

  test("a wrong API key bans nobody: tried again every half minute", async () => {
    next = () => ({ fail: "unauthorized" });
    poller.start();
    await clock.pass(5 * 60_000);
    expect(reads).toBeGreaterThan(8);
    expect(reads).toBeLessThan(14);
  });

  test.each<UpstreamFailure>(["unauthorized", "refused"])(
    "is read again after it was %s, also by timers that cut off fractions of a millisecond",
    async (failure) => {
      const exact = clock.after.bind(clock);
      clock.random = () => 0.123_456;
      clock.after = (ms, call) => exact(Math.trunc(ms), call);
      next = (read) => (read === 1 || read >= 4 ? { data: `read ${read}` } : { fail: failure });
      poller.start();
      await clock.pass(5 * 60_000);
      expect(poller.reading.trouble).toBeNull();
    },
  );

  test("without a pace it reads only when asked", async () => {
    cadence = null;
    poller.start();
    await clock.pass(3_600_000);
    expect(reads).toBe(1);
    await poller.refreshIfOlder(30_000);
    await poller.refreshIfOlder(30_000);
    expect(reads).toBe(2);
  });

  test("whoever looks again is soon told that a slow source went and that it is back, without a storm", async () => {
    cadence = 60_000;
    next = (read) => (read === 2 ? { fail: "unreachable" } : { data: `read ${read}` });
    poller.start();
    await clock.pass(9_999);
    await poller.lookAgain(10_000);
    expect(reads).toBe(1);
    await clock.pass(1);
    await Promise.all([1, 2, 3].map(() => poller.lookAgain(10_000)));
    expect([reads, poller.reading.trouble?.reason]).toEqual([2, "unreachable"]);
    await poller.lookAgain(10_000);
    expect(reads).toBe(2);
    await clock.pass(10_000);
    await poller.lookAgain(10_000);
    expect(poller.reading).toMatchObject({ reads: 3, data: "read 3", trouble: null });
  });

  test("a look is no reason to try refused credentials again", async () => {
    next = () => ({ fail: "unauthorized" });
    poller = make({ isLogin: true });
    poller.start();
    await clock.pass(60_000);
    await poller.lookAgain(10_000);
    expect(reads).toBe(1);
  });

  test("a faster pace brings the next read forward", async () => {
    cadence = 60_000;
    poller.start();
    await clock.pass(10_000);
    cadence = CADENCE_MS;
    poller.reschedule();
    await clock.pass(0);
    expect(reads).toBe(2);
  });

  test("goes on at its pace when the clock is put back, whoever comes to look", async () => {
    poller.start();
    await clock.pass(CADENCE_MS);
    clock.putBack(3_600_000);
    poller.reschedule();
    await clock.pass(3 * CADENCE_MS);
    expect(reads).toBeGreaterThanOrEqual(4);
  });

  test.each<UpstreamFailure>(["unreachable", "unauthorized"])(
    "a clock put back does not make the wait after %s longer",
    async (failure) => {
      poller = make({ isLogin: true });
      next = (read) => (read === 2 ? { fail: failure } : { data: `read ${read}` });
      poller.start();
      await clock.pass(CADENCE_MS);
      clock.putBack(3_600_000);
      poller.nudge();
      await settle();
      expect(poller.reading.trouble).toBeNull();
    },
  );

  test("without a pace, what was read before the clock was put back is read again", async () => {
    cadence = null;
    poller.start();
    await settle();
    clock.putBack(3_600_000);
    await poller.refreshIfOlder(30_000);
    expect(reads).toBe(2);
  });

  test("stopping ends the read in flight and leaves no timer", async () => {
    next = () => "hang";
    poller.start();
    await settle();
    await poller.stop();
    poller.nudge();
    await clock.pass(120_000);
    expect(reads).toBe(1);
    expect(clock.pendingTimers).toBe(0);
    expect(poller.reading.trouble).toBeNull();
  });
});

function answer(one: Answer, signal: AbortSignal): Promise<string> {
  if (one === "crash") return Promise.reject(new TypeError("boom"));
  if (one === "hang") {
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
    });
  }
  if ("data" in one) return Promise.resolve(one.data);
  return Promise.reject(
    new UpstreamError({
      instanceId: "qbittorrent-main",
      reason: one.fail,
      message: "is in trouble",
    }),
  );
}
