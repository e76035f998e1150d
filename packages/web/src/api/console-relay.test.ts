import type { ClientLogBatch } from "@sofarr/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { SEND_EVERY_MS, startConsoleRelay, type ConsoleLike } from "./console-relay.ts";

const NOW = Date.parse("2026-11-23T12:00:00.000Z");

let shown: unknown[][];
let sent: ClientLogBatch[];
let fake: ConsoleLike;
let throwUncaught: (error: unknown) => void;
let isServerDown: boolean;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  sent = [];
  isServerDown = false;
  fake = { warn: (...values) => shown.push(values), error: (...values) => shown.push(values) };
  stop = startConsoleRelay({
    console: fake,
    watchErrors: (onError) => {
      throwUncaught = onError;
      return () => {
        throwUncaught = () => {};
      };
    },
    send: async (logs) => {
      sent.push(logs);
      if (isServerDown) throw new Error("down");
      await Promise.resolve();
    },
    now: () => NOW,
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const messages = (): string[] => sent.flat().map(({ message }) => message);

describe("the console's relay", () => {
  it("sends what was said within some seconds as one batch, and shows it as before", async () => {
    fake.warn("slow", 3);
    fake.error(new TypeError("x is not a function"));
    throwUncaught(new RangeError("too deep"));
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(SEND_EVERY_MS);
    expect(sent).toEqual([
      [
        { timestamp: "2026-11-23T12:00:00.000Z", level: "warn", message: "slow 3" },
        {
          timestamp: "2026-11-23T12:00:00.000Z",
          level: "error",
          message: "TypeError: x is not a function",
        },
        { timestamp: "2026-11-23T12:00:00.000Z", level: "error", message: "RangeError: too deep" },
      ],
    ]);
    expect(shown).toEqual([["slow", 3], [new TypeError("x is not a function")]]);
  });

  it("tells of objects nothing but their kind", async () => {
    fake.error("bad", { title: "What Mira watches" }, ["a"], null, Object.create(null));
    await vi.advanceTimersByTimeAsync(SEND_EVERY_MS);
    expect(messages()).toEqual(["bad [Object] [Array] null [Object]"]);
  });

  it("sends a storm once, and never too much of it", async () => {
    for (let count = 0; count < 1_000; count += 1) fake.error("same");
    for (let count = 0; count < 1_000; count += 1) fake.error(`other ${count}`);
    fake.error("x".repeat(100_000));
    await vi.advanceTimersByTimeAsync(SEND_EVERY_MS);
    expect(sent.map((batch) => batch.length)).toEqual([50]);
    expect(messages().filter((message) => message === "same")).toHaveLength(1);
  });

  it("cuts long lines", async () => {
    fake.error("x".repeat(100_000));
    await vi.advanceTimersByTimeAsync(SEND_EVERY_MS);
    expect(messages()[0]).toHaveLength(1_000);
  });

  it("falls silent after 500 lines of one page", async () => {
    for (let batch = 0; batch < 20; batch += 1) {
      for (let line = 0; line < 50; line += 1) fake.error(`${batch}-${line}`);
      // oxlint-disable-next-line no-await-in-loop -- one batch after the other is the point
      await vi.advanceTimersByTimeAsync(SEND_EVERY_MS);
    }
    expect(messages()).toHaveLength(500);
  });

  it("gives up when the server does not take it", async () => {
    isServerDown = true;
    for (let count = 0; count < 10; count += 1) {
      fake.error(`try ${count}`);
      // oxlint-disable-next-line no-await-in-loop -- one batch after the other is the point
      await vi.advanceTimersByTimeAsync(SEND_EVERY_MS);
    }
    expect(sent).toHaveLength(3);
  });

  it("leaves the console as it was", async () => {
    stop();
    fake.error("afterwards");
    throwUncaught(new Error("unheard"));
    await vi.advanceTimersByTimeAsync(SEND_EVERY_MS);
    expect(sent).toEqual([]);
    expect(shown).toEqual([["afterwards"]]);
  });
});
