import type { DashboardPatch } from "@sofarr/contract";
import { beforeEach, describe, expect, test } from "vitest";

import { makeDownload, makeReading, makeRecord, makeTitle } from "../domain/make.case.ts";
import type { Download } from "../domain/download.ts";
import { Engine } from "../engine/engine.ts";
import { FakeClock } from "../engine/fake-clock.case.ts";
import type { ArrControl } from "../upstreams/arr-control.ts";
import { makeInstance } from "../upstreams/make-instance.case.ts";
import { Live } from "./live.ts";
import type { SseSink } from "./sse.ts";

const HOUR_MS = 60 * 60_000;
const POLL_MS = 5_000;
const ALICE = { id: "alice", name: "Alice" };
const UPSTREAM = {
  probe: () => Promise.reject(new Error("not here")),
  close: () => Promise.resolve(),
};
const QUIET = { info: () => {}, warn: () => {} };

describe("what a person is told", () => {
  let clock: FakeClock;
  let download: Download;
  let live: Live;
  let told: string[];

  /** The steps since the last call that say something of downloads. */
  const steps = (): Pick<DashboardPatch, "set" | "del">[] => {
    const patches = told
      .splice(0)
      .flatMap((frame) => /^event: patch\ndata: (.*)$/mu.exec(frame)?.[1] ?? []);
    return patches
      .map((patch) => JSON.parse(patch) as DashboardPatch)
      .map(({ set, del }) => ({ set, del }))
      .filter(({ set, del }) => del.length > 0 || Object.keys(set).length > 0);
  };

  beforeEach(async () => {
    clock = new FakeClock();
    told = [];
    download = makeDownload({ availabilityPercent: 40, addedAt: clock.now() });
    const reading = makeReading({
      queue: [makeRecord()],
      titles: [makeTitle({ tagLabels: ["alice"] })],
    });
    const engine = new Engine({
      connections: {
        downloadClients: [
          {
            instance: makeInstance({ kind: "qbittorrent", id: "qbittorrent-main" }),
            upstream: { ...UPSTREAM, listDownloads: () => Promise.resolve([download]) },
          },
        ],
        arrs: [
          {
            instance: makeInstance({ kind: "sonarr", id: "sonarr-main" }),
            upstream: {
              ...UPSTREAM,
              control: {} as ArrControl,
              libraryUse: () => ({ entries: 0, hits: 0, misses: 0 }),
              read: () => Promise.resolve(reading),
              markOld: () => {},
            },
          },
        ],
        requestManagers: [],
        mediaServer: null,
      },
      people: { all: () => [ALICE], list: () => {} },
      userTags: new Map(),
      pollIntervalMs: POLL_MS,
      clock,
      log: QUIET,
    });
    live = new Live({
      engine,
      context: { instances: new Map(), coverArt: () => "" },
      downloadClients: [],
      serverVersion: "1",
      mediaServer: null,
      now: () => clock.now(),
    });
    const sink: SseSink = {
      isBehind: false,
      write: ({ bytes }) => told.push(bytes.toString()),
      onCaughtUp: () => {},
      onClose: () => {},
      end: () => {},
    };
    live.start();
    engine.start();
    await clock.pass(100);
    const audience = { viewer: { ...ALICE, isAdmin: false }, showAll: false };
    live.open(audience, sink, "steps-from-table", null);
    await clock.pass(POLL_MS);
    steps();
    return async () => {
      live.stop();
      await engine.stop();
    };
  });

  const key = "qbittorrent-main/aa11";

  test("is what they see of a change", async () => {
    download = { ...download, bytesPerSecond: 77 };
    await clock.pass(POLL_MS);
    expect(steps()).toMatchObject([{ set: { [key]: { speed: 77 } }, del: [] }]);
  });

  test("is nothing when what changed is not theirs to see", async () => {
    download = { ...download, savePath: "/elsewhere", tags: ["bob"] };
    await clock.pass(2 * POLL_MS);
    expect(steps()).toEqual([]);
  });

  test("is what time alone changes, once", async () => {
    await clock.pass(HOUR_MS - 4 * POLL_MS);
    expect(steps()).toEqual([]);
    await clock.pass(4 * POLL_MS);
    expect(steps()).toMatchObject([{ set: { [key]: { canBlocklist: true } }, del: [] }]);
    await clock.pass(4 * POLL_MS);
    expect(steps()).toEqual([]);
  });
});
