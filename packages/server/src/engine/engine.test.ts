import { beforeEach, describe, expect, test } from "vitest";

import { Secret } from "../config/secret.ts";
import type { ArrReading } from "../domain/arr-reading.ts";
import type { Download } from "../domain/download.ts";
import { makeDownload, makeReading, makeRecord, makeTitle } from "../domain/make.case.ts";
import type { KnownUser } from "../domain/user.ts";
import type { ArrControl } from "../upstreams/arr-control.ts";
import { UpstreamError } from "../upstreams/errors.ts";
import type { Connections } from "../upstreams/connected.ts";
import type { Instance } from "../upstreams/instance.ts";
import type { OmbiWebhook } from "../upstreams/ombi-webhook.ts";
import type { MediaServer, Upstream } from "../upstreams/upstream.ts";
import { Engine, type EngineOptions } from "./engine.ts";
import { FakeClock } from "./fake-clock.case.ts";
import type { PushedNews } from "./webhook-pace.ts";
import { makeInstance } from "../upstreams/make-instance.case.ts";

const QUIET = { info: () => {}, warn: () => {} };
const NO_PROBE: Upstream = {
  probe: () => Promise.reject(new Error("not here")),
  close: () => Promise.resolve(),
};
/** The engine only reads. */
const NO_CONTROL = {} as ArrControl;
const NO_WEBHOOK = {} as OmbiWebhook;
const SILENT: PushedNews = { lastEventAt: () => null, pollSkipped: () => {} };

describe("the engine", () => {
  let clock: FakeClock;
  let downloads: readonly Download[];
  let reading: ArrReading;
  let reads: number;
  let arrReads: number;
  let marks: number;
  let isBroken: boolean;

  beforeEach(() => {
    clock = new FakeClock();
    downloads = [makeDownload()];
    reading = makeReading({ queue: [makeRecord()], titles: [makeTitle({ tagLabels: ["alice"] })] });
    reads = 0;
    arrReads = 0;
    marks = 0;
    isBroken = false;
  });

  const make = (
    change: Partial<EngineOptions> = {},
    connections: Partial<Connections> = {},
  ): Engine =>
    new Engine({
      connections: {
        downloadClients: [
          {
            instance: instance("qbittorrent", "qbittorrent-main"),
            upstream: {
              ...NO_PROBE,
              listDownloads: () => {
                reads += 1;
                return isBroken
                  ? Promise.reject(
                      new UpstreamError({
                        instanceId: "x",
                        reason: "unreachable",
                        message: "is away",
                      }),
                    )
                  : Promise.resolve(downloads);
              },
            },
          },
        ],
        arrs: [
          {
            instance: instance("sonarr", "sonarr-main"),
            upstream: {
              ...NO_PROBE,
              control: NO_CONTROL,
              libraryUse: () => ({ entries: 0, hits: 0, misses: 0 }),
              read: () => {
                arrReads += 1;
                return Promise.resolve(reading);
              },
              markOld: () => {
                marks += 1;
              },
            },
          },
        ],
        requestManagers: [],
        mediaServer: null,
        ...connections,
      },
      people: { all: () => USERS, list: () => {} },
      userTags: new Map(),
      pollIntervalMs: 5_000,
      clock,
      log: QUIET,
      ...change,
    });

  test("joins what its sources say into one snapshot", async () => {
    const engine = make();
    engine.start();
    await clock.pass(100);
    expect([...engine.state.snapshot.byOwner.keys()]).toEqual(["alice"]);
    expect(engine.state.sources.map(({ id, freshness }) => [id, freshness])).toEqual([
      ["qbittorrent-main", "ok"],
      ["sonarr-main", "ok"],
    ]);
    await engine.stop();
  });

  test("an unchanged world keeps the very same snapshot, a changed one tells its listeners", async () => {
    const engine = make();
    engine.watch();
    engine.start();
    await clock.pass(100);
    const before = engine.state.snapshot;
    await clock.pass(5_000);
    expect(engine.state.snapshot).toBe(before);
    let heard = 0;
    engine.subscribe(({ snapshot }) => {
      if (snapshot !== before) heard += 1;
    });
    downloads = [makeDownload({ progressPercent: 60 })];
    await clock.pass(5_000);
    expect(heard).toBeGreaterThan(0);
    expect([...engine.state.snapshot.downloads.values()][0]?.download.progressPercent).toBe(60);
    await engine.stop();
  });

  test("a refresh waits until what it read is in the snapshot, and leaves the other sources alone", async () => {
    const engine = make();
    engine.start();
    await clock.pass(100);
    const before = reads;
    downloads = [makeDownload({ progressPercent: 60 })];
    await engine.refresh("sonarr-main");
    expect(reads).toBe(before);
    await engine.refresh("qbittorrent-main");
    expect([...engine.state.snapshot.downloads.values()][0]?.download.progressPercent).toBe(60);
    await engine.stop();
  });

  test("whoever keeps things of an instance is told that it was nudged", async () => {
    const nudged: string[] = [];
    const engine = make({ onNudge: (instanceId) => nudged.push(instanceId) });
    engine.nudge("sonarr-main");
    expect(nudged).toEqual(["sonarr-main"]);
    await engine.stop();
  });

  test("a source that fails keeps its last good list, marked stale with its reason", async () => {
    const engine = make();
    engine.watch();
    engine.start();
    await clock.pass(100);
    isBroken = true;
    await clock.pass(5_000);
    expect(engine.state.snapshot.downloads.size).toBe(1);
    expect(engine.state.sources[0]).toMatchObject({
      freshness: "stale",
      trouble: { reason: "unreachable" },
    });
    expect(engine.state.sources[1]).toMatchObject({ freshness: "ok" });
    isBroken = false;
    await clock.pass(20_000);
    expect(engine.state.sources[0]).toMatchObject({ freshness: "ok", trouble: null });
    await engine.stop();
  });

  test("is slow while nobody looks and quick as soon as somebody does, however many", async () => {
    const engine = make();
    engine.start();
    await clock.pass(120_000);
    expect(reads).toBeLessThanOrEqual(5);
    const before = reads;
    const releases = [engine.watch(), engine.watch(), engine.watch()];
    await clock.pass(60_000);
    expect(reads - before).toBeGreaterThanOrEqual(11);
    expect(reads - before).toBeLessThanOrEqual(14);
    for (const release of releases) release();
    await clock.pass(10_000);
    const idle = reads;
    await clock.pass(60_000);
    expect(reads - idle).toBeLessThanOrEqual(3);
    await engine.stop();
  });

  test("on demand it reads only for those who ask, at most every 30 s", async () => {
    const engine = make({ pollIntervalMs: null });
    engine.start();
    await clock.pass(600_000);
    expect(reads).toBe(1);
    const ask = async (): Promise<void> => {
      const asked = engine.ensureFresh();
      await clock.pass(100);
      await asked;
    };
    await ask();
    await ask();
    expect(reads).toBe(2);
    await clock.pass(31_000);
    await ask();
    expect(reads).toBe(3);
    await engine.stop();
  });

  describe("with a request manager", () => {
    let requestReads: number;
    const makeWithRequests = (change: Partial<EngineOptions> = {}): Engine => {
      requestReads = 0;
      return make(change, {
        requestManagers: [
          {
            instance: instance("ombi", "ombi-main"),
            upstream: {
              ...NO_PROBE,
              webhook: NO_WEBHOOK,
              listRequests: () => {
                requestReads += 1;
                return Promise.resolve([]);
              },
            },
          },
        ],
      });
    };

    test("it is read slowly, and for those who look at requests at most once in two polls", async () => {
      const engine = makeWithRequests();
      engine.start();
      await clock.pass(59_000);
      await engine.ensureFresh();
      expect(requestReads).toBe(1);
      const before = reads;
      for (let second = 0; second < 20; second += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one second after the other
        await Promise.all([engine.ensureFresh("requests"), engine.ensureFresh("requests")]);
        // oxlint-disable-next-line no-await-in-loop -- one second after the other
        await clock.pass(1_000);
      }
      expect(requestReads).toBe(3);
      expect(reads - before).toBeLessThanOrEqual(1); // Nobody else is asked for it.
      await engine.stop();
    });

    test("on demand it is read like everything else", async () => {
      const engine = makeWithRequests({ pollIntervalMs: null });
      engine.start();
      await clock.pass(29_000);
      await engine.ensureFresh("requests");
      expect(requestReads).toBe(1);
      await clock.pass(1_000);
      await engine.ensureFresh("requests");
      expect(requestReads).toBe(2);
      await engine.stop();
    });
  });

  describe("with a media server that lists its people", () => {
    let lists: (readonly KnownUser[])[];
    let people: readonly KnownUser[];
    const makeWithPeople = (listed: readonly KnownUser[]): Engine => {
      lists = [];
      people = USERS;
      return make(
        {
          people: {
            all: () => people,
            list: (users) => {
              lists.push(users);
              people = users;
            },
          },
        },
        {
          mediaServer: {
            instance: {
              ...instance("jellyfin", "media-server"),
              apiKey: new Secret("key-of-the-media-server"),
            },
            upstream: {
              ...NO_PROBE,
              listUsers: () => Promise.resolve(listed),
            } as unknown as MediaServer,
          },
        },
      );
    };

    test("they are what labels can mean, and are handed on to be kept", async () => {
      const twoAlices = [...USERS, { id: "other", name: "ALICE" }];
      const engine = makeWithPeople(twoAlices);
      expect([...engine.state.snapshot.facts.users]).toEqual(USERS);
      engine.start();
      await clock.pass(100);
      expect(lists).toEqual([twoAlices]);
      expect(engine.state.snapshot.byOwner.size).toBe(0);
      await engine.stop();
    });

    test("somebody new makes their list old", async () => {
      const engine = makeWithPeople(USERS);
      engine.start();
      await clock.pass(100);
      engine.usersChanged();
      await clock.pass(100);
      expect(lists).toHaveLength(2);
      await engine.stop();
    });
  });

  test("a source that hangs keeps nobody waiting for the others", async () => {
    const engine = make(
      {},
      {
        arrs: [
          {
            instance: instance("sonarr", "sonarr-main"),
            upstream: {
              ...NO_PROBE,
              control: NO_CONTROL,
              libraryUse: () => ({ entries: 0, hits: 0, misses: 0 }),
              read: () => new Promise<ArrReading>(() => {}),
              markOld: () => {},
            },
          },
        ],
      },
    );
    engine.start();
    const asked = engine.ensureFresh();
    await clock.pass(2_500);
    await asked;
    expect(engine.state.snapshot.downloads.size).toBe(1);
    expect(engine.state.sources[1]?.freshness).toBe("never");
  });

  test("news of a library is told to the *arr, and it is read at once", async () => {
    const engine = make();
    engine.start();
    await clock.pass(100);
    engine.nudge("sonarr-main");
    await clock.pass(100);
    expect([arrReads, marks]).toEqual([2, 0]);
    engine.nudge("sonarr-main", "library");
    await clock.pass(100);
    expect([arrReads, marks]).toEqual([3, 1]);
    await engine.stop();
  });

  describe("with webhooks", () => {
    const FALLBACK_MS = 10 * 60_000;
    let lastEventAt: number | null;
    let skipped: Record<string, number>;

    beforeEach(() => {
      lastEventAt = null;
      skipped = {};
    });

    const makeTold = (): Engine =>
      make({
        webhooks: {
          news: {
            lastEventAt: (id) => (id === "sonarr-main" ? lastEventAt : null),
            pollSkipped: (id) => {
              skipped[id] = (skipped[id] ?? 0) + 1;
            },
          },
          fallbackMs: FALLBACK_MS,
        },
      });
    const receive = (engine: Engine): void => {
      lastEventAt = clock.now();
      engine.nudge("sonarr-main");
    };

    test("without an event everything is polled as ever", async () => {
      const engine = makeTold();
      engine.watch();
      engine.start();
      await clock.pass(60_000);
      expect([arrReads, reads, skipped]).toEqual([13, 13, {}]);
      await engine.stop();
    });

    test("an *arr that sends events is read at the event and for its consequences, its clients as ever", async () => {
      const engine = makeTold();
      engine.watch();
      engine.start();
      await clock.pass(1_000);
      receive(engine);
      await clock.pass(5 * 60_000);
      expect(arrReads).toBe(2 + 3);
      expect(reads).toBe(61);
      expect(skipped).toEqual({ "sonarr-main": 58 });
      await engine.stop();
    });

    test("each event is read at once, also soon after another", async () => {
      const engine = makeTold();
      engine.start();
      await clock.pass(1_000);
      for (let event = 0; event < 3; event += 1) {
        receive(engine);
        await clock.pass(1_000);
      }
      expect(arrReads).toBe(1 + 3);
      await engine.stop();
    });

    test("when events stop, polls go on ten minutes after the last one", async () => {
      const engine = makeTold();
      engine.watch();
      engine.start();
      await clock.pass(1_000);
      receive(engine);
      await clock.pass(FALLBACK_MS - 1);
      expect(arrReads).toBe(2 + 3);
      await clock.pass(60_000);
      expect(arrReads).toBe(2 + 3 + 12);
      await engine.stop();
    });

    test("whoever comes to look finds an *arr no older than without webhooks", async () => {
      const engine = makeTold();
      engine.start();
      await clock.pass(1_000);
      receive(engine);
      await clock.pass(5 * 60_000);
      const before = arrReads;
      const release = engine.watch();
      await clock.pass(100);
      expect(arrReads).toBe(before + 1);
      release();
      engine.watch();
      await clock.pass(100);
      expect(arrReads).toBe(before + 1);
      await engine.stop();
    });

    test("trouble is never waited out: it is tried again as without webhooks", async () => {
      const news = { ...SILENT, lastEventAt: () => clock.now() - 120_000 };
      const engine = make({ webhooks: { news, fallbackMs: FALLBACK_MS } });
      engine.watch();
      engine.start();
      await clock.pass(1_000);
      isBroken = true;
      engine.nudge("qbittorrent-main");
      await clock.pass(60_000);
      expect(reads).toBeGreaterThanOrEqual(6);
      await engine.stop();
    });
  });
});

const USERS = [{ id: "alice", name: "Alice" }];

function instance(kind: string, id: string): Instance {
  return makeInstance({
    id,
    kind,
    name: "main",
    url: "http://127.0.0.1:1",
  });
}
