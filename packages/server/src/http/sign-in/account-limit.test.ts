import { beforeEach, describe, expect, test } from "vitest";

import { FakeClock } from "../../engine/fake-clock.case.ts";
import { AccountLimit, accountKey } from "./account-limit.ts";

const MINUTE_MS = 60_000;
const ALICE = accountKey("Alice");

let clock: FakeClock;
let limit: AccountLimit;
let attempts: number;

beforeEach(() => {
  clock = new FakeClock();
  limit = new AccountLimit(() => clock.now());
  attempts = 0;
});

/** @returns whether it was tried at all, and how long to wait if not. */
async function fail(account = ALICE, browser: string | null = null): Promise<number | "tried"> {
  const attempt = (): Promise<string> => {
    attempts += 1;
    return Promise.resolve("failed");
  };
  try {
    await limit.guard(account, browser, attempt, () => true);
    return "tried";
  } catch (error) {
    return (error as { retryAfterS: number }).retryAfterS;
  }
}

async function failTimes(times: number, account = ALICE, browser: string | null = null) {
  const results: (number | "tried")[] = [];
  for (let time = 0; time < times; time += 1) results.push(await fail(account, browser));
  return results;
}

describe("the limit on failed sign-ins to one account", () => {
  test("lets twenty be tried, then one a minute, and never keeps anybody waiting for longer", async () => {
    expect(await failTimes(20)).toEqual(Array.from({ length: 20 }, () => "tried"));
    expect(await fail()).toBe(60);
    await clock.pass(MINUTE_MS - 1000);
    expect(await fail()).toBe(1);
    await clock.pass(1000);
    expect([await fail(), await fail()]).toEqual(["tried", 60]);
    await clock.pass(10 * MINUTE_MS);
    expect(await failTimes(11)).toEqual([...Array.from({ length: 10 }, () => "tried"), 60]);
    expect(attempts).toBe(31);
  });

  test("forgets all of it after twenty minutes", async () => {
    await failTimes(20);
    await clock.pass(20 * MINUTE_MS);
    expect(await failTimes(21)).toEqual([...Array.from({ length: 20 }, () => "tried"), 60]);
  });

  test("is each account's own, and each familiar browser's own", async () => {
    await failTimes(21);
    expect(await fail(accountKey("Bob"))).toBe("tried");
    expect(await failTimes(21, ALICE, "sofa")).toEqual([
      ...Array.from({ length: 20 }, () => "tried"),
      60,
    ]);
    expect(await fail(ALICE, "kitchen")).toBe("tried");
  });

  test("counts those under way as failed until they are over, and what succeeds not at all", async () => {
    let end = (_outcome: string): void => {};
    const outcome = new Promise<string>((resolve) => {
      end = resolve;
    });
    const all = Array.from({ length: 25 }, () =>
      limit
        .guard(
          ALICE,
          null,
          () => outcome,
          () => false,
        )
        .catch(() => "refused"),
    );
    end("fine");
    const outcomes = await Promise.all(all);
    expect(outcomes.filter((one) => one === "refused")).toHaveLength(5);
    expect(await failTimes(20)).not.toContain(60);
  });

  test("does not count what could not be judged", async () => {
    for (let time = 0; time < 30; time += 1) {
      const away = (): Promise<string> => Promise.reject(new Error("away"));
      await expect(limit.guard(ALICE, null, away, () => true)).rejects.toThrow("away");
    }
    expect(await fail()).toBe("tried");
  });

  test("does not wait for a clock that was put back", async () => {
    await failTimes(20);
    clock.putBack(24 * 60 * MINUTE_MS);
    expect(await fail()).toBe(60);
    await clock.pass(MINUTE_MS);
    expect(await fail()).toBe("tried");
  });

  test("remembers no more than ten thousand, and those who fail now", async () => {
    await failTimes(20);
    for (let at = 0; at < 10_050; at += 1) await fail(`name ${at}`);
    // The oldest made room; what is newer is still known.
    expect(await failTimes(20, "name 10049")).toContain(60);
  });
});

describe("the name of an account", () => {
  test.each([
    ["Alice", "aLICE"],
    ["Alice", " alice\t"],
    ["Alice", "\uff21\uff4c\uff49\uff43\uff45"],
    ["kiss", "\u212ai\u017f\u017f"],
    ["Zo\u00eb", "ZOE\u0308"],
    ["Stra\u00dfe", "STRASSE"],
  ])("%j and %j are one", (one, other) => {
    expect(accountKey(other)).toBe(accountKey(one));
  });

  test("differs where names differ", () => {
    expect(new Set(["alice", "alicia", "bob", "al-ice"].map(accountKey)).size).toBe(4);
  });
});
