import { beforeEach, describe, expect, test } from "vitest";

import type { HistoryRecord } from "../domain/history.ts";
import { makeHistoryRecord } from "../domain/make.case.ts";
import type { ArrControl } from "../upstreams/arr-control.ts";
import type { Connected } from "../upstreams/connected.ts";
import { UpstreamError } from "../upstreams/errors.ts";
import type { Instance } from "../upstreams/instance.ts";
import type { Arr } from "../upstreams/upstream.ts";
import { FakeClock } from "./fake-clock.case.ts";
import { HistoryReader } from "./history-reader.ts";

const DAY_MS = 86_400_000;

describe("reading history", () => {
  let clock: FakeClock;
  let asked: { instanceId: string; since: number }[];
  let answers: Map<string, () => Promise<readonly HistoryRecord[]>>;
  let reader: HistoryReader;

  beforeEach(() => {
    clock = new FakeClock();
    asked = [];
    answers = new Map();
    const arr = (id: string): Connected<Pick<Arr, "control">> => ({
      instance: { id } as Instance,
      upstream: {
        control: {
          history: (since: number) => {
            asked.push({ instanceId: id, since });
            return answers.get(id)?.() ?? Promise.resolve([]);
          },
        } as unknown as ArrControl,
      },
    });
    reader = new HistoryReader({ arrs: [arr("sonarr-main"), arr("radarr-main")], clock });
  });

  const timesAsked = (instanceId: string): number =>
    asked.filter((one) => one.instanceId === instanceId).length;

  test("many who look at once, and soon after, cost one call per instance", async () => {
    await Promise.all([reader.read(7), reader.read(7), reader.read(7)]);
    await clock.pass(29_000);
    await reader.read(7);
    expect(asked.map(({ instanceId }) => instanceId)).toEqual(["sonarr-main", "radarr-main"]);
    await clock.pass(1_000);
    await reader.read(7);
    expect(asked).toHaveLength(4);
  });

  test("what was read before the clock was put back is read again", async () => {
    await reader.read(7);
    clock.putBack(3_600_000);
    await reader.read(7);
    expect(timesAsked("sonarr-main")).toBe(2);
  });

  test("a wide reading serves a narrow question with its own days alone; a wider one is read anew", async () => {
    const old = makeHistoryRecord({ id: 1, at: clock.now() - 5 * DAY_MS });
    const young = makeHistoryRecord({ id: 2, at: clock.now() - DAY_MS });
    answers.set("sonarr-main", () => Promise.resolve([young, old]));
    expect((await reader.read(7))[0]).toEqual({
      instanceId: "sonarr-main",
      records: [young, old],
    });
    expect((await reader.read(2))[0]).toEqual({ instanceId: "sonarr-main", records: [young] });
    expect(timesAsked("sonarr-main")).toBe(1);
    await reader.read(90);
    expect(asked.at(-1)?.since).toBe(clock.now() - 90 * DAY_MS);
  });

  test("one that fails says so, keeps the others, and is asked again a little later", async () => {
    const failure = new UpstreamError({
      instanceId: "sonarr-main",
      reason: "bad-status",
      message: "x",
    });
    answers.set("sonarr-main", () => Promise.reject(failure));
    const expected = [
      { instanceId: "sonarr-main", trouble: "bad-status" },
      { instanceId: "radarr-main", records: [] },
    ];
    expect(await reader.read(7)).toEqual(expected);
    expect(await reader.read(7)).toEqual(expected);
    expect(timesAsked("sonarr-main")).toBe(1);
    await clock.pass(5_000);
    answers.delete("sonarr-main");
    expect((await reader.read(7))[0]).toEqual({ instanceId: "sonarr-main", records: [] });
  });

  describe("one that was read before and is silent now", () => {
    const failure = new UpstreamError({
      instanceId: "sonarr-main",
      reason: "unreachable",
      message: "x",
    });
    const past = (id: number, daysAgo: number) =>
      makeHistoryRecord({ id, at: clock.now() - daysAgo * DAY_MS });
    /** Reads what it has, and lets that get old. */
    async function readBefore(days: number, records: readonly HistoryRecord[]) {
      answers.set("sonarr-main", () => Promise.resolve(records));
      const askedAt = clock.now();
      await reader.read(days);
      await clock.pass(60_000);
      return { askedAt, from: askedAt - days * DAY_MS };
    }
    function beSilent(): void {
      answers.set("sonarr-main", () => Promise.reject(failure));
    }

    test("keeps its last good list, with when that was and how far it reaches", async () => {
      const [young, old] = [past(2, 1), past(1, 5)];
      const { askedAt, from } = await readBefore(7, [young, old]);
      beSilent();
      const silent = { instanceId: "sonarr-main", trouble: "unreachable" };
      expect((await reader.read(7))[0]).toEqual({
        ...silent,
        lastGood: { records: [young, old], from, askedAt },
      });
      expect((await reader.read(2))[0]).toEqual({
        ...silent,
        lastGood: { records: [young], from, askedAt },
      });
      expect((await reader.read(90))[0]).toMatchObject({ lastGood: { from, askedAt } });
      await clock.pass(60_000);
      answers.delete("sonarr-main");
      expect((await reader.read(7))[0]).toEqual({ instanceId: "sonarr-main", records: [] });
    });

    test("keeps it when news came in between, and when it hangs", async () => {
      const young = past(1, 1);
      await readBefore(7, [young]);
      reader.forget("sonarr-main");
      answers.set("sonarr-main", () => new Promise(() => {}));
      const waiting = reader.read(7);
      await clock.pass(8_000);
      expect((await waiting)[0]).toMatchObject({
        trouble: "timeout",
        lastGood: { records: [young] },
      });
    });

    test("who looked at a week took nothing of the months before it", async () => {
      const [young, old] = [past(2, 1), past(1, 20)];
      const { from } = await readBefore(30, [young, old]);
      const younger = makeHistoryRecord({ id: 3, at: clock.now() });
      const { askedAt } = await readBefore(7, [younger, young]);
      beSilent();
      expect((await reader.read(90))[0]).toMatchObject({
        lastGood: { records: [younger, young, old], from, askedAt },
      });
    });

    test("two readings with a gap between them are not taken for one", async () => {
      await readBefore(90, [past(1, 1)]);
      await clock.pass(8 * DAY_MS);
      const { from } = await readBefore(7, []);
      beSilent();
      expect((await reader.read(90))[0]).toMatchObject({ lastGood: { records: [], from } });
    });

    test("what is older than anybody looks back is let go", async () => {
      const [young, old] = [past(2, 1), past(1, 89)];
      await readBefore(90, [young, old]);
      await clock.pass(3 * DAY_MS);
      const { askedAt } = await readBefore(7, [young]);
      beSilent();
      // Asked for more than anybody can ask for, to see that it is not there.
      expect((await reader.read(120))[0]).toMatchObject({
        lastGood: { records: [young], from: askedAt - 90 * DAY_MS },
      });
    });

    test("an answer that comes late does not take the place of a newer one", async () => {
      const late = Promise.withResolvers<readonly HistoryRecord[]>();
      answers.set("sonarr-main", () => late.promise);
      const first = reader.read(7);
      await clock.pass(1_000);
      reader.forget("sonarr-main");
      const young = past(2, 1);
      await readBefore(7, [young]);
      late.resolve([]);
      await first;
      beSilent();
      expect((await reader.read(7))[0]).toMatchObject({ lastGood: { records: [young] } });
    });
  });

  test("one that hangs is reported in time, and its late answer serves the next who looks", async () => {
    const late = Promise.withResolvers<readonly HistoryRecord[]>();
    answers.set("sonarr-main", () => late.promise);
    const first = reader.read(7);
    await clock.pass(8_000);
    expect((await first)[0]).toEqual({ instanceId: "sonarr-main", trouble: "timeout" });
    const second = reader.read(7);
    late.resolve([makeHistoryRecord({ at: clock.now() })]);
    expect((await second)[0]).toMatchObject({ records: [{ id: 1 }] });
    expect(timesAsked("sonarr-main")).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  test("after a nudge it is read anew, also when a reading is under way that began before", async () => {
    const early = Promise.withResolvers<readonly HistoryRecord[]>();
    answers.set("sonarr-main", () => early.promise);
    const before = reader.read(7);
    reader.forget("sonarr-main");
    answers.set("sonarr-main", () =>
      Promise.resolve([makeHistoryRecord({ id: 2, at: clock.now() })]),
    );
    expect((await reader.read(7))[0]).toMatchObject({ records: [{ id: 2 }] });
    early.resolve([]);
    expect((await before)[0]).toEqual({ instanceId: "sonarr-main", records: [] });
    expect((await reader.read(7))[0]).toMatchObject({ records: [{ id: 2 }] });
    expect(timesAsked("sonarr-main")).toBe(2);
  });
});
