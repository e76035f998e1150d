import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { PageSignal } from "./page-signals.ts";
import type { Refusal } from "./refusal.ts";
import {
  LOST_AFTER_MS,
  openLiveStream,
  PARK_AFTER_MS,
  SILENCE_LIMIT_MS,
  type Connection,
  type EventSourceLike,
} from "./stream.ts";

const CONNECTING = 0;
const CLOSED = 2;
const TABLE = JSON.stringify({
  titles: { count: 0, fields: { downloads: { counts: [], table: { count: 0, fields: {} } } } },
});
const PATCH = JSON.stringify({ set: {}, del: [] });

class FakeEventSource implements EventSourceLike {
  readyState = CONNECTING;
  closed = false;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(type, listener);
  }

  close(): void {
    this.closed = true;
  }

  emit(type: string, data = ""): void {
    this.listeners.get(type)?.({ data } as MessageEvent<string>);
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.emit("error");
  }
}

const NO_ROOM: Refusal = { kind: "too-many", what: "pages", retryAfterMs: 60_000 };
/** With the most chance there is: a quarter later. */
const BACK_AFTER_MS = 75_000;

function start(refusal: Refusal = { kind: "unknown" }) {
  const sources: FakeEventSource[] = [];
  const connections: Connection[] = [];
  const events: string[] = [];
  let signal: (signal: PageSignal) => void = () => {};
  const askRefusal = vi.fn<() => Promise<Refusal>>(async () => refusal);
  const stream = openLiveStream({
    open: () => {
      const source = new FakeEventSource();
      sources.push(source);
      return source;
    },
    askRefusal,
    onFrame: () => events.push("frame"),
    onPatch: () => events.push("patch"),
    onConnection: (connection) => connections.push(connection),
    watchPage: (onSignal) => {
      signal = onSignal;
      return () => {
        signal = () => {};
      };
    },
    now: () => Date.now(),
    random: () => 1,
  });
  const newest = (): FakeEventSource => {
    const source = sources.at(-1);
    if (source === undefined) throw new Error("nothing was opened");
    return source;
  };
  return {
    stream,
    sources,
    connections,
    events,
    askRefusal,
    newest,
    kinds: () => connections.map((connection) => connection.kind),
    signal: (name: PageSignal) => signal(name),
    goLive: () => {
      newest().emit("open");
      newest().emit("table", TABLE);
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("the live stream", () => {
  it("is connecting, then live with the first answer", () => {
    const live = start();
    expect(live.kinds()).toEqual(["connecting"]);
    live.goLive();
    live.newest().emit("patch", PATCH);
    expect(live.kinds()).toEqual(["connecting", "live"]);
    expect(live.events).toEqual(["frame", "patch"]);
  });

  it("says nothing of a cut that heals within seconds", async () => {
    const live = start();
    live.goLive();
    live.newest().fail(CONNECTING);
    await vi.advanceTimersByTimeAsync(LOST_AFTER_MS - 1);
    live.newest().emit("open");
    await vi.advanceTimersByTimeAsync(LOST_AFTER_MS);
    expect(live.connections.some((connection) => connection.kind === "lost")).toBe(false);
    expect(live.sources).toHaveLength(1);
  });

  it("says since when it is lost after a few seconds, and live again when it is", async () => {
    const live = start();
    live.goLive();
    const cutAt = Date.now();
    live.newest().fail(CONNECTING);
    await vi.advanceTimersByTimeAsync(LOST_AFTER_MS);
    expect(live.connections.at(-1)).toEqual({ kind: "lost", since: cutAt, because: "cut" });
    live.newest().emit("open");
    expect(live.kinds().at(-1)).toBe("live");
  });

  it("is lost when the first connection never comes", async () => {
    const live = start();
    await vi.advanceTimersByTimeAsync(LOST_AFTER_MS);
    expect(live.kinds()).toEqual(["connecting", "lost"]);
  });

  it("takes patches after the browser resumed by event id, without a new frame", async () => {
    const live = start();
    live.goLive();
    live.newest().fail(CONNECTING);
    live.newest().emit("open");
    live.newest().emit("patch", PATCH);
    expect(live.events).toEqual(["frame", "patch"]);
  });

  it("ends as signed out when the server refuses and the session is gone", async () => {
    const live = start({ kind: "signed-out" });
    live.newest().fail(CLOSED);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(live.connections.at(-1)).toEqual({ kind: "signed-out" });
    expect(live.sources).toHaveLength(1);
    live.stream.retry();
    expect(live.sources).toHaveLength(1);
  });

  it("tries again, ever more slowly, when refused for no reason that is known", async () => {
    const live = start();
    for (const delay of [1_000, 2_000, 4_000]) {
      const opened = live.sources.length;
      live.newest().fail(CLOSED);
      await vi.advanceTimersByTimeAsync(delay - 1);
      expect(live.sources).toHaveLength(opened);
      await vi.advanceTimersByTimeAsync(1);
      expect(live.sources).toHaveLength(opened + 1);
    }
  });

  it.each(["pages", "calls"] as const)(
    "says at once that there are too many %s, and comes back when it was told to, not sooner",
    async (what) => {
      const live = start({ kind: "too-many", what, retryAfterMs: 60_000 });
      const since = Date.now();
      for (const opened of [1, 2, 3]) {
        live.newest().fail(CLOSED);
        await vi.advanceTimersByTimeAsync(0);
        expect(live.connections.at(-1)).toEqual({ kind: "lost", since, because: what });
        await vi.advanceTimersByTimeAsync(BACK_AFTER_MS - 1);
        expect(live.sources).toHaveLength(opened);
        await vi.advanceTimersByTimeAsync(1);
        expect(live.sources).toHaveLength(opened + 1);
      }
      expect(live.askRefusal).toHaveBeenCalledTimes(3);
      live.goLive();
      expect(live.kinds()).toEqual(["connecting", "lost", "lost", "lost", "live"]);
    },
  );

  it("asks for no room while nobody looks, and at once when somebody does", async () => {
    const live = start(NO_ROOM);
    live.newest().fail(CLOSED);
    await vi.advanceTimersByTimeAsync(0);
    live.signal("hidden");
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(live.sources).toHaveLength(1);
    live.signal("visible");
    expect(live.sources).toHaveLength(2);
    live.goLive();
    expect(live.kinds().at(-1)).toBe("live");
  });

  it("asks for room at once when a person wants it", async () => {
    const live = start(NO_ROOM);
    live.newest().fail(CLOSED);
    await vi.advanceTimersByTimeAsync(0);
    live.stream.retry();
    expect(live.sources).toHaveLength(2);
    live.goLive();
    await vi.advanceTimersByTimeAsync(BACK_AFTER_MS);
    expect(live.sources).toHaveLength(2);
  });

  it.each([
    ["there is no server any more", CONNECTING],
    ["it is refused for no reason that is known", CLOSED],
  ])("says that it is cut when, coming back, %s", async (_, readyState) => {
    const live = start(NO_ROOM);
    const since = Date.now();
    live.newest().fail(CLOSED);
    await vi.advanceTimersByTimeAsync(BACK_AFTER_MS);
    live.askRefusal.mockResolvedValue({ kind: "unknown" });
    live.newest().fail(readyState);
    await vi.advanceTimersByTimeAsync(0);
    expect(live.connections.at(-1)).toEqual({ kind: "lost", since, because: "cut" });
  });

  it("starts afresh when a frame or patch cannot be read", async () => {
    const live = start();
    live.goLive();
    live.newest().emit("patch", "{half");
    expect(live.newest().closed).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(live.sources).toHaveLength(2);
    live.newest().emit("table", "<html>");
    expect(live.newest().closed).toBe(true);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(live.sources).toHaveLength(3);
    live.newest().emit("table", TABLE.replace('"count":0', '"count":1'));
    expect(live.newest().closed).toBe(true);
    expect(live.events).toEqual(["frame"]);
  });

  it("takes no patch before a frame of the same stream", () => {
    const live = start();
    live.newest().emit("patch", PATCH);
    expect(live.events).toEqual([]);
    expect(live.newest().closed).toBe(true);
  });

  it("ignores a connection it has left", async () => {
    const live = start();
    live.goLive();
    live.stream.retry();
    live.sources[0]?.emit("table", TABLE);
    expect(live.events).toEqual(["frame"]);
  });

  it("opens a silent connection anew", async () => {
    const live = start();
    live.goLive();
    await vi.advanceTimersByTimeAsync(SILENCE_LIMIT_MS + 5_000);
    expect(live.sources).toHaveLength(2);
    expect(live.sources[0]?.closed).toBe(true);
  });

  it("notices a night on the first look after it", async () => {
    const live = start();
    live.goLive();
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(live.sources).toHaveLength(2);
  });

  it("lets go while nobody looks and is back at once when somebody does", async () => {
    const live = start();
    live.goLive();
    live.signal("hidden");
    await vi.advanceTimersByTimeAsync(PARK_AFTER_MS);
    expect(live.newest().closed).toBe(true);
    const opened = live.sources.length;
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(live.sources).toHaveLength(opened);
    live.signal("visible");
    expect(live.sources).toHaveLength(opened + 1);
  });

  it("keeps the connection over a short look elsewhere", async () => {
    const live = start();
    live.goLive();
    live.signal("hidden");
    await vi.advanceTimersByTimeAsync(30_000);
    live.signal("visible");
    live.newest().emit("patch", PATCH);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(live.sources).toHaveLength(1);
  });

  it("does not wait for its turn when the network is back", async () => {
    const live = start();
    live.goLive();
    live.newest().fail(CONNECTING);
    live.signal("online");
    expect(live.sources).toHaveLength(2);
  });

  it("stops everything when closed", async () => {
    const live = start();
    live.goLive();
    live.stream.close();
    expect(live.newest().closed).toBe(true);
    await vi.advanceTimersByTimeAsync(SILENCE_LIMIT_MS * 2);
    live.signal("visible");
    expect(live.sources).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
