import { expect, test } from "vitest";

import { conditionFor, confirm, remember } from "./history-memory.ts";
import { parseHistory, parseQueue, type WireHistory, type WireQueue } from "./wire.ts";

const NOW = Date.UTC(2026, 10, 23);
const MINUTE_MS = 60_000;

function makeQueue(ids: readonly string[], head: object = {}): WireQueue {
  const slots = ids.map((id) => ({ nzo_id: id }));
  const queue = parseQueue({ queue: { version: "4.5.0", ...head, slots } });
  if (queue === null) throw new Error("not a queue");
  return queue;
}
function makeHistory(lastUpdate: number | null, ids: readonly string[] = []): WireHistory {
  const slots = ids.map((id) => ({ nzo_id: id }));
  const history = parseHistory({ history: { last_history_update: lastUpdate, slots } });
  if (history === null || history === "unchanged") throw new Error("not a history");
  return history;
}

test("the first read is plain", () => {
  expect(conditionFor(null, makeQueue([]), NOW)).toBeNull();
});

test("the next one asks with the counter", () => {
  const memory = remember(makeHistory(129), makeQueue(["a"]), NOW);
  expect(conditionFor(memory, makeQueue(["a"]), NOW + 5000)).toBe(129);
});

test("a release without a counter, or a counter of 0, is always read plainly", () => {
  for (const counter of [null, 0]) {
    const memory = remember(makeHistory(counter), makeQueue([]), NOW);
    expect(conditionFor(memory, makeQueue([]), NOW)).toBeNull();
  }
});

test("another version or another uptime is read plainly", () => {
  const memory = remember(makeHistory(129), makeQueue([], { uptime: "3h" }), NOW);
  expect(conditionFor(memory, makeQueue([], { uptime: "3h" }), NOW)).toBe(129);
  expect(conditionFor(memory, makeQueue([], { uptime: "0m" }), NOW)).toBeNull();
  expect(conditionFor(memory, makeQueue([], { uptime: "3h", version: "4.5.1" }), NOW)).toBeNull();
});

test("after some minutes it is read plainly, however often it was confirmed", () => {
  const queue = makeQueue([]);
  const memory = confirm(remember(makeHistory(129), queue, NOW), queue);
  expect(conditionFor(memory, queue, NOW + 4 * MINUTE_MS)).toBe(129);
  expect(conditionFor(memory, queue, NOW + 5 * MINUTE_MS)).toBeNull();
});

test("a clock that went back is no reason to believe for longer", () => {
  const memory = remember(makeHistory(129), makeQueue([]), NOW);
  expect(conditionFor(memory, makeQueue([]), NOW - 1)).toBeNull();
});

test("a job that left the queue without reaching the history is looked for plainly", () => {
  const memory = remember(makeHistory(129, ["b"]), makeQueue(["a", "b"]), NOW);
  expect(conditionFor(memory, makeQueue(["a"]), NOW)).toBe(129);
  expect(conditionFor(memory, makeQueue(["b"]), NOW)).toBeNull();
  expect(conditionFor(confirm(memory, makeQueue(["b"])), makeQueue(["b"]), NOW)).toBe(129);
});
