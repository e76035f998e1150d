import { readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  send,
  sendJson,
  SimulatorServer,
  type SeenRequest,
} from "../../../../../demo/simulators/simulator-server.ts";
import { Secret } from "../../config/secret.ts";
import type { Download } from "../../domain/download.ts";
import type { DownloadClient } from "../upstream.ts";
import { sabnzbd } from "./index.ts";
import { makeInstance } from "../make-instance.case.ts";

const KEY = "0123456789abcdef-secret";
const START = Date.UTC(2026, 10, 23);
const MINUTE_MS = 60_000;

/** A SABnzbd of a few lines: its two lists and its counter are set by hand. */
let queue: { nzo_id: string; status?: string; mb?: string; mbleft?: string; timeleft?: string }[];
let kbpersec: string;
let history: { nzo_id: string; status?: string }[];
let counter: number;
let version: string;
let auth: string;
let refusal: { status: number; words: string } | null;
/** Answers given instead, by mode. */
let instead: Record<string, unknown>;
let logged: string[];
let now: number;
let server: SimulatorServer;
let client: DownloadClient;

const asked = (mode: string): SeenRequest[] =>
  server.requests.filter((request) => request.query.get("mode") === mode);
const list = async (): Promise<readonly Download[]> =>
  await client.listDownloads(AbortSignal.timeout(5000));
const ids = async (): Promise<string[]> => (await list()).map((job) => job.id);

beforeEach(async () => {
  queue = [];
  kbpersec = "0.00";
  history = [];
  counter = 1;
  version = "4.5.0";
  auth = "apikey";
  refusal = null;
  instead = {};
  logged = [];
  now = START;
  server = new SimulatorServer((request, response) => {
    if (refusal !== null) return send(response, refusal.status, refusal.words);
    const query = request.query;
    const mode = query.get("mode") ?? "";
    if (mode in instead) return sendJson(response, 200, instead[mode]);
    switch (mode) {
      case "version":
        return sendJson(response, 200, { version });
      case "auth":
        return sendJson(response, 200, { auth });
      case "queue":
        return sendJson(response, 200, { queue: { version, kbpersec, slots: queue } });
      default:
        return sendJson(response, 200, {
          history: query.get("last_history_update") !== String(counter) && {
            version,
            last_history_update: counter,
            slots: history,
          },
        });
    }
  });
  await server.start();
  client = sabnzbd.connect(
    makeInstance({
      kind: "sabnzbd",
      url: `${server.url}/sabnzbd`,
      apiKey: new Secret(KEY),
    }),
    {
      now: () => now,
      log: {
        debug: () => {},
        info: () => {},
        warn: (fields, message) => logged.push(JSON.stringify([fields, message])),
      },
    },
  );
});
afterEach(async () => {
  await client.close();
  await server.stop();
});

describe("what is asked", () => {
  test("all of the queue, and many more rows of the history than the default of 10", async () => {
    await list();
    expect(asked("queue")[0]?.path).toBe("/sabnzbd/api");
    expect(asked("queue")[0]?.query.get("limit")).toBe("0");
    expect(asked("history")[0]?.query.get("limit")).toBe("200");
    expect(asked("history")[0]?.query.get("output")).toBe("json");
    expect(asked("history")[0]?.query.get("apikey")).toBe(KEY);
  });

  test("the history only when it changed", async () => {
    history = [{ nzo_id: "done", status: "Moving" }];
    const first = await list();
    history = [];
    expect(await list()).toBe(first);
    expect(asked("history")[1]?.query.get("last_history_update")).toBe("1");
    counter = 2;
    await list();
    expect(await ids()).toEqual([]);
  });

  test("the history plainly now and then, for a restarted program may reach the old counter", async () => {
    history = [{ nzo_id: "old", status: "Moving" }];
    counter = 7;
    await list();
    history = [{ nzo_id: "new", status: "Moving" }];
    now += 4 * MINUTE_MS;
    expect(await ids()).toEqual(["old"]);
    now += 2 * MINUTE_MS;
    expect(await ids()).toContain("new");
  });

  test("the history plainly after a failed call and after an update", async () => {
    await list();
    server.fault = "status-500";
    await expect(list()).rejects.toMatchObject({ reason: "bad-status" });
    server.fault = null;
    await list();
    version = "4.5.1";
    await list();
    await list();
    expect(asked("history").map((request) => request.query.get("last_history_update"))).toEqual([
      null,
      null,
      null,
      "1",
    ]);
  });
});

describe("a job between queue and history", () => {
  test("is shown for one more poll, and then no more", async () => {
    queue = [{ nzo_id: "gap", status: "Downloading" }];
    const before = await list();
    queue = [];
    expect(await list()).toBe(before);
    expect(await ids()).toEqual([]);
  });

  test("comes out in the history as itself", async () => {
    queue = [{ nzo_id: "gap", status: "Downloading" }];
    await list();
    queue = [];
    await list();
    history = [{ nzo_id: "gap", status: "Verifying" }];
    counter += 1;
    expect((await list()).map((job) => [job.id, job.status])).toEqual([["gap", "Verifying"]]);
  });

  test("is found although the counter says that nothing changed", async () => {
    queue = [{ nzo_id: "gap", status: "Downloading" }];
    await list();
    queue = [];
    history = [{ nzo_id: "gap", status: "Extracting" }];
    expect((await list()).map((job) => job.status)).toEqual(["Unpacking"]);
  });

  test("that was paused or at its end is gone at once", async () => {
    queue = [{ nzo_id: "paused", status: "Paused" }];
    history = [{ nzo_id: "done", status: "Completed" }];
    expect(await ids()).toEqual(["paused", "done"]);
    queue = [];
    history = [];
    counter += 1;
    expect(await ids()).toEqual([]);
  });

  test("may come back and be missed again", async () => {
    queue = [{ nzo_id: "gap", status: "Downloading" }];
    await list();
    queue = [];
    await list();
    queue = [{ nzo_id: "gap", status: "Fetching" }];
    await list();
    queue = [];
    expect(await ids()).toEqual(["gap"]);
    expect(await ids()).toEqual([]);
  });
});

describe("a line of jobs", () => {
  const POLL_MS = 5_000;
  /** What waits, each an hour longer than the one before, when so many seconds have passed. */
  const lineAfter = (seconds: number): typeof queue => [
    { nzo_id: "first", status: "Downloading", timeleft: `0:${50 - Math.floor(seconds / 60)}:00` },
    ...["second", "third"].map((nzo_id, at) => ({
      nzo_id,
      status: "Downloading",
      timeleft: new Date((3600 * (at + 1) - seconds) * 1000).toISOString().slice(11, 19),
    })),
  ];
  const etas = async (): Promise<(number | null)[]> => (await list()).map((job) => job.etaSeconds);

  test("is told of again when that changes by more than a tenth, and the first at each poll", async () => {
    kbpersec = "1000.00";
    queue = lineAfter(0);
    expect(await etas()).toEqual([3000, 3600, 7200]);
    const [, ...waiting] = await list();
    now += POLL_MS;
    queue = lineAfter(120);
    const [first, ...others] = await list();
    expect(first?.etaSeconds).toBe(2880);
    expect(others.map((job, at) => job === waiting[at])).toEqual([true, true]);
    queue = lineAfter(420);
    expect(await etas()).toEqual([2580, 3180, 7200]);
    queue = lineAfter(660);
    expect(await etas()).toEqual([2340, 3180, 6540]);
  });

  test("is told of at the pace of the last minute, for which a swinging speed is no news", async () => {
    kbpersec = "1000.00";
    queue = [...lineAfter(0), { nzo_id: "last", status: "Downloading", timeleft: "8:00:00" }];
    const [first, ...waiting] = await list();
    now += POLL_MS;
    kbpersec = "1250.00";
    queue = [
      ...lineAfter(0).map((job, at) => ({
        ...job,
        timeleft: `0:${["40:00", "48:00", "96:00"][at]}`,
      })),
      { nzo_id: "last", status: "Downloading", timeleft: "6:24:00" },
    ];
    const [next, ...others] = await list();
    expect([first?.etaSeconds, next?.etaSeconds]).toEqual([3000, 2400]);
    expect(others.map((job, at) => job === waiting[at])).toEqual([true, true, true]);
    // That it stays so is news.
    for (let at = 0; at < 60; at += 1) {
      now += POLL_MS;
      await list();
    }
    const [last] = (await etas()).slice(-1);
    expect(Math.abs((last ?? 0) / (6.4 * 3600) - 1)).toBeLessThan(0.11);
  });

  test("is told anew when somebody else's turn comes first", async () => {
    kbpersec = "1000.00";
    queue = lineAfter(0);
    await list();
    queue = [...lineAfter(60).slice(0, 1), ...lineAfter(60).slice(1).toReversed()];
    const told = new Map((await list()).map((job) => [job.id, job]));
    expect(told.get("second")).toMatchObject({ placeInLine: 3, etaSeconds: 3540 });
    expect(told.get("third")).toMatchObject({ placeInLine: 2, etaSeconds: 7140 });
  });
});

test.each([
  ["a queue without rows", { queue: { queue: {} } }],
  ["a history without rows", { history: { history: {} } }],
  ["a history that is unchanged although nobody asked", { history: { history: false } }],
  ["a logical error", { queue: { status: false, error: "not implemented" } }],
])("%s is a bad payload, and the next call works", async (_what, answers) => {
  instead = answers;
  await expect(list()).rejects.toMatchObject({
    reason: "bad-payload",
    instanceId: "sabnzbd-main",
  });
  instead = {};
  expect(await list()).toEqual([]);
});

test("a status nobody knows is logged once", async () => {
  queue = [{ nzo_id: "a", status: "Frobnicating" }];
  expect((await list()).map((job) => job.status)).toEqual(["Unknown"]);
  await list();
  expect(logged).toHaveLength(1);
  expect(logged[0]).toContain("Frobnicating");
});

describe("a probe", () => {
  const probe = async () => await client.probe(AbortSignal.timeout(5000));

  test("asks for the version, the key and one row of the queue", async () => {
    expect(await probe()).toEqual({ version: "4.5.0", credentials: "accepted", notes: [] });
    expect(asked("auth")[0]?.query.get("key")).toBe(KEY);
    expect(asked("queue")[0]?.query.get("limit")).toBe("1");
  });

  test.each(["4.5.0", "5.1.3"])("takes the recorded answers of %s", async (recorded) => {
    const read = (name: string): Record<string, string> =>
      JSON.parse(
        readFileSync(join(import.meta.dirname, "fixtures", recorded, name), "utf8"),
      ) as Record<string, string>;
    version = read("version.json")["version"] ?? "";
    auth = read("auth.json")["auth"] ?? "";
    expect(await probe()).toMatchObject({ version: recorded, credentials: "accepted" });
  });

  test("says when it was given the NZB key", async () => {
    auth = "nzbkey";
    await expect(probe()).rejects.toMatchObject({
      reason: "unauthorized",
      message: expect.stringContaining("NZB key") as string,
    });
  });

  test("says that a key is wrong before using it for more", async () => {
    auth = "badkey";
    await expect(probe()).rejects.toMatchObject({ reason: "unauthorized" });
    expect(asked("queue")).toHaveLength(0);
  });

  test("warns when keys are switched off", async () => {
    auth = "None";
    expect(await probe()).toMatchObject({
      credentials: "none-needed",
      notes: [expect.any(String)],
    });
    auth = "login";
    await expect(probe()).rejects.toMatchObject({ reason: "unauthorized" });
  });

  test("says which host name to allow", async () => {
    refusal = { status: 403, words: "Access denied - Hostname verification failed: …" };
    await expect(probe()).rejects.toMatchObject({
      reason: "refused",
      advice: expect.stringContaining("host_whitelist") as string,
    });
  });
});

test("the key is in no error, whatever goes wrong", async () => {
  const failures: unknown[] = [];
  const collect = async (): Promise<void> => {
    failures.push(
      await list().then(
        () => "no failure",
        (error: unknown) => error,
      ),
    );
  };
  for (const fault of ["reset", "status-500", "status-401", "html", "half-json", "wrong-type"]) {
    server.fault = fault as typeof server.fault;
    await collect();
  }
  server.fault = null;
  refusal = { status: 403, words: "API Key Incorrect" };
  await collect();
  await server.stop();
  await collect();
  expect(failures).toHaveLength(8);
  for (const failure of failures) {
    expect(failure).toBeInstanceOf(Error);
    for (let at: unknown = failure; at instanceof Error; at = at.cause) {
      expect(`${at.stack} ${JSON.stringify(at)}`).not.toContain(KEY);
    }
  }
});
