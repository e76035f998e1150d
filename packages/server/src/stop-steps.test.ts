import { expect, test } from "vitest";

import { runAll, within } from "./stop-steps.ts";

const NO_HURRY = new AbortController().signal;
const NEVER = new Promise<never>(() => {});

test("every step is run in turn, also after one that fails, and what failed is told", async () => {
  const done: string[] = [];
  const steps = [
    async () => {
      await Promise.resolve();
      done.push("first");
    },
    () => Promise.reject(new Error("second")),
    () => {
      throw new Error("third");
    },
    () => done.push("fourth"),
  ];
  const error: unknown = await runAll(steps).catch((thrown: unknown) => thrown);
  expect(done).toEqual(["first", "fourth"]);
  expect(error).toBeInstanceOf(AggregateError);
  expect((error as AggregateError).errors).toMatchObject([
    { message: "second" },
    { message: "third" },
  ]);
  await expect(runAll([() => done.push("fifth")])).resolves.toBeUndefined();
});

test("work that hangs is waited for a while, and not at all in a hurry", async () => {
  await expect(within(1, NO_HURRY, NEVER)).resolves.toBeUndefined();
  await expect(within(60_000, AbortSignal.abort(), NEVER)).resolves.toBeUndefined();
  const hurry = new AbortController();
  const waiting = within(60_000, hurry.signal, NEVER);
  hurry.abort();
  await expect(waiting).resolves.toBeUndefined();
});

test("work that ends in time is waited for, and its failure told", async () => {
  let isDone = false;
  const work = (async () => {
    await new Promise(setImmediate);
    isDone = true;
  })();
  await within(60_000, NO_HURRY, work);
  expect(isDone).toBe(true);
  await expect(within(60_000, NO_HURRY, Promise.reject(new Error("no")))).rejects.toThrow("no");
  // Nobody waits, nobody is told; and it is not an unhandled rejection either.
  await within(60_000, AbortSignal.abort(), Promise.reject(new Error("too late")));
});
