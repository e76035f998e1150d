import { readFileSync } from "node:fs";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { SimulatedState } from "../download-client-simulator.ts";
import {
  createTransmissionSimulator,
  type TransmissionOptions,
  type TransmissionSimulator,
} from "./index.ts";
import { TransmissionCaller, type Row } from "./transmission-caller.ts";

let simulator: TransmissionSimulator;
let caller: TransmissionCaller;
afterEach(() => simulator.stop());

async function start(options: TransmissionOptions = {}): Promise<void> {
  simulator = createTransmissionSimulator(options);
  await simulator.start();
  caller = new TransmissionCaller(simulator);
}

function recorded(version: string, file: string): Row {
  const url = new URL(`fixtures/${version}/${file}`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")) as Row;
}

/** Names and types all the way down; of a list, its first entry. */
function shapeOf(value: unknown): unknown {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shapeOf(one)]));
}

async function classicRow(id: string, fields: readonly string[]): Promise<Row> {
  const { arguments: args } = await caller.classic("torrent-get", { fields, ids: [id] });
  return args.torrents?.[0] ?? {};
}

/** What does not depend on the moment in the one row of trackerStats. */
function trackerOf(row: Row): Row {
  const [tracker = {}] = row["trackerStats"] as Row[];
  const names = ["announce", "scrape", "host", "sitename", "tier", "hasAnnounced"];
  const said = ["lastAnnounceResult", "lastAnnounceSucceeded"];
  return Object.fromEntries([...names, ...said].map((name) => [name, tracker[name]]));
}

/** Recorded torrents by their numeric id, and what the simulator is told to show the same. */
const RECORDED_STATES: readonly [id: number, state: SimulatedState, message: string][] = [
  [1, "downloading", ""],
  [3, "stalled", ""],
  [8, "seeding", ""],
  [10, "completed", ""],
  [11, "error", "No data found!"],
  [12, "stalled", "Unregistered torrent"],
  [13, "metadata", ""],
  [14, "queued", ""],
];
const TELLING = ["status", "error", "isFinished", "isStalled", "metadataPercentComplete"];
const TELLING_4_1 = [...TELLING, "eta", "etaIdle", "desiredAvailable", "uploadRatio"];

describe.each(["3.00", "4.1.3"] as const)("torrent-get of %s as recorded", (version) => {
  const rows = (recorded(version, "torrent-get.json")["arguments"] as { torrents: Row[] }).torrents;
  beforeEach(() => start({ version }));

  test.each(RECORDED_STATES)("torrent %d: %s %s", async (numericId, state, message) => {
    const row = rows.find(({ id }) => id === numericId) ?? {};
    const { id } = simulator.add({
      title: "Some.Release",
      state,
      message,
      category: "tv",
      sizeBytes: Number(row["sizeWhenDone"]),
      progress: Number(row["percentDone"]),
      tracker: "http://127.0.0.1:28100/announce",
    });
    const mine = await classicRow(id, Object.keys(row));
    expect(shapeOf(mine)).toEqual(shapeOf(row));
    expect(trackerOf(mine)).toEqual(trackerOf(row));
    const telling = state === "downloading" ? TELLING : TELLING_4_1;
    for (const name of telling) expect([name, mine[name]]).toEqual([name, row[name]]);
  });

  test("an unknown field", async () => {
    const { torrents } = recorded(version, "torrent-get.unknown-field.json")["arguments"] as {
      torrents: Row[];
    };
    const { id } = simulator.add({ title: "Any" });
    const mine = await classicRow(id, ["hashString", "nope"]);
    expect({ ...mine, hashString: "" }).toEqual({ ...torrents[0], hashString: "" });
  });

  test("a table has the names first", async () => {
    simulator.add({ title: "One" });
    const { torrents } = recorded(version, "torrent-get.table.json")["arguments"] as {
      torrents: unknown[][];
    };
    const [names = []] = torrents;
    const { arguments: args } = await caller.classic("torrent-get", {
      fields: names,
      format: "table",
    });
    expect(shapeOf(args.torrents)).toEqual(shapeOf(torrents));
    expect(args.torrents?.[0]).toEqual(names);
    expect(shapeOf(args.torrents?.[1])).toEqual(shapeOf(torrents[1]));
    const objects = await caller.classic("torrent-get", { fields: ["id"], format: "tables" });
    expect(objects.arguments.torrents).toEqual([{ id: 1 }]);
  });

  test("recently-active, session-get, session-stats, free-space and the unknown method", async () => {
    simulator.add({ title: "One", bytesPerSecond: 1000 });
    simulator.remove(simulator.add({ title: "Two" }).id);
    const recent = recorded(version, "torrent-get.recently-active.json");
    const [row = {}] = (recent["arguments"] as { torrents: Row[] }).torrents;
    const fields = Object.keys(row);
    const mine = await caller.classic("torrent-get", { fields, ids: "recently-active" });
    expect(shapeOf(mine)).toEqual(shapeOf(recent));
    const calls: readonly [method: string, file: string, args: Row][] = [
      ["session-get", "session-get.json", {}],
      ["session-stats", "session-stats.json", {}],
      ["free-space", "free-space.json", { path: "/downloads" }],
    ];
    for (const [method, file, args] of calls)
      expect(shapeOf(await caller.classic(method, args))).toEqual(shapeOf(recorded(version, file)));
    const unknown = await caller.classic("no-such-method");
    expect(unknown).toEqual(recorded(version, "error.unknown-method.json"));
    const units = (answer: Row): unknown => (answer["arguments"] as Row)["units"];
    const session = { ...(await caller.classic("session-get")) };
    expect(units(session)).toEqual(units(recorded(version, "session-get.json")));
  });
});

describe("torrent_get of 4.1.3 in JSON-RPC as recorded", () => {
  const result = recorded("4.1.3", "jsonrpc2.torrent_get.json")["result"] as { torrents: Row[] };
  beforeEach(() => start({ version: "4.1.3" }));

  test.each(RECORDED_STATES)("torrent %d: %s %s", async (numericId, state, message) => {
    const row = result.torrents.find(({ id }) => id === numericId) ?? {};
    const { id } = simulator.add({ title: "Some.Release", state, message, category: "tv" });
    const fields = Object.keys(row);
    const answer = await caller.jsonRpc("torrent_get", { fields, ids: [id] });
    expect(shapeOf(answer.result?.torrents?.[0])).toEqual(shapeOf(row));
  });

  test("session_get, with its own names and values", async () => {
    const expected = recorded("4.1.3", "jsonrpc2.session_get.json");
    const answer = await caller.jsonRpc("session_get");
    expect(shapeOf(answer)).toEqual(shapeOf(expected));
    expect(answer.result).toMatchObject({ encryption: "allowed", cache_size_mib: 4 });
    const some = await caller.jsonRpc("session_get", { fields: ["version", "rpc_version_semver"] });
    expect(some.result).toEqual({ version: "4.1.3 (838877323f)", rpc_version_semver: "6.0.1" });
  });

  test("tables, recently_active, stats and free space are snake_case too", async () => {
    simulator.add({ title: "One" });
    const ids = "recently_active";
    const fields = ["hash_string", "percent_done"];
    const table = await caller.jsonRpc("torrent_get", { fields, ids, format: "table" });
    expect(table.result).toMatchObject({
      torrents: [fields, [expect.any(String), 0]],
      removed: [],
    });
    const stats = await caller.jsonRpc("session_stats");
    expect(stats.result).toMatchObject({
      torrent_count: 1,
      current_stats: { session_count: 1 },
    });
    const space = await caller.jsonRpc("free_space", { path: "/downloads" });
    expect(Object.keys(space.result ?? {})).toEqual(["path", "size_bytes", "total_size"]);
  });
});

describe("recently-active", () => {
  beforeEach(() => start());
  const recent = async (): Promise<{ hashes: unknown[]; removed: number[] | undefined }> => {
    const { arguments: args } = await caller.classic("torrent-get", {
      fields: ["hashString"],
      ids: "recently-active",
    });
    return { hashes: (args.torrents ?? []).map((row) => row["hashString"]), removed: args.removed };
  };

  test("is what changed in the last 60 seconds", async () => {
    const one = simulator.add({ title: "One" });
    const two = simulator.add({ title: "Two" });
    expect((await recent()).hashes).toEqual([one.id, two.id]);
    simulator.advanceClock(61_000);
    expect((await recent()).hashes).toEqual([]);
    simulator.update(two.id, { progress: 0.5 });
    simulator.advanceClock(59_000);
    expect((await recent()).hashes).toEqual([two.id]);
  });

  test("names removed torrents by number, for 60 seconds", async () => {
    simulator.add({ title: "One" });
    const two = simulator.add({ title: "Two" });
    simulator.remove(two.id);
    expect((await recent()).removed).toEqual([2]);
    simulator.advanceClock(61_000);
    expect((await recent()).removed).toEqual([]);
  });

  test("other calls have no `removed`", async () => {
    simulator.remove(simulator.add({ title: "One" }).id);
    const { arguments: args } = await caller.classic("torrent-get", { fields: ["id"] });
    expect(args).toEqual({ torrents: [] });
  });
});

describe("ids", () => {
  beforeEach(() => start());
  const titles = async (ids: unknown): Promise<unknown[]> => {
    const { arguments: args } = await caller.classic("torrent-get", { fields: ["name"], ids });
    return (args.torrents ?? []).map((row) => row["name"]);
  };

  test("are a number, a hash, or a list of both; unknown ones are nobody, an empty list nothing", async () => {
    const one = simulator.add({ title: "One" });
    simulator.add({ title: "Two" });
    expect(await titles(2)).toEqual(["Two"]);
    expect(await titles(one.id)).toEqual(["One"]);
    expect(await titles([2, one.id, 99, "f".repeat(40)])).toEqual(["Two", "One"]);
    expect(await titles([])).toEqual([]);
  });

  test("mean other torrents after a restart, and removals before it are forgotten", async () => {
    const ids = ["One", "Two", "Three"].map((title) => simulator.add({ title }).id);
    simulator.remove(simulator.add({ title: "Gone" }).id);
    const before = ids.map((id) => simulator.numericId(id));
    expect(before).toEqual([1, 2, 3]);
    simulator.restart();
    const after = ids.map((id) => simulator.numericId(id));
    expect(new Set(after)).toEqual(new Set([1, 2, 3]));
    expect(after.every((numericId, index) => numericId !== before[index])).toBe(true);
    const { arguments: args } = await caller.classic("torrent-get", {
      fields: ["id"],
      ids: "recently-active",
    });
    expect(args.removed).toEqual([]);
  });

  test("torrent-remove takes them away", async () => {
    const one = simulator.add({ title: "One" });
    const two = simulator.add({ title: "Two" });
    const answer = await caller.classic("torrent-remove", {
      ids: [one.id],
      "delete-local-data": true,
    });
    expect(answer).toEqual({ arguments: {}, result: "success" });
    expect(simulator.downloads().map(({ id }) => id)).toEqual([two.id]);
  });
});

describe("states", () => {
  beforeEach(() => start());

  test.each<[SimulatedState, number, number]>([
    ["queued", 0.5, 3],
    ["queued", 1, 5],
    ["metadata", 0, 4],
    ["downloading", 0.5, 4],
    ["downloading", 1, 6],
    ["stalled", 0.5, 4],
    ["paused", 0.5, 0],
    ["paused", 1, 0],
    ["checking", 0.5, 2],
    ["verifying", 1, 2],
    ["repairing", 1, 2],
    ["unpacking", 1, 6],
    ["moving", 1, 6],
    ["seeding", 1, 6],
    ["completed", 1, 0],
    ["failed", 0.5, 0],
    ["error", 0.5, 0],
  ])("%s at %d is status %d", async (state, progress, status) => {
    const { id } = simulator.add({ title: "Some.Release", state, progress });
    expect(await classicRow(id, ["status"])).toEqual({ status });
  });

  test("a disk error is 3, a tracker's words 2", async () => {
    const disk = simulator.add({ title: "Disk", state: "failed", message: "No space left" });
    const tracker = simulator.add({ title: "Tracker", message: "Go away" });
    const fields = ["error", "errorString"];
    expect(await classicRow(disk.id, fields)).toEqual({ error: 3, errorString: "No space left" });
    expect(await classicRow(tracker.id, fields)).toEqual({ error: 2, errorString: "Go away" });
  });

  test("raw values can be put over the computed ones, in both dialects", async () => {
    const { id } = simulator.add({ title: "Waiting", state: "checking" });
    simulator.setWire(id, { status: 1, hashString: "odd" });
    expect(await classicRow(id, ["status"])).toEqual({ status: 1 });
    const answer = await caller.jsonRpc("torrent_get", { fields: ["hash_string"] });
    expect(answer.result?.torrents).toEqual([{ hash_string: "odd" }]);
  });
});

describe("numbers", () => {
  const film = { title: "Film", sizeBytes: 64_000_000, progress: 0.25, bytesPerSecond: 1_048_576 };

  test("the ETA is what is left at the present speed", async () => {
    await start();
    const { id } = simulator.add(film);
    const row = await classicRow(id, ["eta", "rateDownload", "leftUntilDone", "percentDone"]);
    expect(row).toEqual({
      eta: 46,
      rateDownload: 1_048_576,
      leftUntilDone: 48_000_000,
      percentDone: 0.25,
    });
  });

  test("desiredAvailable and what is there make up what the swarm can complete", async () => {
    await start();
    const { id } = simulator.add({ ...film, availability: 0.5 });
    const fields = ["haveValid", "haveUnchecked", "desiredAvailable", "sizeWhenDone"];
    const row = (await classicRow(id, fields)) as Record<string, number>;
    const { haveValid = 0, haveUnchecked = 0, desiredAvailable = 0, sizeWhenDone = 0 } = row;
    expect((haveValid + haveUnchecked + desiredAvailable) / sizeWhenDone).toBe(0.5);
    simulator.update(id, { availability: 3 });
    const full = await classicRow(id, ["desiredAvailable", "leftUntilDone"]);
    expect(full["desiredAvailable"]).toBe(full["leftUntilDone"]);
  });

  test("3.00 cuts progress to four decimals, and rates to thousands when asked for", async () => {
    await start({ version: "3.00", coarseRates: true });
    const { id } = simulator.add({ ...film, progress: 0.123456 });
    expect(await classicRow(id, ["percentDone", "rateDownload"])).toEqual({
      percentDone: 0.1234,
      rateDownload: 1_048_000,
    });
  });

  test("category and tags are labels from 3.00 on, and the folder before", async () => {
    await start({ version: "4.0.6" });
    const labelled = simulator.add({ title: "New", category: "tv", tags: ["alice"] });
    expect(await classicRow(labelled.id, ["labels", "downloadDir"])).toEqual({
      labels: ["tv", "alice"],
      downloadDir: "/downloads/tv",
    });
    await simulator.stop();
    await start({ version: "2.94" });
    const plain = simulator.add({ title: "Old", category: "tv" });
    expect(await classicRow(plain.id, ["labels", "editDate", "downloadDir"])).toEqual({
      downloadDir: "/downloads/tv",
    });
  });

  test("2.94 has no tables and no choice of session fields", async () => {
    await start({ version: "2.94" });
    simulator.add({ title: "One" });
    const { arguments: args } = await caller.classic("torrent-get", {
      fields: ["name"],
      format: "table",
    });
    expect(args.torrents).toEqual([{ name: "One" }]);
    const session = await caller.classic("session-get", { fields: ["version"] });
    expect(session.arguments).toMatchObject({ "rpc-version": 15, version: "2.94 (d8e60ee44f)" });
    expect(session.arguments).not.toHaveProperty("session-id");
  });

  test("4.0.6 tells its version in semver and percentComplete, but speaks no JSON-RPC", async () => {
    await start({ version: "4.0.6" });
    const { id } = simulator.add({ title: "Half", progress: 0.5 });
    const session = await caller.classic("session-get", { fields: ["rpc-version-semver"] });
    expect(session.arguments).toEqual({ "rpc-version-semver": "5.3.0" });
    expect(await classicRow(id, ["percentComplete"])).toEqual({ percentComplete: 0.5 });
  });
});
