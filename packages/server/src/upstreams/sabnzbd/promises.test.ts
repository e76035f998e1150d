import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  createSabnzbdSimulator,
  type SabnzbdSimulator,
} from "../../../../../demo/simulators/sabnzbd/sabnzbd-simulator.ts";
import { Secret } from "../../config/secret.ts";
import type { Download } from "../../domain/download.ts";
import { describeDownloadClient, instanceOf } from "../download-client.case.ts";
import type { Instance } from "../instance.ts";
import type { DownloadClient } from "../upstream.ts";
import { sabnzbd } from "./index.ts";

/** The moment the shared promises are made at; what the simulator finishes must not be older than a day then. */
const NOW = Date.UTC(2026, 10, 23);
const QUIET = { debug: () => {}, info: () => {}, warn: () => {} };

for (const version of ["2.3.9", "3.7.2", "4.5.0", "5.1.3"] as const) {
  describeDownloadClient({
    name: `SABnzbd ${version}`,
    module: sabnzbd,
    simulator: () => createSabnzbdSimulator({ version, now: () => NOW }),
    statuses: {
      queued: "Queued",
      metadata: "Queued",
      downloading: "Downloading",
      paused: "Paused",
      checking: "Checking",
      verifying: "Verifying",
      repairing: "Repairing",
      unpacking: "Unpacking",
      moving: "Moving",
      completed: "Completed",
      failed: "Failed",
    },
  });
}

describe("against a simulated SABnzbd", () => {
  let simulator: SabnzbdSimulator;
  let client: DownloadClient;

  const connect = (change: Partial<Instance> = {}): DownloadClient =>
    sabnzbd.connect(instanceOf(simulator, { url: simulator.url, ...change }), {
      now: () => NOW,
      log: QUIET,
    });
  const list = async (): Promise<readonly Download[]> =>
    await client.listDownloads(AbortSignal.timeout(5000));

  beforeEach(async () => {
    simulator = createSabnzbdSimulator({ now: () => NOW });
    await simulator.start();
    client = connect();
  });
  afterEach(async () => {
    await client.close();
    await simulator.stop();
  });

  test("more than ten finished jobs are all shown", async () => {
    for (let n = 1; n <= 25; n += 1) {
      simulator.add({ title: `Done.${n}`, state: "completed", sizeBytes: 1e6 });
    }
    expect(await list()).toHaveLength(25);
  });

  test("a job that is in neither list for a moment stays, as the same object", async () => {
    const { id } = simulator.add({ title: "Gap", state: "downloading", sizeBytes: 1e8 });
    const before = await list();
    simulator.vanishOnce(id);
    expect(await list()).toBe(before);
    simulator.update(id, { state: "unpacking" });
    expect((await list()).map((job) => [job.id, job.status])).toEqual([[id, "Unpacking"]]);
  });

  test("a restart that brings the counter back to its old value hides nothing", async () => {
    const { id } = simulator.add({
      title: "Post",
      state: "downloading",
      sizeBytes: 1e8,
      progress: 0.99,
    });
    await list();
    simulator.restart();
    simulator.update(id, { state: "verifying", progress: 1 });
    simulator.restart();
    expect((await list()).map((job) => job.status)).toEqual(["Verifying"]);
  });

  test("a paused queue pauses every job but a forced one", async () => {
    const speed = { state: "downloading", sizeBytes: 1e8, bytesPerSecond: 5000 } as const;
    simulator.add({ title: "Held", ...speed });
    const forced = simulator.add({ title: "Forced", ...speed });
    simulator.setDetail(forced.id, { priority: "Force" });
    simulator.settings.paused = true;
    const status = Object.fromEntries((await list()).map((job) => [job.title, job.status]));
    expect(status).toEqual({ Held: "Paused", Forced: "Downloading" });
  });

  test("the NZB key is recognised for what it is", async () => {
    await client.close();
    client = connect({ apiKey: new Secret(simulator.settings.nzbKey) });
    await expect(list()).rejects.toMatchObject({ reason: "unauthorized" });
    await expect(client.probe(AbortSignal.timeout(5000))).rejects.toMatchObject({
      reason: "unauthorized",
      message: expect.stringContaining("NZB key") as string,
    });
  });

  test("a key refused without a word, or as a logical error, is still `unauthorized`", async () => {
    await client.close();
    client = connect({ apiKey: new Secret("wrong") });
    simulator.settings.apiWarnings = false;
    await expect(list()).rejects.toMatchObject({ reason: "unauthorized" });
    simulator.settings.badKeyStatus = 200;
    await expect(list()).rejects.toMatchObject({ reason: "unauthorized" });
  });

  test("a refused host name is `refused`, with the setting to change", async () => {
    simulator.settings.refuseEveryHost = true;
    await expect(list()).rejects.toMatchObject({
      reason: "refused",
      advice: expect.stringContaining("host_whitelist") as string,
    });
  });

  test("passwords and progress texts stay behind", async () => {
    const { id } = simulator.add({ title: "Locked", state: "unpacking", sizeBytes: 1e8 });
    simulator.setDetail(id, { password: "hunter2", actionLine: "Unpacking /hunter2/x" });
    expect(JSON.stringify(await list())).not.toContain("hunter2");
  });
});

describe("its own answers", () => {
  let simulator: SabnzbdSimulator;
  let client: DownloadClient;
  const signal = AbortSignal.timeout(60_000);

  beforeEach(async () => {
    simulator = createSabnzbdSimulator({ now: () => NOW });
    await simulator.start();
    const instance = instanceOf(simulator, { url: simulator.url });
    client = sabnzbd.connect(instance, { now: () => NOW, log: QUIET });
  });
  afterEach(async () => {
    await client.close();
    await simulator.stop();
  });

  test("hold all of the queue, and as much of the history as was asked for", async () => {
    for (let n = 1; n <= 25; n += 1) {
      simulator.add({ title: `Queued.${n}`, state: "downloading", sizeBytes: 1e6 });
      simulator.add({ title: `Done.${n}`, state: "completed", sizeBytes: 1e6 });
    }
    const queue = (await client.passThrough?.queue(signal)) as { queue: { slots: object[] } };
    expect(queue.queue.slots).toHaveLength(25);
    // What sofarr has no use for is there as well.
    expect(queue.queue).toHaveProperty("diskspace1");
    const history = (await client.passThrough?.history(20, signal)) as {
      history: { slots: object[] };
    };
    expect(history.history.slots).toHaveLength(20);
  });

  test("are those of a queue and a history, or an error without the key in it", async () => {
    simulator.server.fault = "wrong-type";
    await expect(client.passThrough?.queue(signal)).rejects.toMatchObject({
      reason: "bad-payload",
    });
    await expect(client.passThrough?.history(5, signal)).rejects.toMatchObject({
      reason: "bad-payload",
    });
    simulator.server.fault = "status-500";
    const error: unknown = await client.passThrough
      ?.queue(signal)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: "bad-status", status: 500 });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(
      simulator.credentials.apiKey,
    );
  });
});
