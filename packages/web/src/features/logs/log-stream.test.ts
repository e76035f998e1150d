import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Refusal } from "../../api/refusal.ts";
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
let sources: number;
let refusal: Refusal;
let batches: (readonly LogLine[])[];
let connections: LogConnection[];
let close: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  sources = 0;
  batches = [];
  connections = [];
  close = openLogStream({
    open: () => {
      sources += 1;
      source = new FakeSource();
      return source;
    },
    askRefusal: async () => refusal,
    onLines: (lines) => batches.push(lines),
    onAnew: () => {
      batches = [];
    },
    onConnection: (connection) => connections.push(connection),
    random: () => 1,
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

async function refuse(why: Refusal): Promise<void> {
  refusal = why;
  source.readyState = 2;
  source.emit("error");
  await vi.advanceTimersByTimeAsync(0);
}

it.each(["forbidden", "signed-out"] as const)(
  "tells a cut line, which the browser mends, from a refusal that is final: %s",
  async (kind) => {
    source.emit("open");
    source.emit("error");
    await refuse({ kind });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(connections).toEqual(["connecting", "live", "lost", "refused"]);
    expect(sources).toBe(1);
  },
);

it("says that there is no room, and reads it anew when it was told to come back", async () => {
  await refuse({ kind: "too-many", what: "pages", retryAfterMs: 60_000 });
  expect(connections).toEqual(["connecting", "no-room"]);
  await vi.advanceTimersByTimeAsync(59_999);
  expect(sources).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(sources).toBe(2);
  source.emit("open");
  expect(connections.at(-1)).toBe("live");
});

it("tries ever more slowly while it is refused for no reason that is known, and shows no line twice", async () => {
  source.emit("message", "kept");
  await vi.advanceTimersByTimeAsync(FLUSH_EVERY_MS);
  source.emit("message", "not shown yet");
  for (const delay of [1_000, 2_000, 4_000]) {
    const before = sources;
    await refuse({ kind: "unknown" });
    expect(connections.at(-1)).toBe("lost");
    await vi.advanceTimersByTimeAsync(delay - 1);
    expect(sources).toBe(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(sources).toBe(before + 1);
  }
  source.emit("message", "kept");
  await vi.advanceTimersByTimeAsync(FLUSH_EVERY_MS);
  expect(batches.map((lines) => lines.map(({ text }) => text))).toEqual([["kept"]]);
});

it("comes back for nobody", async () => {
  await refuse({ kind: "unknown" });
  close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sources).toBe(1);
});

it("says nothing after it was closed", () => {
  source.emit("message", "late");
  close();
  vi.advanceTimersByTime(FLUSH_EVERY_MS);
  expect(batches).toEqual([]);
  expect(source.isClosed).toBe(true);
});
