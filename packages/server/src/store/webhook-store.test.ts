import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openDatabase } from "./database.ts";
import { createWebhookStore, type WebhookCounters } from "./webhook-store.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "sofarr-store-"));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

describe("webhook counters", () => {
  test("are what was saved last, also after the database was closed", () => {
    const first = openDatabase(dataDir);
    const store = createWebhookStore(first);
    expect([...store.all()]).toEqual([]);
    const counters: WebhookCounters = {
      eventsReceived: 3,
      duplicates: 1,
      pollsSkipped: 40,
      lastEventAt: Date.UTC(2026, 10, 23),
      lastEventType: "Grab",
    };
    const none: WebhookCounters = {
      ...counters,
      eventsReceived: 0,
      lastEventAt: null,
      lastEventType: null,
    };
    store.save("sonarr-main", none);
    store.save("sonarr-main", counters);
    store.save("radarr-main", none);
    first.close();
    const second = openDatabase(dataDir);
    expect(createWebhookStore(second).all()).toEqual(
      new Map([
        ["radarr-main", none],
        ["sonarr-main", counters],
      ]),
    );
    second.close();
  });
});
