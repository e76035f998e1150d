import { beforeEach, describe, expect, test } from "vitest";

import type { ArrReading } from "../domain/arr-reading.ts";
import type { Download } from "../domain/download.ts";
import { makeDownload, makeReading, makeRecord, makeTitle } from "../domain/make.case.ts";
import type { ArrControl } from "../upstreams/arr-control.ts";
import { UpstreamError } from "../upstreams/errors.ts";
import type { Connections } from "../upstreams/connected.ts";
import type { Instance } from "../upstreams/instance.ts";
import type { Upstream } from "../upstreams/upstream.ts";
import { Engine, type EngineOptions } from "./engine.ts";
import { FakeClock } from "./fake-clock.case.ts";

const QUIET = { info: () => {}, warn: () => {} };
const NO_PROBE: Upstream = {
  probe: () => Promise.reject(new Error("not here")),
  close: () => Promise.resolve(),
};
/** The engine only reads. */
const NO_CONTROL = {} as ArrControl;

describe("the engine", () => {
  let clock: FakeClock;
  let downloads: readonly Download[];
  let reading: ArrReading;
  let reads: number;
  let isBroken: boolean;

  beforeEach(() => {
    clock = new FakeClock();
    downloads = [makeDownload()];
    reading = makeReading({ queue: [makeRecord()], titles: [makeTitle({ tagLabels: ["alice"] })] });
    reads = 0;
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
            upstream: { ...NO_PROBE, control: NO_CONTROL, read: () => Promise.resolve(reading) },
          },
        ],
        requestManagers: [],
        mediaServer: null,
        ...connections,
      },
      rememberedUsers: () => USERS,
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
    expect(engine.state.snapshot.downloads[0]?.download.progressPercent).toBe(60);
    await engine.stop();
  });

  test("a source that fails keeps its last good list, marked stale with its reason", async () => {
    const engine = make();
    engine.watch();
    engine.start();
    await clock.pass(100);
    isBroken = true;
    await clock.pass(5_000);
    expect(engine.state.snapshot.downloads).toHaveLength(1);
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
              read: () => new Promise<ArrReading>(() => {}),
            },
          },
        ],
      },
    );
    engine.start();
    const asked = engine.ensureFresh();
    await clock.pass(2_500);
    await asked;
    expect(engine.state.snapshot.downloads).toHaveLength(1);
    expect(engine.state.sources[1]?.freshness).toBe("never");
  });
});

const USERS = [{ id: "alice", name: "Alice" }];

function instance(kind: string, id: string): Instance {
  return {
    id,
    kind,
    name: "main",
    url: "http://127.0.0.1:1",
    publicUrl: null,
    apiKey: null,
    username: null,
    password: null,
    tls: { ca: null, insecure: false },
  };
}
