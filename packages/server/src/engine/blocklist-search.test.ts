import { beforeEach, describe, expect, test } from "vitest";

import type { ArrReading } from "../domain/arr-reading.ts";
import { makeDownload, makeGrab, makeReading, makeRecord, makeTitle } from "../domain/make.case.ts";
import { createSnapshotBuilder } from "../domain/snapshot.ts";
import type { Viewer } from "../domain/user.ts";
import type { ArrControl } from "../upstreams/arr-control.ts";
import type { Connected } from "../upstreams/connected.ts";
import { UpstreamError, type UpstreamFailure } from "../upstreams/errors.ts";
import type { Instance } from "../upstreams/instance.ts";
import type { Arr } from "../upstreams/upstream.ts";
import { BlocklistSearch } from "./blocklist-search.ts";
import type { EngineState } from "./engine.ts";

const MINUTE_MS = 60_000;
const alice: Viewer = { id: "alice", name: "Alice", isAdmin: false };
const bob: Viewer = { id: "bob", name: "Bob", isAdmin: false };
const root: Viewer = { id: "root", name: "Root", isAdmin: true };

const row = makeRecord({ id: 7, trackedState: "importBlocked" });

describe("blocklist and search", () => {
  let now: number;
  let reading: ArrReading;
  let state: EngineState;
  let did: string[];
  let nudged: string[];
  let logged: object[];
  /** What to throw instead of doing it, by the call's name. */
  let troubles: Map<string, Error>;
  let afterRead: () => void;
  let blocklistSearch: BlocklistSearch;

  beforeEach(() => {
    afterRead = () => {};
    now = Date.UTC(2026, 10, 23);
    did = [];
    nudged = [];
    logged = [];
    troubles = new Map();
    reading = makeReading({
      queue: [row],
      titles: [makeTitle({ tagLabels: ["alice"] })],
      grabs: [makeGrab()],
    });
    const snapshot = createSnapshotBuilder(new Map())({
      downloads: [[makeDownload()]],
      readings: [reading],
      requests: [],
      users: [alice, bob, root],
    });
    state = { snapshot, sources: [] };
    blocklistSearch = new BlocklistSearch({
      engine: {
        get state() {
          return state;
        },
        ensureFresh: () => Promise.resolve(),
        refresh: () => Promise.resolve(),
        nudge: (instanceId) => nudged.push(instanceId),
      },
      userTags: new Map(),
      now: () => now,
      log: { info: (fields) => logged.push(fields), warn: (fields) => logged.push(fields) },
    });
  });

  const call = (name: string): Promise<void> => {
    did.push(name);
    const trouble = troubles.get(name);
    return trouble === undefined ? Promise.resolve() : Promise.reject(trouble);
  };
  const leaveQueue = (): void => {
    reading = { ...reading, queue: [] };
  };
  const arr = {
    instance: { id: "sonarr-main", kind: "sonarr" } as Instance,
    upstream: {
      markOld: () => {},
      read: async () => {
        await call("read");
        const read = reading;
        afterRead();
        return read;
      },
      control: {
        removeFromQueue: async () => {
          await call("remove");
          const wasThere = reading.queue.length > 0;
          leaveQueue();
          return wasThere;
        },
        search: () => call("search"),
        history: () => call("history").then(() => []),
        episodeIdsOfSeason: () => call("season").then(() => [11, 12]),
        refreshMonitoredDownloads: () => Promise.reject(failure("unreachable")),
      } as unknown as ArrControl,
    } as unknown as Arr,
  } satisfies Connected<Arr>;

  const replace = (viewer: Viewer, queueId = 7) => blocklistSearch.replace(arr, queueId, viewer);
  const changes = (): string[] => did.filter((name) => name === "remove" || name === "search");

  test("is done once, tells the log who did it, and has everything read anew", async () => {
    expect(await replace(alice)).toEqual({ kind: "done", isGrabKnown: true });
    expect(changes()).toEqual(["remove", "search"]);
    expect(nudged).toEqual(["sonarr-main", "qbittorrent-main"]);
    expect(logged).toMatchObject([{ userId: "alice", arrQueueId: 7, outcome: "done" }]);
  });

  test("many at once, of whoever may, begin it once and are all answered", async () => {
    const answers = await Promise.all([replace(alice), replace(root), replace(alice)]);
    expect(answers.map(({ kind }) => kind)).toEqual(["done", "done", "done"]);
    expect(changes()).toEqual(["remove", "search"]);
    expect(logged).toHaveLength(1);
  });

  test("a row that lingers after its removal is a repetition; the same row minutes later is a new wish", async () => {
    await replace(alice);
    reading = { ...reading, queue: [row] };
    now += MINUTE_MS;
    await replace(alice);
    expect(await replace(root)).toMatchObject({ kind: "done" });
    expect(changes()).toEqual(["remove", "search"]);
    now += 2 * MINUTE_MS;
    await replace(alice);
    expect(changes()).toEqual(["remove", "search", "remove", "search"]);
  });

  test("half of it done is finished by whoever began it or an admin, hours later too, and by nobody else", async () => {
    troubles.set("search", failure("timeout"));
    expect(await replace(alice)).toMatchObject({
      kind: "half-done",
      trouble: { reason: "timeout" },
    });
    expect(logged).toMatchObject([{ outcome: "half-done", reason: "timeout" }]);
    troubles.clear();
    now += 60 * MINUTE_MS;
    expect(await replace(bob)).toEqual({ kind: "not-in-queue" });
    expect(await replace(root)).toMatchObject({ kind: "done" });
    expect(changes()).toEqual(["remove", "search", "search"]);
    expect(logged.at(-1)).toMatchObject({ userId: "root", outcome: "done" });
    expect(await replace(alice)).toMatchObject({ kind: "done" });
    expect(changes()).toHaveLength(3);
  });

  test("a release that came back after half of it was done is removed again", async () => {
    troubles.set("search", failure("bad-status"));
    await replace(alice);
    troubles.clear();
    reading = { ...reading, queue: [row] };
    now += 3 * MINUTE_MS;
    expect(await replace(alice)).toMatchObject({ kind: "done" });
    expect(changes()).toEqual(["remove", "search", "remove", "search"]);
  });

  test("a removal without an answer is tried again while the row is there, else only searched", async () => {
    troubles.set("remove", failure("timeout"));
    await expect(replace(alice)).rejects.toMatchObject({ reason: "timeout" });
    await expect(replace(alice)).rejects.toMatchObject({ reason: "timeout" });
    expect(changes()).toEqual(["remove", "remove"]);
    leaveQueue();
    troubles.clear();
    expect(await replace(bob)).toEqual({ kind: "not-in-queue" });
    expect(await replace(alice)).toMatchObject({ kind: "done" });
    expect(changes()).toEqual(["remove", "remove", "search"]);
    expect(logged).toMatchObject([
      { outcome: "removal-failed" },
      { outcome: "removal-failed" },
      { outcome: "done" },
    ]);
  });

  test("a removal without an answer that takes effect while it is tried again counts as done", async () => {
    troubles.set("remove", failure("timeout"));
    await expect(replace(alice)).rejects.toMatchObject({ reason: "timeout" });
    troubles.clear();
    afterRead = leaveQueue;
    expect(await replace(alice)).toMatchObject({ kind: "done" });
    expect(changes()).toEqual(["remove", "remove", "search"]);
  });

  test("an *arr that refused the removal did nothing: what is gone then is not searched for", async () => {
    troubles.set("remove", failure("unauthorized"));
    await expect(replace(alice)).rejects.toMatchObject({ reason: "unauthorized" });
    leaveQueue();
    troubles.clear();
    expect(await replace(alice)).toEqual({ kind: "not-in-queue" });
    expect(changes()).toEqual(["remove"]);
  });

  test("a row that went by itself between look and removal is left alone", async () => {
    afterRead = leaveQueue;
    expect(await replace(alice)).toMatchObject({ kind: "not-in-queue" });
    expect(changes()).toEqual(["remove"]);
    expect(logged).toMatchObject([{ outcome: "not-in-queue" }]);
  });

  test("whoever may not is refused before anything is asked or changed", async () => {
    expect(await replace(bob)).toEqual({
      kind: "refused",
      reason: "This is not one of your downloads.",
    });
    expect(await replace(bob, 8)).toEqual({ kind: "not-in-queue" });
    expect(did).toEqual(["read", "read"]);
    expect(logged).toMatchObject([{ userId: "bob", arrQueueId: 7 }]);
  });

  test("what the *arr does not remember grabbing is asked for; not knowing is no reason to stop", async () => {
    reading = { ...reading, grabs: [] };
    troubles.set("history", failure("timeout"));
    expect(await replace(alice)).toEqual({ kind: "done", isGrabKnown: null });
    expect(did).toEqual(["read", "history", "remove", "search"]);
    reading = { ...reading, queue: [row] };
    now += 3 * MINUTE_MS;
    troubles.clear();
    expect(await replace(alice)).toEqual({ kind: "done", isGrabKnown: false });
  });
});

function failure(reason: UpstreamFailure): UpstreamError {
  return new UpstreamError({ instanceId: "sonarr-main", reason, message: "is in trouble" });
}
