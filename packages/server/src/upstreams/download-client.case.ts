import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type {
  DownloadClientSimulator,
  SimulatedState,
} from "../../../../demo/simulators/download-client-simulator.ts";
import { FAULTS, type Fault } from "../../../../demo/simulators/simulator-server.ts";
import { Secret } from "../config/secret.ts";
import { DOWNLOAD_STATUSES, type Download, type DownloadStatus } from "../domain/download.ts";
import { UpstreamError } from "./errors.ts";
import type { Instance } from "./instance.ts";
import type { DownloadClient, DownloadClientModule } from "./upstream.ts";
import { makeInstance } from "./make-instance.case.ts";

/** What differs between the download clients that keep these promises. */
export interface DownloadClientCase {
  /** Shown in the test names, e.g. `qBittorrent 5.2`. */
  readonly name: string;
  readonly module: DownloadClientModule;
  readonly simulator: () => DownloadClientSimulator;
  /** What we say for each simulated state; a state the client cannot be in is left out. */
  readonly statuses: Partial<Record<SimulatedState, DownloadStatus>>;
  /** Faults this transport cannot show, each with the reason. */
  readonly skip?: Partial<Record<Fault, string>>;
}

const QUIET = { debug: () => {}, info: () => {}, warn: () => {} };
/** Those that need no waiting and no hundreds of megabytes. */
const QUICK_FAULTS = FAULTS.filter((fault) => !["hang", "drip", "huge"].includes(fault));

/** Builds a validated instance that points at a simulator. */
export function instanceOf(
  simulator: DownloadClientSimulator,
  change: Partial<Instance> = {},
): Instance {
  const { credentials } = simulator;
  return makeInstance({
    kind: simulator.kind,
    url: simulator.server.url,
    apiKey: "apiKey" in credentials ? new Secret(credentials.apiKey) : null,
    username: "username" in credentials ? credentials.username : null,
    password: "password" in credentials ? new Secret(credentials.password) : null,
    ...change,
  });
}

/** The promises every download client keeps towards the engine, run by each client's folder. */
export function describeDownloadClient(subject: DownloadClientCase): void {
  describe(`promises of ${subject.name}`, () => {
    let simulator: DownloadClientSimulator;
    let client: DownloadClient;
    let now = Date.UTC(2026, 10, 23);

    const connect = (change: Partial<Instance> = {}): DownloadClient =>
      subject.module.connect(instanceOf(simulator, change), { now: () => now, log: QUIET });
    const list = async (): Promise<readonly Download[]> =>
      await client.listDownloads(AbortSignal.timeout(10_000));
    const one = async (id: string): Promise<Download | undefined> =>
      (await list()).find((download) => download.id === id);

    beforeEach(async () => {
      now = Date.UTC(2026, 10, 23);
      simulator = subject.simulator();
      await simulator.start();
      client = connect();
    });
    afterEach(async () => {
      await client.close();
      await simulator.stop();
    });

    test("an empty client is an empty list", async () => {
      expect(await list()).toEqual([]);
    });

    test("a download is told completely", async () => {
      const added = simulator.add({
        title: "Harbor.Lights.S01E01.1080p.WEB-DL",
        sizeBytes: 64 * 1024 * 1024,
        progress: 0.25,
        bytesPerSecond: 1024 * 1024,
        state: "downloading",
        category: "tv",
      });
      const download = await one(added.id);
      expect(download).toMatchObject({
        instanceId: `${subject.module.kind}-main`,
        id: added.id,
        protocol: subject.module.protocol,
        title: "Harbor.Lights.S01E01.1080p.WEB-DL",
        status: "Downloading",
        category: "tv",
      });
      expect(download?.joinKeys.length).toBeGreaterThan(0);
      expect(download?.progressPercent).toBeCloseTo(25, 0);
      expect((download?.sizeBytes ?? 0) / 1024 / 1024).toBeCloseTo(64, 0);
      expect((download?.downloadedBytes ?? 0) / 1024 / 1024).toBeCloseTo(16, 0);
      expect(download?.bytesPerSecond).toBeCloseTo(1024 * 1024, -2);
      expect(download?.etaSeconds).toBeGreaterThan(40);
      expect(download?.etaSeconds).toBeLessThan(56);
    });

    for (const [state, status] of Object.entries(subject.statuses)) {
      test(`a ${state} download is "${status}"`, async () => {
        const done = [
          "seeding",
          "completed",
          "verifying",
          "repairing",
          "unpacking",
          "moving",
        ].includes(state);
        const added = simulator.add({
          title: `Some.Release.${state}`,
          sizeBytes: 50 * 1024 * 1024,
          state: state as SimulatedState,
          progress: done ? 1 : 0.4,
          bytesPerSecond: state === "downloading" ? 500_000 : 0,
          ...(state === "error" || state === "failed" ? { message: "the disk is on fire" } : {}),
        });
        const download = await one(added.id);
        expect(download?.status).toBe(status);
        if (state !== "downloading") expect(download?.etaSeconds).toBeNull();
        if (state === "failed") expect(download?.message).toContain("the disk is on fire");
      });
    }

    test("changes, additions and removals are seen at the next call", async () => {
      const first = simulator.add({
        title: "First",
        sizeBytes: 1e8,
        progress: 0.1,
        state: "downloading",
      });
      const second = simulator.add({ title: "Second", sizeBytes: 1e8, state: "paused" });
      expect((await list()).map((d) => d.title).toSorted()).toEqual(["First", "Second"]);
      simulator.update(first.id, { progress: 0.6, bytesPerSecond: 123_456 });
      simulator.remove(second.id);
      const third = simulator.add({
        title: "Third",
        sizeBytes: 1e8,
        state: "downloading",
        progress: 0.2,
      });
      const after = await list();
      expect(after.map((d) => d.id).toSorted()).toEqual([first.id, third.id].toSorted());
      expect(after.find((d) => d.id === first.id)?.progressPercent).toBeCloseTo(60, 0);
    });

    test("a download that did not change is the same object", async () => {
      const still = simulator.add({
        title: "Still",
        sizeBytes: 1e8,
        state: "paused",
        progress: 0.5,
      });
      const moving = simulator.add({
        title: "Moving",
        sizeBytes: 1e8,
        state: "downloading",
        progress: 0.1,
        bytesPerSecond: 1000,
      });
      const before = await list();
      simulator.update(moving.id, { progress: 0.2 });
      const after = await list();
      const pick = (all: readonly Download[], id: string) => all.find((d) => d.id === id);
      expect(pick(after, still.id)).toBe(pick(before, still.id));
      expect(pick(after, moving.id)).not.toBe(pick(before, moving.id));
    });

    test("two downloads with one title stay two", async () => {
      simulator.add({ title: "Same.Title", state: "downloading", sizeBytes: 1e8 });
      simulator.add({ title: "Same.Title", state: "downloading", sizeBytes: 1e8 });
      const all = await list();
      expect(all).toHaveLength(2);
      expect(new Set(all.map((d) => d.id)).size).toBe(2);
    });

    test("hostile and odd titles arrive as they are, without control characters", async () => {
      simulator.add({
        title: "<img src=x onerror=alert(1)> & \"quotes\" 'n' ünïcode 日本 🎬",
        state: "paused",
      });
      const [download] = await list();
      expect(download?.title).toBe("<img src=x onerror=alert(1)> & \"quotes\" 'n' ünïcode 日本 🎬");
    });

    test("a restart of the download client is survived by the next call", async () => {
      const kept = simulator.add({ title: "Kept", state: "paused", sizeBytes: 1e8, progress: 0.3 });
      const gone = simulator.add({ title: "Gone", state: "paused", sizeBytes: 1e8 });
      await list();
      simulator.restart();
      simulator.remove(gone.id);
      // A client may notice the restart by a failed call; the call after that must be right.
      const after = await list().catch(() => list());
      expect(after.map((d) => d.id)).toEqual([kept.id]);
    });

    for (const fault of QUICK_FAULTS) {
      const reason = subject.skip?.[fault];
      test.skipIf(reason !== undefined)(
        `${fault} is an UpstreamError, and the call after it works${reason ? ` (skipped: ${reason})` : ""}`,
        async () => {
          const added = simulator.add({
            title: "Survivor",
            state: "downloading",
            sizeBytes: 1e8,
            progress: 0.1,
          });
          await list();
          simulator.server.fault = fault;
          await expect(list()).rejects.toBeInstanceOf(UpstreamError);
          simulator.update(added.id, { progress: 0.9 });
          simulator.server.fault = null;
          const after = await list();
          expect(after.map((d) => d.id)).toEqual([added.id]);
          expect(after[0]?.progressPercent).toBeCloseTo(90, 0);
        },
      );
    }

    test("an endless answer is cut off as bad-payload", async () => {
      await list();
      simulator.server.fault = "huge";
      await expect(list()).rejects.toMatchObject({ reason: "bad-payload" });
    });

    test("an abort ends the call at once", async () => {
      simulator.server.fault = "hang";
      await expect(client.listDownloads(AbortSignal.timeout(50))).rejects.toThrow();
      simulator.server.fault = null;
      expect(await list()).toEqual([]);
    });

    test("nobody listening is `unreachable`", async () => {
      await simulator.stop();
      await expect(list()).rejects.toMatchObject({ reason: "unreachable" });
      await simulator.start();
      expect(await list()).toEqual([]);
    });

    test("wrong credentials are `unauthorized`, tried once per call, and never shown", async () => {
      await client.close();
      client = connect(
        "apiKey" in simulator.credentials
          ? { apiKey: new Secret("wrong-key-wrong-key") }
          : { password: new Secret("wrong-password") },
      );
      const before = simulator.loginAttempts();
      const failure = await list().then(
        () => null,
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(UpstreamError);
      expect(failure).toMatchObject({ reason: "unauthorized" });
      expect(String((failure as Error).stack)).not.toMatch(/wrong-(key|password)/);
      expect(simulator.loginAttempts() - before).toBeLessThanOrEqual(1);
      await expect(client.probe(AbortSignal.timeout(5000))).rejects.toMatchObject({
        reason: "unauthorized",
        advice: expect.any(String) as string,
      });
    });

    test("a probe tells version and accepted credentials", async () => {
      const probe = await client.probe(AbortSignal.timeout(5000));
      expect(probe.version).toMatch(/\d/);
      expect(probe.credentials).toBe("accepted");
    });

    test("every status is one of ours and every number is in range", async () => {
      for (const state of Object.keys(subject.statuses)) {
        simulator.add({
          title: `All ${state}`,
          state: state as SimulatedState,
          sizeBytes: 1e7,
          progress: 0.5,
        });
      }
      for (const download of await list()) {
        expect(DOWNLOAD_STATUSES).toContain(download.status);
        expect(download.progressPercent).toBeGreaterThanOrEqual(0);
        expect(download.progressPercent).toBeLessThanOrEqual(100);
        expect(download.bytesPerSecond).toBeGreaterThanOrEqual(0);
        expect(download.etaSeconds === null || download.etaSeconds > 0).toBe(true);
        if (download.placeInLine !== null) {
          expect([download.status, download.placeInLine > 0]).toEqual(["Queued", true]);
        }
      }
    });
  });
}
