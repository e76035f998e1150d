import type { DatabaseSync } from "node:sqlite";

/** What came in by webhook from one sender since the counters began. */
export interface WebhookCounters {
  /** Without duplicates. */
  readonly eventsReceived: number;
  readonly duplicates: number;
  /** Reads that were left out since events were coming in. */
  readonly pollsSkipped: number;
  /** Milliseconds since the epoch; `null` before the first event. */
  readonly lastEventAt: number | null;
  readonly lastEventType: string | null;
}

/** Counters by sender, outliving restarts. */
export interface WebhookStore {
  all(): ReadonlyMap<string, WebhookCounters>;
  save(sender: string, counters: WebhookCounters): void;
}

export function createWebhookStore(database: DatabaseSync): WebhookStore {
  const upsert = database.prepare(
    `INSERT OR REPLACE INTO webhook_counters
       (sender, events_received, duplicates, polls_skipped, last_event_at, last_event_type)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  return {
    all() {
      const rows = database.prepare("SELECT * FROM webhook_counters").all();
      return new Map(
        rows.map((row) => [
          String(row["sender"]),
          {
            eventsReceived: Number(row["events_received"]),
            duplicates: Number(row["duplicates"]),
            pollsSkipped: Number(row["polls_skipped"]),
            lastEventAt: row["last_event_at"] === null ? null : Number(row["last_event_at"]),
            lastEventType: row["last_event_type"] === null ? null : String(row["last_event_type"]),
          },
        ]),
      );
    },
    save(sender, { eventsReceived, duplicates, pollsSkipped, lastEventAt, lastEventType }) {
      upsert.run(sender, eventsReceived, duplicates, pollsSkipped, lastEventAt, lastEventType);
    },
  };
}
