import { randomUUID } from "node:crypto";

import type {
  DashboardPayload,
  DownloadClientSummary,
  NormalizedDownload,
  SourceState,
} from "@sofarr/contract";

import type { CacheUse } from "../cache-use.ts";
import { blocklistVerdict } from "../domain/blocklist-eligibility.ts";
import { hasPassed } from "../domain/has-passed.ts";
import type { OwnedDownload } from "../domain/snapshot.ts";
import { visibleTo, type Audience } from "../domain/visibility.ts";
import type { Engine, EngineState } from "../engine/engine.ts";
import { Channel, type PayloadFrame } from "./channel.ts";
import { presentDownload, type PresentContext } from "./present/download.ts";
import { presentSource } from "./present/source.ts";
import { HEARTBEAT, type SseSink } from "./sse.ts";

export interface LiveOptions {
  readonly engine: Engine;
  readonly context: PresentContext;
  readonly downloadClients: readonly DownloadClientSummary[];
  readonly serverVersion: string;
  readonly now: () => number;
}

/** What was presented last for a download, so that an unchanged one stays the same object in the next view. */
interface Presented {
  readonly owned: OwnedDownload;
  readonly canBlocklist: boolean;
  readonly blocklistReason: string;
  readonly item: NormalizedDownload;
}

interface LiveChannel {
  readonly channel: Channel;
  readonly audience: Audience;
  presented: ReadonlyMap<string, Presented>;
}

const HEARTBEAT_MS = 25_000;
/** A channel outlives its last reader this long, so that a reconnect gets steps and not everything. */
const CHANNEL_KEPT_MS = 2 * 60_000;

/**
 * Turns snapshots into what each audience sees: one channel per person and choice, computed and encoded once
 * however many tabs they have open.
 */
export class Live {
  readonly #options: LiveOptions;
  readonly #channels = new Map<string, LiveChannel>();
  readonly #sinks = new Set<SseSink>();
  #hits = 0;
  #misses = 0;
  #unsubscribe: (() => void) | null = null;
  #heartbeat: NodeJS.Timeout | null = null;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  start(): void {
    this.#unsubscribe = this.#options.engine.subscribe((state) => {
      this.#update(state);
    });
    this.#heartbeat = setInterval(() => {
      for (const { channel } of this.#channels.values()) channel.broadcast(HEARTBEAT);
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** Ends every stream politely. */
  stop(): void {
    this.#unsubscribe?.();
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    for (const sink of this.#sinks) sink.end();
  }

  /** How many streams are open. */
  get readerCount(): number {
    return this.#sinks.size;
  }

  /** Views that are kept; a hit is a look that found its view made already. */
  viewUse(): CacheUse {
    return { entries: this.#channels.size, hits: this.#hits, misses: this.#misses };
  }

  /** What an audience sees right now. */
  payload(audience: Audience): DashboardPayload {
    return this.#channelOf(audience).channel.payload();
  }

  /** Streams to a sink until it closes or the returned function is called. */
  open(
    audience: Audience,
    sink: SseSink,
    isDelta: boolean,
    lastEventId: string | null,
  ): () => void {
    const { channel } = this.#channelOf(audience);
    const release = this.#options.engine.watch();
    this.#sinks.add(sink);
    const leave = channel.join(sink, isDelta, lastEventId);
    let isOpen = true;
    const close = (): void => {
      if (!isOpen) return;
      isOpen = false;
      leave();
      release();
      this.#sinks.delete(sink);
      sink.end();
    };
    sink.onClose(close);
    return close;
  }

  #channelOf(audience: Audience): LiveChannel {
    const { viewer, showAll } = audience;
    const key = JSON.stringify([viewer.id, viewer.name, viewer.isAdmin, showAll]);
    let live = this.#channels.get(key);
    if (live === undefined) this.#misses += 1;
    else this.#hits += 1;
    if (live === undefined) {
      const { engine, now } = this.#options;
      const presented = this.#present(audience, new Map());
      const channel = new Channel({
        epoch: randomUUID(),
        frame: () => this.#frame(audience),
        view: itemsOf(presented),
        sources: this.#presentSources(engine.state),
        now,
      });
      live = { channel, audience, presented };
      this.#channels.set(key, live);
    }
    return live;
  }

  #update(state: EngineState): void {
    const sources = this.#presentSources(state);
    for (const [key, live] of this.#channels) {
      const { emptySince } = live.channel;
      if (emptySince !== null && hasPassed(CHANNEL_KEPT_MS, emptySince, this.#options.now())) {
        this.#channels.delete(key);
        continue;
      }
      live.presented = this.#present(live.audience, live.presented);
      live.channel.update(itemsOf(live.presented), sources);
    }
  }

  #present(
    audience: Audience,
    before: ReadonlyMap<string, Presented>,
  ): ReadonlyMap<string, Presented> {
    const { engine, context, now } = this.#options;
    const at = now();
    const next = new Map<string, Presented>();
    for (const owned of visibleTo(audience, engine.state.snapshot)) {
      const verdict = blocklistVerdict(owned, audience.viewer.isAdmin, at);
      const earlier = before.get(owned.key);
      const isUnchanged =
        earlier !== undefined &&
        earlier.owned === owned &&
        earlier.canBlocklist === verdict.allowed &&
        earlier.blocklistReason === verdict.reason;
      next.set(
        owned.key,
        isUnchanged
          ? earlier
          : {
              owned,
              canBlocklist: verdict.allowed,
              blocklistReason: verdict.reason,
              item: presentDownload(owned, audience.viewer, verdict, context),
            },
      );
    }
    return next;
  }

  #presentSources(state: EngineState): readonly SourceState[] {
    const now = this.#options.now();
    return state.sources.map((source) => presentSource(source, now));
  }

  #frame({ viewer, showAll }: Audience): PayloadFrame {
    return {
      user: viewer.name,
      isAdmin: viewer.isAdmin,
      showAll,
      downloadClients: [...this.#options.downloadClients],
      serverVersion: this.#options.serverVersion,
    };
  }
}

function itemsOf(
  presented: ReadonlyMap<string, Presented>,
): ReadonlyMap<string, NormalizedDownload> {
  const items = new Map<string, NormalizedDownload>();
  for (const [key, { item }] of presented) items.set(key, item);
  return items;
}
