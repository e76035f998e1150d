import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { askJson, askListing } from "./ask-sabnzbd.ts";
import { createSabnzbdSimulator, type SabnzbdSimulator } from "./sabnzbd-simulator.ts";
import type { SabnzbdVersion } from "./sabnzbd-version.ts";

const MIB = 1024 * 1024;

describe("the life of a job in a simulated SABnzbd", () => {
  let now: number;
  let simulator: SabnzbdSimulator;
  beforeEach(async () => {
    now = Date.UTC(2026, 10, 23, 10);
    simulator = createSabnzbdSimulator({ now: () => now });
    await simulator.start();
  });
  afterEach(() => simulator.stop());

  const names = async (mode: "queue" | "history", query: Record<string, string> = {}) =>
    (await askListing(simulator, mode, query)).slots.map((s) => s["filename"] ?? s["name"]);
  const statuses = async (mode: "queue" | "history") =>
    (await askListing(simulator, mode)).slots.map((slot) => slot["status"]);

  test("it goes from the queue through post-processing into the history, and is in one place at a time", async () => {
    const { id } = simulator.add({ title: "Job", sizeBytes: 10 * MIB, state: "metadata" });
    const seen: unknown[] = [];
    const look = async () => seen.push([await statuses("queue"), await statuses("history")]);
    await look();
    for (const state of ["checking", "downloading", "verifying", "repairing"] as const) {
      simulator.update(id, { state });
      await look();
    }
    for (const state of ["unpacking", "moving", "completed"] as const) {
      simulator.update(id, { state });
      await look();
    }
    expect(seen).toEqual([
      [["Grabbing"], []],
      [["Checking"], []],
      [["Downloading"], []],
      [[], ["Verifying"]],
      [[], ["Repairing"]],
      [[], ["Extracting"]],
      [[], ["Moving"]],
      [[], ["Completed"]],
    ]);
  });

  test("SABnzbd's own steps are shown until the state changes", async () => {
    const { id } = simulator.add({ title: "Job", state: "verifying" });
    for (const postProcessing of ["Queued", "QuickCheck", "Fetching", "Running"] as const) {
      simulator.setDetail(id, { postProcessing });
      expect(await statuses("history")).toEqual([postProcessing]);
    }
    simulator.update(id, { state: "moving" });
    expect(await statuses("history")).toEqual(["Moving"]);
    simulator.update(id, { state: "downloading" });
    simulator.setDetail(id, { queueStatus: "Fetching" });
    expect(await statuses("queue")).toEqual(["Fetching"]);
  });

  test("post-processing has no storage and completes now, on each call anew; an ended job keeps its time", async () => {
    const job = simulator.add({ title: "Job", category: "tv", state: "unpacking" });
    const first = (await askListing(simulator, "history")).slots[0];
    expect(first).toMatchObject({ storage: "", completed: now / 1000, loaded: true });
    now += 5000;
    expect((await askListing(simulator, "history")).slots[0]?.["completed"]).toBe(now / 1000);
    simulator.update(job.id, { state: "completed" });
    const ended = now / 1000;
    now += 5000;
    expect((await askListing(simulator, "history")).slots[0]).toMatchObject({
      storage: "/downloads/complete/tv/Job",
      completed: ended,
      loaded: false,
    });
  });

  test("a failed job tells why; an error is the same to SABnzbd", async () => {
    simulator.add({ title: "A", state: "failed", message: "no space left" });
    simulator.add({ title: "B", state: "error" });
    const { slots } = await askListing(simulator, "history");
    expect(slots.map((slot) => [slot["status"], slot["fail_message"], slot["retry"]])).toEqual([
      ["Failed", "Aborted, cannot be completed - https://sabnzbd.org/not-complete", true],
      ["Failed", "no space left", true],
    ]);
  });

  test("only the first downloading job has bandwidth, and time left counts the jobs before", async () => {
    simulator.add({ title: "Waits", sizeBytes: 30 * MIB, state: "queued" });
    simulator.add({ title: "Runs", sizeBytes: 20 * MIB, bytesPerSecond: MIB, progress: 0.5 });
    simulator.add({ title: "Second", sizeBytes: 10 * MIB, bytesPerSecond: 5 * MIB });
    const { head, slots } = await askListing(simulator, "queue");
    expect(head).toMatchObject({ kbpersec: "1024.00", status: "Downloading", timeleft: "0:00:50" });
    expect(slots.map((s) => [s["filename"], s["status"], s["percentage"], s["timeleft"]])).toEqual([
      ["Runs", "Downloading", "50", "0:00:10"],
      ["Second", "Downloading", "0", "0:00:20"],
      ["Waits", "Downloading", "0", "0:00:50"],
    ]);
  });

  test("a propagating job is passed over for the next one", async () => {
    const young = simulator.add({ title: "Young", sizeBytes: MIB, bytesPerSecond: 7 * MIB });
    simulator.setDetail(young.id, { queueStatus: "Propagating" });
    simulator.add({ title: "Old", sizeBytes: MIB, bytesPerSecond: MIB });
    const { head, slots } = await askListing(simulator, "queue");
    expect(head["kbpersec"]).toBe("1024.00");
    expect(slots.map((slot) => [slot["status"], slot["timeleft"]])).toEqual([
      ["Propagating", "0:00:00"],
      ["Downloading", "0:00:01"],
    ]);
  });

  test("a paused queue stops all but forced jobs, and a timed pause counts down and ends", async () => {
    simulator.add({ title: "Normal", sizeBytes: MIB, bytesPerSecond: MIB });
    const forced = simulator.add({ title: "Forced", sizeBytes: MIB, bytesPerSecond: 2 * MIB });
    await askJson(simulator, "pause");
    expect(await statuses("queue")).toEqual(["Queued", "Queued"]);
    simulator.setDetail(forced.id, { priority: "Force" });
    const paused = await askListing(simulator, "queue");
    expect(paused.head).toMatchObject({ paused: true, pause_int: "0", kbpersec: "2048.00" });
    expect(paused.slots.map((slot) => slot["status"])).toEqual(["Queued", "Downloading"]);
    simulator.settings.resumeAt = now + 90_000;
    expect((await askListing(simulator, "queue")).head["pause_int"]).toBe("1:30");
    now += 90_000;
    expect((await askListing(simulator, "queue")).head).toMatchObject({
      paused: false,
      pause_int: "0",
      kbpersec: "1024.00",
    });
    await askJson(simulator, "pause");
    await askJson(simulator, "resume");
    expect((await askListing(simulator, "queue")).head["paused"]).toBe(false);
  });

  test("an empty queue is idle, and an idle job's time left is 0:00:00", async () => {
    expect((await askListing(simulator, "queue")).head["status"]).toBe("Idle");
    simulator.add({ title: "Stalled", sizeBytes: MIB, state: "stalled" });
    const { head, slots } = await askListing(simulator, "queue");
    expect(head).toMatchObject({ status: "Idle", kbpersec: "0.00" });
    expect(slots[0]).toMatchObject({ status: "Downloading", timeleft: "0:00:00" });
  });

  test("missing articles are told in MiB", async () => {
    simulator.add({ title: "Holes", sizeBytes: 100 * MIB, availability: 0.9 });
    expect((await askListing(simulator, "queue")).slots[0]?.["mbmissing"]).toBe("10.00");
  });

  test("history has ten rows unless a limit is named, and limit 0 is no limit named", async () => {
    for (let n = 0; n < 15; n += 1) simulator.add({ title: `Job ${n}`, state: "completed" });
    simulator.add({ title: "Active", state: "unpacking" });
    expect(await names("history")).toHaveLength(10);
    expect(await names("history", { limit: "0" })).toHaveLength(10);
    expect(await names("history", { limit: "20" })).toHaveLength(16);
    expect(await names("history", { start: "14", limit: "10" })).toEqual(["Job 1", "Job 0"]);
    expect((await askListing(simulator, "history")).head).toMatchObject({
      noofslots: 16,
      ppslots: 1,
    });
  });

  test("queue and history filter by search, category, ids and status", async () => {
    const one = simulator.add({ title: "Harbor.Lights", category: "tv" });
    simulator.add({ title: "Slow.Tide", category: "movies", state: "paused" });
    simulator.add({ title: "Old.Harbor", category: "tv", state: "completed" });
    simulator.add({ title: "Gone.Tide", category: "movies", state: "failed" });
    expect(await names("queue", { search: "harbor" })).toEqual(["Harbor.Lights"]);
    expect(await names("queue", { cat: "movies,music" })).toEqual(["Slow.Tide"]);
    expect(await names("queue", { nzo_ids: one.id })).toEqual(["Harbor.Lights"]);
    expect(await names("queue", { nzo_ids: one.id.toUpperCase() })).toEqual([]);
    expect(await names("queue", { status: "Paused" })).toEqual(["Slow.Tide"]);
    expect(await names("history", { search: "harbor" })).toEqual(["Old.Harbor"]);
    expect(await names("history", { failed_only: "1" })).toEqual(["Gone.Tide"]);
    expect(await names("history", { category: "tv" })).toEqual(["Old.Harbor"]);
  });

  test("the history counter starts at 1, moves outside the queue only, and answers false when it is known", async () => {
    const counter = async () =>
      (await askListing(simulator, "history")).head["last_history_update"] as number;
    expect(await counter()).toBe(1);
    const { id } = simulator.add({ title: "Job" });
    simulator.update(id, { progress: 0.5 });
    expect(await counter()).toBe(1);
    simulator.update(id, { state: "verifying" });
    expect(await counter()).toBe(2);
    simulator.setDetail(id, { actionLine: "Verifying 12%" });
    expect(await counter()).toBe(3);
    const known = { last_history_update: "3" };
    expect(await askJson(simulator, "history", known)).toEqual({ history: false });
    expect(await askJson(simulator, "history", { ...known, search: "other" })).toEqual({
      history: false,
    });
    expect(await askJson(simulator, "history", { last_history_update: "0" })).toHaveProperty(
      "history.slots",
    );
    simulator.restart();
    expect(await counter()).toBe(1);
    expect(await names("history")).toEqual(["Job"]);
  });

  test("a job can be in neither list for one poll, and its return is a change of history", async () => {
    const { id } = simulator.add({ title: "Job" });
    simulator.update(id, { state: "verifying" });
    const before = (await askListing(simulator, "history")).head["last_history_update"];
    simulator.vanishOnce(id);
    expect(await names("queue")).toEqual([]);
    expect(await names("history")).toEqual([]);
    const after = await askListing(simulator, "history", { last_history_update: String(before) });
    expect(after.slots.map((slot) => slot["name"])).toEqual(["Job"]);
  });

  test("jobs are paused, resumed and deleted over the wire, by exact id", async () => {
    const { id } = simulator.add({ title: "Job", state: "queued" });
    const act = (name: string, value: string) => askJson(simulator, "queue", { name, value });
    expect(await act("pause", id)).toEqual({ status: true, nzo_ids: [id] });
    expect(await statuses("queue")).toEqual(["Paused"]);
    expect(await act("resume", `${id},other`)).toEqual({ status: true, nzo_ids: [id] });
    expect(await statuses("queue")).toEqual(["Downloading"]);
    expect(await act("delete", id.toUpperCase())).toEqual({ status: false, nzo_ids: [] });
    expect(await act("delete", id)).toEqual({ status: true, nzo_ids: [id] });
    expect(simulator.downloads()).toEqual([]);
  });

  test("deleting from the history archives, unless archive=0 is said", async () => {
    const one = simulator.add({ title: "One", state: "completed" });
    const two = simulator.add({ title: "Two", state: "completed" });
    await askJson(simulator, "history", { name: "delete", value: one.id });
    await askJson(simulator, "history", { name: "delete", value: two.id, archive: "0" });
    expect(await names("history")).toEqual([]);
    expect(await names("history", { archive: "1" })).toEqual(["One"]);
  });

  test("warnings are told and can be cleared", async () => {
    simulator.settings.warnings.push({ type: "WARNING", text: "disk is slow", time: 1 });
    expect((await askListing(simulator, "queue")).head["have_warnings"]).toBe("1");
    expect(await askJson(simulator, "warnings")).toEqual({
      warnings: [{ type: "WARNING", text: "disk is slow", time: 1 }],
    });
    expect(await askJson(simulator, "warnings", { name: "clear" })).toEqual({ warnings: [] });
  });

  test("one setting can be read alone", async () => {
    expect(
      await askJson(simulator, "get_config", { section: "misc", keyword: "complete_dir" }),
    ).toEqual({ config: { misc: { complete_dir: "/downloads/complete" } } });
  });

  test("five thousand jobs are listed in one answer", async () => {
    for (let n = 0; n < 5000; n += 1) simulator.add({ title: `Job ${n}`, sizeBytes: MIB });
    expect(await names("queue", { limit: "0" })).toHaveLength(5000);
  });

  test("a control that names an unknown job is a mistake", () => {
    expect(() => simulator.update("nope", { progress: 1 })).toThrow("no job nope");
    expect(() => simulator.remove("nope")).toThrow("no job nope");
    simulator.add({ title: "One", id: "same" });
    expect(() => simulator.add({ title: "Two", id: "same" })).toThrow("already");
  });
});

describe("what differs between SABnzbd releases", () => {
  async function withVersion<T>(
    version: SabnzbdVersion,
    look: (simulator: SabnzbdSimulator) => Promise<T>,
  ): Promise<T> {
    const simulator = createSabnzbdSimulator({ version });
    await simulator.start();
    try {
      return await look(simulator);
    } finally {
      await simulator.stop();
    }
  }

  test.each([
    ["2.3.9", /^SABnzbd_nzo_\w{6}$/],
    ["3.7.2", /^SABnzbd_nzo_\w{8}$/],
    ["4.5.0", /^SABnzbd_nzo_\w{8}$/],
    ["5.1.3", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
  ] as const)("%s makes its own kind of id", async (version, form) => {
    const simulator = createSabnzbdSimulator({ version });
    expect(simulator.add({ title: "Job" }).id).toMatch(form);
  });

  test("2.3.9 puts labels in front of the name; later ones have a field", async () => {
    const look = async (simulator: SabnzbdSimulator) => {
      const { id } = simulator.add({ title: "Job", state: "paused" });
      simulator.setDetail(id, { labels: ["DUPLICATE", "ENCRYPTED"] });
      return (await askListing(simulator, "queue")).slots[0];
    };
    const old = await withVersion("2.3.9", look);
    expect(old?.["filename"]).toBe("DUPLICATE / ENCRYPTED / Job");
    expect(old).not.toHaveProperty("labels");
    expect(await withVersion("3.7.2", look)).toMatchObject({
      filename: "Job",
      labels: ["DUPLICATE", "ENCRYPTED"],
    });
  });

  test("eta and has_rating are gone from 4 on, time_added came after 4.5.0", async () => {
    const look = async (simulator: SabnzbdSimulator) => {
      simulator.add({ title: "Job", sizeBytes: MIB, bytesPerSecond: 1024 });
      const [slot] = (await askListing(simulator, "queue")).slots;
      return ["eta", "has_rating", "missing", "time_added"].filter((key) => key in (slot ?? {}));
    };
    expect(await withVersion("2.3.9", look)).toEqual(["eta", "has_rating", "missing"]);
    expect(await withVersion("3.7.2", look)).toEqual(["eta", "has_rating"]);
    expect(await withVersion("4.5.0", look)).toEqual([]);
    expect(await withVersion("5.1.3", look)).toEqual(["time_added"]);
  });

  test("releases before the archive delete for good and ignore filters they do not know", async () => {
    await withVersion("3.7.2", async (simulator) => {
      const { id } = simulator.add({ title: "Job", state: "completed" });
      await askJson(simulator, "history", { name: "delete", value: id });
      expect(simulator.downloads()).toEqual([]);
      simulator.add({ title: "Kept" });
      const { slots } = await askListing(simulator, "queue", { status: "Paused" });
      expect(slots).toHaveLength(1);
      expect((await askListing(simulator, "history")).head).not.toHaveProperty("ppslots");
    });
  });

  test("4.5.0 tells the priority of a job that is being fetched as a number", async () => {
    const look = async (simulator: SabnzbdSimulator) => {
      simulator.add({ title: "Job", state: "metadata" });
      return (await askListing(simulator, "queue")).slots[0]?.["priority"];
    };
    expect(await withVersion("4.5.0", look)).toBe(0);
    expect(await withVersion("5.1.3", look)).toBe("Normal");
  });
});
