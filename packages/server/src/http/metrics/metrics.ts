import type { SourceFacts } from "../../engine/source.ts";
import type { StreamTraffic } from "../stream-traffic.ts";
import type { WebhookUse } from "../webhooks/webhooks.ts";
import type { Metric, Sample } from "./exposition.ts";

/** Everything that is measured, as it is now. */
export interface Measured {
  readonly version: string;
  readonly sources: readonly SourceFacts[];
  /** By sender. */
  readonly webhooks: ReadonlyMap<string, WebhookUse>;
  /** People with a stream open, and streams. */
  readonly viewers: number;
  readonly streams: number;
  readonly traffic: StreamTraffic;
  /** Whether the state is kept on disk. */
  readonly isStateKept: boolean;
  readonly requests: readonly Sample[];
  readonly process: ProcessFacts;
}

/** What the operating system and Node.js know of this process. */
export interface ProcessFacts {
  readonly nodeVersion: string;
  readonly startedAtS: number;
  readonly cpuS: number;
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  /** For how long the event loop was busy. */
  readonly loopActiveS: number;
}

const MS_PER_S = 1000;
const FRESHNESS = ["ok", "stale", "failed", "never"] as const;

/**
 * Puts it into metrics. Labels hold ids of instances, operations and words of ours alone: no title, name of a person,
 * address or secret.
 */
export function metricsOf(measured: Measured): readonly Metric[] {
  const { version, process, isStateKept, requests } = measured;
  return [
    gauge("sofarr_build_info", "The version that runs; always 1.", [
      { labels: { version, node: process.nodeVersion }, value: 1 },
    ]),
    ...sourceMetrics(measured.sources),
    ...webhookMetrics(measured.webhooks),
    ...streamMetrics(measured),
    gauge("sofarr_state_kept", "Whether sessions and counters are kept on disk.", [
      { value: Number(isStateKept) },
    ]),
    counter("sofarr_http_requests_total", "Requests that were answered.", requests),
    ...processMetrics(process),
  ];
}

function sourceMetrics(sources: readonly SourceFacts[]): readonly Metric[] {
  const each = (value: (source: SourceFacts) => number | null): readonly Sample[] =>
    sources.flatMap((source) => {
      const number = value(source);
      return number === null ? [] : [{ labels: labelsOf(source), value: number }];
    });
  return [
    gauge(
      "sofarr_source_state",
      "1 for the state a source is in: ok, stale (the last read failed), failed (all did) or never (not read yet).",
      sources.flatMap((source) =>
        FRESHNESS.map((state) => ({
          labels: { ...labelsOf(source), state },
          value: Number(source.freshness === state),
        })),
      ),
    ),
    counter(
      "sofarr_source_reads_total",
      "How often a source was read.",
      each(({ reads }) => reads),
    ),
    counter(
      "sofarr_source_read_failures_total",
      "How often that failed.",
      each(({ failedReads }) => failedReads),
    ),
    gauge(
      "sofarr_source_last_success_timestamp_seconds",
      "When a source was last read well.",
      each(({ lastSuccessAt }) => (lastSuccessAt === null ? null : lastSuccessAt / MS_PER_S)),
    ),
    gauge(
      "sofarr_source_read_duration_seconds",
      "How long that took.",
      each(({ durationMs }) => (durationMs === null ? null : durationMs / MS_PER_S)),
    ),
    gauge(
      "sofarr_source_items",
      "How much it said: downloads, queue records, requests or people.",
      each(({ items }) => items),
    ),
  ];
}

function webhookMetrics(webhooks: ReadonlyMap<string, WebhookUse>): readonly Metric[] {
  const each = (value: (use: WebhookUse) => number): readonly Sample[] =>
    Array.from(webhooks, ([sender, use]) => ({ labels: { sender }, value: value(use) }));
  return [
    counter(
      "sofarr_webhook_events_total",
      "Events that came by webhook, each once; counted over restarts.",
      each(({ eventsReceived }) => eventsReceived),
    ),
    counter(
      "sofarr_webhook_duplicates_total",
      "Events that came again.",
      each(({ duplicates }) => duplicates),
    ),
    counter(
      "sofarr_polls_skipped_total",
      "Reads that were left out since events came.",
      each(({ pollsSkipped }) => pollsSkipped),
    ),
  ];
}

function streamMetrics({ viewers, streams, traffic }: Measured): readonly Metric[] {
  return [
    gauge("sofarr_viewers", "People who have the dashboard open.", [{ value: viewers }]),
    gauge("sofarr_streams", "Streams that are open.", [{ value: streams }]),
    counter("sofarr_stream_frames_total", "Frames sent by streams.", [{ value: traffic.frames }]),
    counter("sofarr_stream_sent_bytes_total", "Their bytes, compressed where they were.", [
      { value: traffic.bytes },
    ]),
  ];
}

function processMetrics(process: ProcessFacts): readonly Metric[] {
  return [
    gauge("process_start_time_seconds", "When sofarr started.", [{ value: process.startedAtS }]),
    counter("process_cpu_seconds_total", "Processor time used.", [{ value: process.cpuS }]),
    gauge("process_resident_memory_bytes", "Memory in use.", [{ value: process.residentBytes }]),
    gauge("nodejs_heap_size_used_bytes", "Of it by JavaScript.", [
      { value: process.heapUsedBytes },
    ]),
    counter("nodejs_eventloop_active_seconds_total", "For how long the event loop was busy.", [
      { value: process.loopActiveS },
    ]),
  ];
}

/** Not `instance`, which is what Prometheus calls whom it asks. */
function labelsOf({ id, kind }: SourceFacts): Readonly<Record<string, string>> {
  return { source: id, kind };
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, type: "gauge", help, samples };
}

function counter(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, type: "counter", help, samples };
}
