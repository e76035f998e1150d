import { expect, test } from "vitest";

import { rowsIn } from "./rows.ts";
import { openInMemory } from "./schema.ts";
import { createWebhookStore, type WebhookCounters } from "./webhook-store.ts";

test("webhook counters are what was saved last", () => {
  const database = openInMemory();
  const store = createWebhookStore(rowsIn(database));
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
  expect(createWebhookStore(rowsIn(database)).all()).toEqual(
    new Map([
      ["radarr-main", none],
      ["sonarr-main", counters],
    ]),
  );
  database.close();
});
