import { readFileSync } from "node:fs";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { SimulatedState } from "../download-client-simulator.ts";
import {
  createQbittorrentSimulator,
  type QbittorrentSimulator,
  type QbittorrentVersion,
} from "./index.ts";
import { QbittorrentCaller, type Maindata } from "./qbittorrent-caller.ts";

type Row = Record<string, unknown>;

let simulator: QbittorrentSimulator;
let caller: QbittorrentCaller;
afterEach(() => simulator.stop());

async function signIn(version: QbittorrentVersion): Promise<void> {
  simulator = createQbittorrentSimulator({ version });
  await simulator.start();
  caller = new QbittorrentCaller(simulator);
  await caller.login();
}

async function torrent(id: string): Promise<Row> {
  const rows = (await caller.json(`torrents/info?hashes=${id}`)) as Row[];
  expect(rows).toHaveLength(1);
  return rows[0] ?? {};
}

function recordedText(version: string, file: string): string {
  return readFileSync(new URL(`fixtures/${version}/${file}`, import.meta.url), "utf8");
}

function recorded(version: string, file: string): unknown {
  return JSON.parse(recordedText(version, file));
}

/** Names and types all the way down; of a list, its first entry. */
function shapeOf(value: unknown): unknown {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shapeOf(one)]));
}

/** Headers of a recorded answer, without those that belong to the moment. */
function recordedHeaders(version: string, file: string): Record<string, string> {
  const [head = ""] = recordedText(version, file).split(/\r?\n\r?\n/);
  const pairs = head
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(": ", 2) as [string, string]);
  return Object.fromEntries(pairs.filter(([name]) => name !== "date" && name !== "connection"));
}

describe.each(["4.5.2", "5.3.0"] as const)(
  "the answers of %s are shaped as recorded",
  (version) => {
    const stopped = version === "4.5.2" ? "pausedUP" : "stoppedUP";
    const rows = recorded(version, "torrents.info.json") as Row[];
    const full = recorded(version, "sync.maindata.full.json") as Maindata;
    beforeEach(() => signIn(version));

    test.each<[string, SimulatedState]>([
      ["downloading", "downloading"],
      ["stalledDL", "stalled"],
      ["metaDL", "metadata"],
      ["missingFiles", "failed"],
      [stopped, "completed"],
    ])("a torrent that is %s", async (word, state) => {
      const { id } = simulator.add({ title: "Some.Release", state });
      const row = rows.find((one) => one["state"] === word) ?? {};
      const mine = await torrent(id);
      expect(mine["state"]).toBe(word);
      expect(shapeOf(mine)).toEqual(shapeOf(row));
      const maindata = await caller.sync(0);
      const hash = row["hash"] as string;
      expect(shapeOf(maindata.torrents?.[id])).toEqual(shapeOf(full.torrents?.[hash]));
    });

    test("a magnet before its metadata has the recorded special values", async () => {
      const { id } = simulator.add({ title: "Magnet", state: "metadata" });
      const row = rows.find((one) => one["state"] === "metaDL") ?? {};
      const names = [
        "size",
        "total_size",
        "progress",
        "amount_left",
        "eta",
        "availability",
        "content_path",
        "completion_on",
        "seen_complete",
        "private",
        "piece_size",
        "pieces_num",
        "has_metadata",
      ];
      const mine = await torrent(id);
      for (const name of names) expect([name, mine[name]]).toEqual([name, row[name]]);
    });

    test("a stalled, half-finished torrent has the recorded numbers", async () => {
      const row = rows.find((one) => one["state"] === "stalledDL") ?? {};
      const sizeBytes = row["size"] as number;
      const progress = row["progress"] as number;
      const { id } = simulator.add({ title: "Half", state: "stalled", sizeBytes, progress });
      const names = ["amount_left", "completed", "completion_on", "eta", "dlspeed", "availability"];
      const mine = await torrent(id);
      for (const name of names) expect([name, mine[name]]).toEqual([name, row[name]]);
    });

    test("maindata around the torrents", async () => {
      simulator.add({ title: "Any", category: "tv-sonarr", tags: ["rig"] });
      const { torrents: mine, ...around } = await caller.sync(0);
      const { torrents: recordedTorrents, categories, ...rest } = full;
      const [tracker] = Object.values(full.trackers ?? {});
      expect(mine).toBeDefined();
      expect(recordedTorrents).toBeDefined();
      expect(shapeOf({ ...around, trackers: Object.values(around.trackers ?? {}) })).toEqual(
        shapeOf({
          ...rest,
          categories: { "tv-sonarr": categories?.["tv-sonarr"] },
          trackers: [tracker],
        }),
      );
    });

    test("a delta with a removal", async () => {
      const [first] = ["a", "b", "c"].map((title) => simulator.add({ title }));
      const { rid } = await caller.sync(0);
      simulator.remove(first?.id ?? "");
      const expected = recorded(version, "sync.maindata.delta-removed.json") as Maindata;
      const delta = await caller.sync(rid);
      expect(Object.keys(delta).toSorted()).toEqual(Object.keys(expected).toSorted());
      expect(Object.values(delta.trackers ?? {})[0]).toHaveLength(2);
    });

    test("trackers, properties, categories, transfer and build info", async () => {
      const { id } = simulator.add({
        title: "Northern.Signal.S01E07",
        state: "stalled",
        category: "tv-sonarr",
        message: "Unregistered torrent",
      });
      const trackers = (await caller.json(`torrents/trackers?hash=${id}`)) as Row[];
      const expected = recorded(version, "torrents.trackers.tracker-error.json") as Row[];
      expect(trackers.slice(0, 3)).toEqual(expected.slice(0, 3));
      expect(shapeOf(trackers.slice(3))).toEqual(shapeOf(expected.slice(3)));
      const names = ["msg", "status", "tier", "num_seeds", "num_leeches", "num_peers"];
      for (const name of names)
        expect([name, trackers[3]?.[name]]).toEqual([name, expected[3]?.[name]]);

      const properties = await caller.json(`torrents/properties?hash=${id}`);
      const half = recorded(version, "torrents.properties.stalled-partial.json");
      expect(shapeOf(properties)).toEqual(shapeOf(half));
      const { "tv-sonarr": category } = recorded(version, "torrents.categories.json") as Row;
      expect(shapeOf(await caller.json("torrents/categories"))).toEqual(
        shapeOf({ "tv-sonarr": category }),
      );
      expect(shapeOf(await caller.json("transfer/info"))).toEqual(
        shapeOf(recorded(version, "transfer.info.json")),
      );
      expect(await caller.json("app/buildInfo")).toEqual(recorded(version, "app.buildInfo.json"));
    });

    test("the refusals, with status, headers and text", async () => {
      const stranger = new QbittorrentCaller(simulator);
      const refusals = {
        "http-no-session.txt": await stranger.call("torrents/info"),
        "auth.login.wrong.txt": await stranger.login("not-the-password"),
      };
      for (const [file, answer] of Object.entries(refusals)) {
        const [, body = ""] = recordedText(version, file).split(/\r?\n\r?\n\r?\n?/);
        expect(recordedText(version, file)).toContain(`HTTP ${answer.status}`);
        expect(answer.body).toBe(body.trim());
        expect(answer.headers).toMatchObject(recordedHeaders(version, file));
      }
    });
  },
);

describe.each<[QbittorrentVersion, string]>([
  ["4.1.9", "paused"],
  ["4.5.2", "paused"],
  ["5.1.4", "stopped"],
  ["5.3.0", "stopped"],
])("the states of %s", (version, word) => {
  beforeEach(() => signIn(version));

  test.each<[SimulatedState, number, string]>([
    ["queued", 0.5, "queuedDL"],
    ["queued", 1, "queuedUP"],
    ["metadata", 0, "metaDL"],
    ["downloading", 0.5, "downloading"],
    ["downloading", 1, "stalledUP"],
    ["stalled", 0.5, "stalledDL"],
    ["paused", 0.5, `${word}DL`],
    ["paused", 1, `${word}UP`],
    ["checking", 0.5, "checkingDL"],
    ["checking", 1, "checkingUP"],
    ["verifying", 1, "checkingUP"],
    ["repairing", 1, "checkingUP"],
    ["unpacking", 1, "moving"],
    ["moving", 1, "moving"],
    ["seeding", 1, "stalledUP"],
    ["completed", 1, `${word}UP`],
    ["failed", 1, "missingFiles"],
    ["error", 0.5, "error"],
  ])("%s at %d is %s", async (state, progress, expected) => {
    const { id } = simulator.add({ title: "Some.Release", state, progress });
    expect((await torrent(id))["state"]).toBe(expected);
  });

  test("seeding that gives something is uploading", async () => {
    const { id } = simulator.add({ title: "Given", state: "seeding", bytesPerSecond: 1000 });
    expect(await torrent(id)).toMatchObject({ state: "uploading", upspeed: 1000, dlspeed: 0 });
  });

  test("only the filter words of its own release filter", async () => {
    simulator.add({ title: "Runs" });
    simulator.add({ title: "Rests", state: "paused" });
    const count = async (filter: string): Promise<number> =>
      ((await caller.json(`torrents/info?filter=${filter}`)) as Row[]).length;
    expect(await count(word)).toBe(1);
    expect(await count(word === "paused" ? "resumed" : "running")).toBe(1);
    expect(await count(word === "paused" ? "stopped" : "paused")).toBe(2);
  });
});

describe("a torrent's numbers", () => {
  beforeEach(() => signIn("5.1.4"));

  test("the ETA is what is left at the present speed, else 100 days", async () => {
    const { id } = simulator.add({
      title: "Film",
      sizeBytes: 64_000_000,
      progress: 0.25,
      bytesPerSecond: 1_000_000,
    });
    expect(await torrent(id)).toMatchObject({ eta: 48, dlspeed: 1_000_000, amount_left: 48e6 });
    simulator.update(id, { state: "paused" });
    expect(await torrent(id)).toMatchObject({ eta: 8_640_000, dlspeed: 0 });
  });

  test("availability is a 32-bit float of copies, -1 once finished", async () => {
    const { id } = simulator.add({ title: "Rare", availability: 0.391, progress: 0.1 });
    expect((await torrent(id))["availability"]).toBe(Math.fround(0.391));
    simulator.update(id, { progress: 1, state: "seeding" });
    expect((await torrent(id))["availability"]).toBe(-1);
  });

  test("while checking, progress is the check's; completed stays the data's", async () => {
    const { id } = simulator.add({
      title: "Checked",
      state: "checking",
      sizeBytes: 1000,
      progress: 0.8,
      checkProgress: 0.25,
    });
    expect(await torrent(id)).toMatchObject({ progress: 0.25, completed: 800 });
  });

  test("completion_on of what is unfinished is each release's idea of never", async () => {
    const never: Record<QbittorrentVersion, number> = {
      "4.1.9": 4_294_967_295,
      "4.5.2": 0,
      "5.1.4": -1,
      "5.3.0": -1,
    };
    for (const [version, value] of Object.entries(never)) {
      await simulator.stop();
      await signIn(version as QbittorrentVersion);
      const { id } = simulator.add({ title: "Film" });
      expect([version, (await torrent(id))["completion_on"]]).toEqual([version, value]);
    }
  });

  test("tags are one string; no tags are the empty string", async () => {
    const tagged = simulator.add({ title: "Tagged", tags: ["alice", "4k"] });
    const plain = simulator.add({ title: "Plain" });
    expect((await torrent(tagged.id))["tags"]).toBe("alice, 4k");
    expect((await torrent(plain.id))["tags"]).toBe("");
  });

  test("a hybrid torrent is listed under the start of its v2 hash", async () => {
    const infohashV1 = "a".repeat(40);
    const infohashV2 = "b".repeat(64);
    const { id } = simulator.add({ title: "Hybrid", infohashV1, infohashV2 });
    expect(id).toBe("b".repeat(40));
    expect(await torrent(id)).toMatchObject({
      infohash_v1: infohashV1,
      infohash_v2: infohashV2,
    });
    expect(((await caller.json(`torrents/info?hashes=${infohashV1}`)) as Row[]).length).toBe(0);
  });

  test("4.1.9 knows neither infohash members nor availability", async () => {
    await simulator.stop();
    await signIn("4.1.9");
    const { id } = simulator.add({ title: "Old" });
    const mine = await torrent(id);
    for (const name of ["infohash_v1", "infohash_v2", "availability", "content_path"])
      expect(mine).not.toHaveProperty(name);
    const [pseudo] = (await caller.json(`torrents/trackers?hash=${id}`)) as Row[];
    expect(pseudo?.["tier"]).toBe("");
  });

  test("raw members can be put over the computed ones", async () => {
    const { id } = simulator.add({ title: "Forced" });
    simulator.setWire(id, { state: "forcedDL", force_start: true });
    expect(await torrent(id)).toMatchObject({ state: "forcedDL", force_start: true });
  });

  test("an error's reason is nowhere, a tracker's is in the tracker row", async () => {
    const broken = simulator.add({ title: "Broken", state: "error", message: "No space left" });
    const refused = simulator.add({ title: "Refused", state: "stalled", message: "Go away" });
    expect((await caller.call(`torrents/trackers?hash=${broken.id}`)).body).not.toContain("space");
    const rows = (await caller.json(`torrents/trackers?hash=${refused.id}`)) as Row[];
    expect(rows[3]).toMatchObject({ msg: "Go away", status: 4 });
  });
});

describe("torrents/info and torrents/delete", () => {
  beforeEach(() => signIn("5.1.4"));

  test("filters by exact category and tag, sorts, and cuts", async () => {
    simulator.add({ title: "b", category: "tv", tags: ["x"], sizeBytes: 3 });
    simulator.add({ title: "a", category: "tv/sub", sizeBytes: 2 });
    simulator.add({ title: "c", sizeBytes: 1 });
    const names = async (query: string): Promise<unknown[]> =>
      ((await caller.json(`torrents/info?${query}`)) as Row[]).map((row) => row["name"]);
    expect(await names("category=tv")).toEqual(["b"]);
    expect(await names("category=")).toEqual(["c"]);
    expect(await names("tag=x")).toEqual(["b"]);
    expect(await names("tag=")).toEqual(["a", "c"]);
    expect(await names("sort=name")).toEqual(["a", "b", "c"]);
    expect(await names("sort=size&reverse=true")).toEqual(["b", "a", "c"]);
    expect(await names("sort=name&limit=1&offset=1")).toEqual(["b"]);
    expect(await names("sort=name&offset=-1")).toEqual(["c"]);
  });

  test("delete removes by lower-case hash and tells every session", async () => {
    const one = simulator.add({ title: "One" });
    const two = simulator.add({ title: "Two" });
    const { rid } = await caller.sync(0);
    const form = (hashes: string): Record<string, string> => ({ hashes, deleteFiles: "false" });
    await caller.post("torrents/delete", form(one.id.toUpperCase()));
    expect(simulator.downloads()).toHaveLength(2);
    expect(await caller.post("torrents/delete", form(one.id))).toMatchObject({
      status: 200,
      body: "",
    });
    expect(simulator.downloads().map(({ id }) => id)).toEqual([two.id]);
    expect((await caller.sync(rid)).torrents_removed).toEqual([one.id]);
    await caller.post("torrents/delete", form("all"));
    expect(simulator.downloads()).toEqual([]);
  });

  test("an unknown hash cannot be updated and a known one not added again", () => {
    const { id } = simulator.add({ title: "One" });
    expect(() => simulator.update("0".repeat(40), { progress: 1 })).toThrow("no torrent");
    expect(() => simulator.add({ title: "Two", id })).toThrow("there already");
  });
});
