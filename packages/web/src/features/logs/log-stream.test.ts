import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { EventSourceLike } from "../../api/stream.ts";
import type { LogLine } from "./log-line.ts";
import { FLUSH_EVERY_MS, openLogStream, type LogConnection } from "./log-stream.ts";

class FakeSource implements EventSourceLike {
  readyState = 0;
  isClosed = false;
  readonly #listeners = new Map<string, (event: MessageEvent<string>) => void>();

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.#listeners.set(type, listener);
  }
  close(): void {
    this.isClosed = true;
  }
  emit(type: string, data = ""): void {
    this.#listeners.get(type)?.({ data } as MessageEvent<string>);
  }
}

let source: FakeSource;
let batches: (readonly LogLine[])[];
let connections: LogConnection[];
let close: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  source = new FakeSource();
  batches = [];
  connections = [];
  close = openLogStream({
    open: () => source,
    onLines: (lines) => batches.push(lines),
    onConnection: (connection) => connections.push(connection),
  });
});
afterEach(() => {
  close();
  vi.useRealTimers();
});

it("hands on in one step what arrived within a moment, in order", () => {
  source.emit("message", "one");
  source.emit("message", "two");
  expect(batches).toEqual([]);
  vi.advanceTimersByTime(FLUSH_EVERY_MS);
  expect(batches.map((lines) => lines.map(({ text }) => text))).toEqual([["one", "two"]]);
});

it("gives every line an id of its own", () => {
  source.emit("message", "same");
  source.emit("message", "same");
  vi.advanceTimersByTime(FLUSH_EVERY_MS);
  const ids = batches.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
});

it("tells a cut line, which the browser mends, from a refusal", () => {
  source.emit("open");
  source.emit("error");
  source.readyState = 2;
  source.emit("error");
  expect(connections).toEqual(["connecting", "live", "lost", "refused"]);
});

it("says nothing after it was closed", () => {
  source.emit("message", "late");
  close();
  vi.advanceTimersByTime(FLUSH_EVERY_MS);
  expect(batches).toEqual([]);
  expect(source.isClosed).toBe(true);
});
