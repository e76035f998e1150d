import { afterEach, describe, expect, test } from "vitest";

import {
  createQbittorrentSimulator,
  type QbittorrentSimulator,
  type QbittorrentVersion,
} from "./index.ts";
import { QbittorrentCaller } from "./qbittorrent-caller.ts";

let simulator: QbittorrentSimulator;
afterEach(() => simulator.stop());

async function signedIn(version: QbittorrentVersion = "5.1.4"): Promise<QbittorrentCaller> {
  simulator = createQbittorrentSimulator({ version, now: () => Date.UTC(2026, 10, 23) });
  await simulator.start();
  const caller = new QbittorrentCaller(simulator);
  await caller.login();
  return caller;
}

describe.each(["4.1.9", "4.5.2", "5.1.4", "5.3.0"] as const)("sync/maindata of %s", (version) => {
  test("rid 0, a missing rid, an unknown rid and a new session are full updates", async () => {
    const caller = await signedIn(version);
    const { id } = simulator.add({ title: "One" });
    for (const rid of [0, 0, 77]) {
      const full = await caller.sync(rid);
      expect(full.full_update).toBe(true);
      expect(Object.keys(full.torrents ?? {})).toEqual([id]);
      expect(full.torrents?.[id]).not.toHaveProperty("hash");
    }
    expect(await caller.json("sync/maindata")).toMatchObject({ full_update: true });
    const other = new QbittorrentCaller(simulator);
    await other.login();
    expect((await other.sync(1)).full_update).toBe(true);
  });

  test("nothing changed is just a new rid", async () => {
    const caller = await signedIn(version);
    simulator.add({ title: "One", category: "tv", tags: ["a"] });
    const { rid } = await caller.sync(0);
    expect(await caller.sync(rid)).toEqual({ rid: rid + 1 });
    expect(await caller.sync(rid + 1)).toEqual({ rid: rid + 2 });
  });

  test("a delta has only changed members of changed torrents", async () => {
    const caller = await signedIn(version);
    const moving = simulator.add({ title: "Moving", sizeBytes: 1000, progress: 0.1 });
    simulator.add({ title: "Still", sizeBytes: 1000 });
    const { rid } = await caller.sync(0);
    simulator.update(moving.id, { progress: 0.6 });
    const delta = await caller.sync(rid);
    expect(delta).not.toHaveProperty("full_update");
    expect(delta.torrents?.[moving.id]).toMatchObject({
      progress: 0.6,
      completed: 600,
      amount_left: 400,
    });
    expect(delta.torrents?.[moving.id]).not.toHaveProperty("name");
    expect(Object.keys(delta.torrents ?? {})).toEqual([moving.id]);
  });

  test("new torrents come whole and removed ones as hashes", async () => {
    const caller = await signedIn(version);
    const old = simulator.add({ title: "Old" });
    const { rid } = await caller.sync(0);
    simulator.remove(old.id);
    const fresh = simulator.add({ title: "New", category: "tv" });
    const delta = await caller.sync(rid);
    expect(delta.torrents_removed).toEqual([old.id]);
    expect(delta.torrents?.[fresh.id]).toMatchObject({ name: "New", category: "tv" });
    expect(delta.categories).toMatchObject({ tv: { name: "tv", savePath: "/downloads/tv" } });
    expect(await caller.sync(delta.rid)).toEqual({ rid: delta.rid + 1 });
  });

  test("each session has its own conversation", async () => {
    const one = await signedIn(version);
    const other = new QbittorrentCaller(simulator);
    await other.login();
    const { id } = simulator.add({ title: "Shared", sizeBytes: 1000 });
    const first = await one.sync(0);
    const second = await other.sync(0);
    simulator.update(id, { progress: 0.5 });
    expect((await one.sync(first.rid)).torrents?.[id]).toMatchObject({ progress: 0.5 });
    expect((await other.sync(second.rid)).torrents?.[id]).toMatchObject({ progress: 0.5 });
  });

  test("a restart forgets every rid", async () => {
    const caller = await signedIn(version);
    await caller.sync((await caller.sync(0)).rid);
    simulator.restart();
    caller.cookie = null;
    await caller.login();
    expect((await caller.sync(2)).full_update).toBe(true);
  });
});

describe.each(["4.5.2", "5.1.4", "5.3.0"] as const)("labels and trackers of %s", (version) => {
  test("removed categories, tags and trackers are named, and torrents lose them", async () => {
    const caller = await signedIn(version);
    const tracker = "http://one.example/announce";
    const gone = simulator.add({ title: "Gone", tracker });
    const kept = simulator.add({ title: "Kept", category: "tv", tags: ["a", "b"] });
    const { rid, tags, trackers } = await caller.sync(0);
    expect(tags).toEqual(["a", "b"]);
    expect(trackers?.[tracker]).toEqual([gone.id]);
    simulator.remove(gone.id);
    simulator.removeCategory("tv");
    simulator.removeTag("a");
    expect(await caller.sync(rid)).toMatchObject({
      torrents_removed: [gone.id],
      categories_removed: ["tv"],
      tags_removed: ["a"],
      trackers_removed: [tracker],
      torrents: { [kept.id]: { category: "", tags: "b" } },
    });
  });

  test("removing one torrent of a tracker sends that tracker's whole list, as recorded", async () => {
    const caller = await signedIn(version);
    const [gone, ...kept] = ["a", "b", "c"].map((title) => simulator.add({ title }));
    const { rid } = await caller.sync(0);
    simulator.remove(gone?.id ?? "");
    const delta = await caller.sync(rid);
    expect(Object.values(delta.trackers ?? {})).toEqual([kept.map(({ id }) => id)]);
  });
});

describe("an answer that got lost", () => {
  async function lose(version: QbittorrentVersion): Promise<{
    caller: QbittorrentCaller;
    id: string;
    confirmed: number;
  }> {
    const caller = await signedIn(version);
    const { id } = simulator.add({ title: "Film", sizeBytes: 1000, progress: 0.5 });
    const { rid: confirmed } = await caller.sync(0);
    simulator.update(id, { progress: 0.75 });
    await caller.sync(confirmed);
    simulator.update(id, { title: "Renamed" });
    return { caller, id, confirmed };
  }

  test.each(["5.1.4", "5.3.0"] as const)(
    "loses its members for good on %s when the old rid is sent again",
    async (version) => {
      const { caller, id, confirmed } = await lose(version);
      const again = await caller.sync(confirmed);
      expect(again.torrents?.[id]).toEqual({
        name: "Renamed",
        ...pickPath(again.torrents?.[id]),
      });
      expect(again.torrents?.[id]).not.toHaveProperty("progress");
      expect(await caller.sync(again.rid)).toEqual({ rid: again.rid + 1 });
      const cure = await caller.sync(0);
      expect(cure).toMatchObject({ full_update: true, torrents: { [id]: { progress: 0.75 } } });
    },
  );

  test("comes again on 4.5.2, which compares with what was confirmed", async () => {
    const { caller, id, confirmed } = await lose("4.5.2");
    const again = await caller.sync(confirmed);
    expect(again.torrents?.[id]).toMatchObject({ name: "Renamed", progress: 0.75 });
  });

  test("comes again on 5.1.4 when the torrent did not change a second time", async () => {
    const caller = await signedIn();
    const { id } = simulator.add({ title: "Film", sizeBytes: 1000 });
    const { rid } = await caller.sync(0);
    simulator.update(id, { progress: 0.75 });
    const lost = await caller.sync(rid);
    const again = await caller.sync(rid);
    expect(again.torrents).toEqual(lost.torrents);
    expect(again.rid).toBe(lost.rid + 1);
  });
});

/** A new name shows in the content path and the magnet link too. */
function pickPath(members: Record<string, unknown> | undefined): Record<string, unknown> {
  return { content_path: members?.["content_path"], magnet_uri: members?.["magnet_uri"] };
}

describe("two sync calls at once on one session", () => {
  test("are counted; calls after each other and of two sessions are not", async () => {
    const one = await signedIn();
    const other = new QbittorrentCaller(simulator);
    await other.login();
    await one.sync(0);
    await one.sync(1);
    await Promise.all([one.sync(0), other.sync(0)]);
    expect(simulator.concurrentSyncs()).toBe(0);
    const release = simulator.holdSyncs();
    const both = [one.sync(0), one.sync(0)];
    await expect.poll(() => simulator.concurrentSyncs()).toBe(1);
    release();
    await Promise.all(both);
    await one.sync(0);
    expect(simulator.concurrentSyncs()).toBe(1);
  });
});

test("5,000 torrents: a delta of 50 changes holds those 50 and nothing else", async () => {
  const caller = await signedIn();
  const ids = Array.from({ length: 5000 }, (_, index) =>
    simulator.add({ title: `Torrent ${index}`, sizeBytes: 1e9 }),
  ).map(({ id }) => id);
  const full = await caller.sync(0);
  expect(Object.keys(full.torrents ?? {})).toHaveLength(5000);
  const changed = ids.filter((_, index) => index % 100 === 0);
  for (const id of changed) simulator.update(id, { progress: 0.5 });
  const delta = await caller.sync(full.rid);
  expect(Object.keys(delta.torrents ?? {}).toSorted()).toEqual(changed.toSorted());
  expect(delta.trackers).toBeUndefined();
  expect(delta.server_state).toEqual({ alltime_dl: 25e9, dl_info_data: 25e9 });
});
