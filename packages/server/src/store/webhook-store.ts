import type { Rows } from "./rows.ts";

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

const UPSERT = `INSERT OR REPLACE INTO webhook_counters
    (sender, events_received, duplicates, polls_skipped, last_event_at, last_event_type)
  VALUES (?, ?, ?, ?, ?, ?)`;

export function createWebhookStore(rows: Rows): WebhookStore {
  return {
    all() {
      const all = rows.all("SELECT * FROM webhook_counters");
      return new Map(
        all.map((row) => [
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
      rows.run(
        UPSERT,
        sender,
        eventsReceived,
        duplicates,
        pollsSkipped,
        lastEventAt,
        lastEventType,
      );
    },
  };
}
