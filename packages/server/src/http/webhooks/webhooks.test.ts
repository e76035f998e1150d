import { beforeEach, describe, expect, test } from "vitest";

import { FakeClock } from "../../engine/fake-clock.case.ts";
import type { WebhookCounters, WebhookStore } from "../../store/webhook-store.ts";
import type { Instance } from "../../upstreams/instance.ts";
import { arrEventIn, ombiEventIn, type WebhookEvent } from "./webhook-event.ts";
import { Webhooks } from "./webhooks.ts";
import { makeInstance } from "../../upstreams/make-instance.case.ts";

const FALLBACK_MS = 600_000;
const MAIN = instance("sonarr", "main");
const ANIME = instance("sonarr", "anime");
const OMBI = instance("ombi", "main");

let clock: FakeClock;
let rows: Map<string, WebhookCounters>;
let writes: number;
let isFull: boolean;
let lines: string[];

const store: WebhookStore = {
  all: () => rows,
  save(sender, counters) {
    if (isFull) throw new Error("disk full");
    writes += 1;
    rows.set(sender, counters);
  },
};

beforeEach(() => {
  clock = new FakeClock();
  rows = new Map();
  writes = 0;
  isFull = false;
  lines = [];
});

const make = (instances: readonly Instance[] = [MAIN, ANIME, OMBI]): Webhooks =>
  new Webhooks({
    instances,
    store,
    fallbackMs: FALLBACK_MS,
    clock,
    log: { debug: () => {}, warn: (_fields, message) => lines.push(message) },
  });

describe("taking webhooks in", () => {
  test("an event is counted for its sender, and is fresh for as long as it spares polls", async () => {
    const webhooks = make();
    const receipt = webhooks.receive("sonarr", grab("1"), "sonarr-main");
    expect(receipt).toEqual({ isDuplicate: false, instances: [MAIN] });
    const expected = {
      eventsReceived: 1,
      duplicates: 0,
      pollsSkipped: 0,
      lastEventAt: clock.now(),
      lastEventType: "Grab",
      isFresh: true,
    };
    expect(webhooks.useOf("sonarr-main")).toEqual(expected);
    expect(webhooks.useOf("sonarr-anime")).toMatchObject({ eventsReceived: 0, isFresh: false });
    await clock.pass(FALLBACK_MS);
    expect(webhooks.useOf("sonarr-main")).toEqual({ ...expected, isFresh: false });
  });

  test("the same event again is a duplicate, counted apart, and no news", async () => {
    const webhooks = make();
    webhooks.receive("sonarr", grab("1"), "sonarr-main");
    const first = clock.now();
    await clock.pass(1_000);
    expect(webhooks.receive("sonarr", grab("1"), "sonarr-main").isDuplicate).toBe(true);
    expect(webhooks.receive("sonarr", grab("2"), "sonarr-main").isDuplicate).toBe(false);
    expect(webhooks.useOf("sonarr-main")).toMatchObject({ eventsReceived: 2, duplicates: 1 });
    expect(webhooks.lastEventAt("sonarr-main")).toBe(first + 1_000);
  });

  test("the same words from two instances are two events", () => {
    const webhooks = make();
    webhooks.receive("sonarr", grab("1"), "sonarr-main");
    expect(webhooks.receive("sonarr", grab("1"), "sonarr-anime").isDuplicate).toBe(false);
  });

  test("a test is never a duplicate", () => {
    const webhooks = make();
    const tests = [1, 2, 3].map(() => webhooks.receive("sonarr", TEST, "sonarr-main"));
    expect(tests.map(({ isDuplicate }) => isDuplicate)).toEqual([false, false, false]);
  });

  test("a test is counted and told, but is no news: it spares no polls, nor ends their being spared", async () => {
    const webhooks = make();
    webhooks.receive("sonarr", TEST, "sonarr-main");
    webhooks.receive("ombi", OMBI_TEST, "ombi-main");
    const told = { eventsReceived: 1, lastEventAt: clock.now(), lastEventType: "Test" };
    for (const id of ["sonarr-main", "ombi-main"]) {
      expect(webhooks.useOf(id)).toMatchObject({ ...told, isFresh: false });
      expect(webhooks.lastEventAt(id)).toBeNull();
    }
    expect(webhooks.useOfKind("sonarr")).toMatchObject({ ...told, isFresh: false });

    webhooks.receive("sonarr", grab("1"), "sonarr-main");
    const news = clock.now();
    await clock.pass(FALLBACK_MS - 1);
    webhooks.receive("sonarr", TEST, "sonarr-main");
    expect(webhooks.lastEventAt("sonarr-main")).toBe(news);
    expect(webhooks.useOf("sonarr-main")).toMatchObject({ eventsReceived: 3, isFresh: true });
    await clock.pass(1);
    expect(webhooks.useOf("sonarr-main")).toMatchObject({
      lastEventAt: clock.now() - 1,
      isFresh: false,
    });
    expect(webhooks.useOfKind("sonarr")).toMatchObject({ eventsReceived: 3, isFresh: false });
  });

  test("a test is no news after a restart either, an event is", () => {
    const before = make();
    before.receive("sonarr", grab("1"), "sonarr-main");
    before.receive("sonarr", TEST, "sonarr-anime");
    const after = make();
    expect(after.lastEventAt("sonarr-main")).toBe(clock.now());
    expect(after.lastEventAt("sonarr-anime")).toBeNull();
    expect(after.useOf("sonarr-anime")).toMatchObject({ eventsReceived: 1, isFresh: false });
  });

  test("an event that may be anybody's is news of all of them, and spares no polls of any", () => {
    const webhooks = make();
    expect(webhooks.receive("sonarr", grab("1"), null).instances).toEqual([MAIN, ANIME]);
    expect(webhooks.lastEventAt("sonarr-main")).toBeNull();
    expect(webhooks.lastEventAt("sonarr-anime")).toBeNull();
    expect(webhooks.useOfKind("sonarr").eventsReceived).toBe(1);
  });

  test("an event of a kind that is not configured is taken, and news of nobody", () => {
    const receipt = make([]).receive("radarr", grab("1"), null);
    expect(receipt).toEqual({ isDuplicate: false, instances: [] });
  });

  test("a kind's counters are those of its instances together", () => {
    const webhooks = make();
    webhooks.receive("sonarr", grab("1"), "sonarr-main");
    webhooks.receive("sonarr", grab("2"), "sonarr-anime");
    webhooks.receive("ombi", NEW_REQUEST, null);
    webhooks.pollSkipped("sonarr-main");
    webhooks.pollSkipped("sonarr-anime");
    expect(webhooks.useOfKind("sonarr")).toMatchObject({ eventsReceived: 2, pollsSkipped: 2 });
    expect(webhooks.useOfKind("ombi")).toMatchObject({ eventsReceived: 1, pollsSkipped: 0 });
    expect(webhooks.useOfKind("radarr")).toMatchObject({ eventsReceived: 0, lastEventAt: null });
  });

  test("counters go on after a restart, skipped polls too, which are written now and then", () => {
    const before = make();
    before.receive("sonarr", grab("1"), "sonarr-main");
    expect(writes).toBe(1);
    for (let poll = 0; poll < 45; poll += 1) before.pollSkipped("sonarr-main");
    expect(writes).toBe(3);
    before.close();
    const after = make();
    expect(after.useOf("sonarr-main")).toEqual(before.useOf("sonarr-main"));
    expect(after.useOf("sonarr-main")).toMatchObject({ eventsReceived: 1, pollsSkipped: 45 });
  });

  test("an event is heard also when its counter cannot be kept", () => {
    const webhooks = make();
    isFull = true;
    expect(webhooks.receive("sonarr", grab("1"), "sonarr-main").isDuplicate).toBe(false);
    expect(webhooks.lastEventAt("sonarr-main")).toBe(clock.now());
    expect(lines).toEqual(["webhook counters could not be kept"]);
  });
});

describe("waiting for a test event", () => {
  test("ends with one of that instance", async () => {
    const webhooks = make();
    const arrival = webhooks.testArrives("ombi-main", 5_000);
    webhooks.receive("sonarr", TEST, "sonarr-main");
    webhooks.receive("ombi", NEW_REQUEST, "ombi-main");
    webhooks.receive("ombi", OMBI_TEST, "ombi-main");
    expect(await arrival).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  test("ends in time when none comes", async () => {
    const webhooks = make();
    const arrival = webhooks.testArrives("ombi-main", 5_000);
    webhooks.receive("sonarr", TEST, "sonarr-main");
    webhooks.receive("ombi", NEW_REQUEST, "ombi-main");
    await clock.pass(5_000);
    expect(await arrival).toBe(false);
  });
});

const TEST = given(arrEventIn({ eventType: "Test" }));
const OMBI_TEST = given(ombiEventIn({ notificationType: "Test" }));
const NEW_REQUEST = given(ombiEventIn({ notificationType: "NewRequest", requestId: "1" }));

function grab(downloadId: string): WebhookEvent {
  return given(arrEventIn({ eventType: "Grab", downloadId }));
}

function given<T>(value: T | null): T {
  if (value === null) throw new Error("no event");
  return value;
}

function instance(kind: string, name: string): Instance {
  return makeInstance({
    id: `${kind}-${name}`,
    kind,
    name,
    url: `http://${kind}-${name}`,
  });
}
