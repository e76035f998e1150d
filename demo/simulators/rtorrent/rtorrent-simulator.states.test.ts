import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { SimulatedState } from "../download-client-simulator.ts";
import { callMethod } from "./ask-rtorrent.ts";
import { CHECK_WAITS, CLOSED, NEVER_OPENED } from "./rtorrent-download.ts";
import { createRtorrentSimulator, type RtorrentSimulator } from "./rtorrent-simulator.ts";

const MIB = 1024 * 1024;

describe("what a simulated rTorrent says of a download", () => {
  let now: number;
  let simulator: RtorrentSimulator;
  beforeEach(async () => {
    now = Date.UTC(2026, 10, 23);
    simulator = createRtorrentSimulator({ now: () => now });
    await simulator.start();
  });
  afterEach(() => simulator.stop());

  async function fields(...names: string[]): Promise<unknown[]> {
    const commands = names.map((name) => (name.includes("=") ? name : `${name}=`));
    const rows = (await callMethod(
      simulator,
      "d.multicall2",
      "",
      "main",
      ...commands,
    )) as unknown[][];
    return rows[0] ?? [];
  }

  test.each<[SimulatedState, string]>([
    // state open active complete hashing checking meta
    ["metadata", "1 1 1 0 0 0 1"],
    ["downloading", "1 1 1 0 0 0 0"],
    ["stalled", "1 1 1 0 0 0 0"],
    ["paused", "1 1 0 0 0 0 0"],
    ["queued", "1 1 0 0 0 0 0"],
    ["checking", "1 1 0 0 3 1 0"],
    ["verifying", "1 1 0 0 2 1 0"],
    ["error", "1 1 1 0 0 0 0"],
    ["failed", "1 1 1 0 0 0 0"],
    ["seeding", "1 1 1 1 0 0 0"],
    ["moving", "1 1 1 1 0 0 0"],
    ["completed", "0 1 0 1 0 0 0"],
  ])("%s shows the flags %s", async (state, flags) => {
    simulator.add({ title: "One", state, sizeBytes: MIB, progress: 0.5, bytesPerSecond: 1000 });
    const told = await fields(
      "d.state",
      "d.is_open",
      "d.is_active",
      "d.complete",
      "d.hashing",
      "d.is_hash_checking",
      "d.is_meta",
    );
    expect(told.join(" ")).toBe(flags);
    const isMoving = ["downloading", "metadata", "error", "failed"].includes(state);
    expect(await fields("d.down.rate")).toEqual([isMoving ? 1000 : 0]);
  });

  test("closed, never opened and waiting for a check stand above the state until it changes", async () => {
    const { id } = simulator.add({ title: "One", state: "paused" });
    const look = () => fields("d.state", "d.is_open", "d.hashing", "d.base_path");
    simulator.setDetail(id, { flags: CLOSED });
    expect(await look()).toEqual([0, 0, 0, "/downloads/One"]);
    simulator.setDetail(id, { flags: NEVER_OPENED });
    expect(await look()).toEqual([0, 0, 0, ""]);
    simulator.setDetail(id, { flags: CHECK_WAITS });
    expect(await look()).toEqual([1, 0, 1, "/downloads/One"]);
    simulator.update(id, { state: "downloading" });
    expect(await look()).toEqual([1, 1, 0, "/downloads/One"]);
  });

  test("a magnet is called after its hash and is one byte big", async () => {
    const { id } = simulator.add({ title: "One", state: "metadata", sizeBytes: 5 * MIB });
    const hash = id.toUpperCase();
    expect(await fields("d.hash", "d.name", "d.size_bytes", "d.bytes_done")).toEqual([
      hash,
      `${hash}.meta`,
      1,
      0,
    ]);
    simulator.update(id, { state: "downloading" });
    expect(await fields("d.name", "d.size_bytes")).toEqual(["One", 5 * MIB]);
  });

  test("a message is told whatever the state; an error without one has a tracker's", async () => {
    const { id } = simulator.add({ title: "One", message: "Tracker: [Timeout was reached]" });
    expect(await fields("d.message", "d.is_active")).toEqual(["Tracker: [Timeout was reached]", 1]);
    simulator.update(id, { state: "error", message: "" });
    expect(await fields("d.message")).toEqual(['Tracker: [Failure reason "Unregistered torrent"]']);
    simulator.update(id, { state: "downloading" });
    expect(await fields("d.message")).toEqual([""]);
  });

  test("bytes are told in whole chunks and in parts, and sizes pass 2^31", async () => {
    const sizeBytes = 40 * 1024 * MIB + 1;
    const { id } = simulator.add({ title: "One", sizeBytes, progress: 0.25 });
    const [size, completed, done, left, chunk, chunks, has] = (await fields(
      "d.size_bytes",
      "d.completed_bytes",
      "d.bytes_done",
      "d.left_bytes",
      "d.chunk_size",
      "d.size_chunks",
      "d.completed_chunks",
    )) as number[];
    expect(size).toBe(sizeBytes);
    expect(done).toBe(Math.round(sizeBytes / 4));
    expect(completed).toBe((has ?? 0) * (chunk ?? 0));
    expect(left).toBe(sizeBytes - (completed ?? 0));
    expect((chunks ?? 0) * (chunk ?? 0)).toBeGreaterThanOrEqual(sizeBytes);
    simulator.update(id, { state: "seeding" });
    expect(await fields("d.completed_bytes", "d.left_bytes")).toEqual([sizeBytes, 0]);
  });

  test("label, paths, ratio, peers and custom values", async () => {
    const { id } = simulator.add({
      title: "Pack",
      category: "tv",
      sizeBytes: 1000,
      state: "seeding",
      seeders: 3,
      peers: 5,
      addedAt: 1_700_000_000_000,
    });
    simulator.setDetail(id, { isMultiFile: true, uploadedBytes: 1500, custom: { mine: "x" } });
    expect(
      await fields(
        "d.custom1",
        "d.custom=addtime",
        "d.custom=mine",
        "d.custom=other",
        "d.directory",
        "d.directory_base",
        "d.base_path",
        "d.base_filename",
        "d.ratio",
        "d.peers_connected",
        "d.peers_complete",
        "d.peers_accounted",
      ),
    ).toEqual([
      "tv",
      "1700000000",
      "x",
      "",
      "/downloads/tv/Pack",
      "/downloads/tv",
      "/downloads/tv/Pack",
      "Pack",
      1500,
      5,
      3,
      2,
    ]);
  });

  test("the finish time is set once it is complete, and the load time changes with a restart", async () => {
    const addedAt = now - 3_600_000;
    const { id } = simulator.add({ title: "One", addedAt });
    expect(await fields("d.timestamp.finished", "d.timestamp.started")).toEqual([
      0,
      addedAt / 1000,
    ]);
    now += 60_000;
    simulator.update(id, { state: "seeding" });
    const finished = now / 1000;
    now += 60_000;
    simulator.update(id, { state: "completed" });
    expect(await fields("d.timestamp.finished")).toEqual([finished]);
    expect(await fields("d.load_date")).toEqual([(now - 120_000) / 1000]);
    simulator.restart();
    expect(await fields("d.load_date", "d.state_changed")).toEqual([now / 1000, addedAt / 1000]);
  });

  test("ids are lower case to the controls and upper case on the wire", async () => {
    const id = "ABCDEF0123456789ABCDEF0123456789ABCDEF01";
    expect(simulator.add({ title: "One", id }).id).toBe(id.toLowerCase());
    expect(await fields("d.hash")).toEqual([id]);
    expect(() => simulator.add({ title: "Two", id })).toThrow("already");
    expect(() => simulator.update("nope", { progress: 1 })).toThrow("no download nope");
    simulator.remove(id.toLowerCase());
    expect(simulator.downloads()).toEqual([]);
  });

  test("five thousand downloads are told in one answer", async () => {
    for (let n = 0; n < 5000; n += 1) simulator.add({ title: `Release ${n}`, sizeBytes: 1e9 });
    const rows = await callMethod(simulator, "d.multicall2", "", "main", "d.hash=", "d.name=");
    expect(rows).toHaveLength(5000);
  });
});
