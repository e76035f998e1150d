import { beforeEach, describe, expect, test } from "vitest";

import { FakeClock } from "../../engine/fake-clock.case.ts";
import { EvenRefusals } from "./even-refusals.ts";

let clock: FakeClock;
let refusals: EvenRefusals;

beforeEach(() => {
  clock = new FakeClock();
  refusals = new EvenRefusals(clock);
});

/** @returns how long the answer took to a sign-in that the media server judged within `ms`. */
async function timeOf(outcome: "refused" | "fine", ms: number): Promise<number> {
  const startedAt = clock.now();
  const times: number[] = [];
  const answer = async (): Promise<void> => {
    await refusals.hold(
      async () => {
        await new Promise<void>((resolve) => void clock.after(ms, resolve));
        return outcome;
      },
      (one) => one === "refused",
    );
    times.push(clock.now() - startedAt);
  };
  void answer();
  for (let passed = 0; times.length === 0 && passed < 10_000; passed += 10) await clock.pass(10);
  return times[0] ?? Number.NaN;
}

describe("refusals", () => {
  test("take as long for a name that nobody has as for a wrong password", async () => {
    await timeOf("fine", 600);
    expect(await timeOf("refused", 590)).toBe(600);
    expect(await timeOf("refused", 10)).toBe(600);
  });

  test("take a quarter of a second at least before anybody has signed in", async () => {
    expect(await timeOf("refused", 10)).toBe(250);
    expect(await timeOf("refused", 700)).toBe(700);
  });

  test("go by the last twenty sign-ins, and by no wait that nobody would accept", async () => {
    await timeOf("fine", 5000);
    expect(await timeOf("refused", 10)).toBe(3000);
    for (let time = 0; time < 20; time += 1) await timeOf("fine", 100);
    expect(await timeOf("refused", 10)).toBe(100);
  });

  test("are not held when there is no outcome, and what succeeds never waits", async () => {
    await timeOf("fine", 600);
    const away = refusals.hold(
      () => Promise.reject(new Error("away")),
      () => true,
    );
    await expect(away).rejects.toThrow("away");
    expect(await timeOf("fine", 10)).toBe(10);
  });
});
