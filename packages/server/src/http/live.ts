import { randomUUID } from "node:crypto";

import type {
  AwaitedTitle,
  DashboardPayload,
  DownloadClientSummary,
  NormalizedDownload,
} from "@sofarr/contract";

import type { CacheUse } from "../cache-use.ts";
import { blocklistVerdict } from "../domain/blocklist-eligibility.ts";
import { awaitedVisibleTo, type Awaited } from "../domain/awaited.ts";
import { hasPassed } from "../domain/has-passed.ts";
import type { OwnedDownload } from "../domain/snapshot.ts";
import { areSameItems, isSameData } from "../domain/keep-unchanged.ts";
import type { PersistentMap } from "../domain/persistent-map.ts";
import type { Viewer } from "../domain/user.ts";
import { visibleTo, type Audience } from "../domain/visibility.ts";
import type { Engine, EngineState } from "../engine/engine.ts";
import type { Instance } from "../upstreams/instance.ts";
import { Channel, type PayloadFrame, type Shown, type Step, type StreamForm } from "./channel.ts";
import { presentAwaited } from "./present/awaited.ts";
import { presentDownload, type PresentContext } from "./present/download.ts";
import { HEARTBEAT, type SseSink } from "./sse.ts";
import { StreamTraffic } from "./stream-traffic.ts";

export interface LiveOptions {
  readonly engine: Engine;
  readonly context: PresentContext;
  readonly downloadClients: readonly DownloadClientSummary[];
  readonly serverVersion: string;
  /** Where people watch; only its addresses are used. */
  readonly mediaServer: Pick<Instance, "url" | "publicUrl"> | null;
  readonly now: () => number;
}

/** What an audience was shown last, and when time alone will change some of it. */
interface Seen {
  readonly audience: Audience;
  seen: PersistentMap<OwnedDownload>;
  seenAwaited: readonly Awaited[];
  /** By key, in milliseconds since the epoch. */
  readonly changesAt: Map<string, number>;
}

interface View extends Seen {
  readonly channel: Channel;
}

const HEARTBEAT_MS = 25_000;
/** A channel outlives its last reader this long, so that a reconnect gets steps and not everything. */
const CHANNEL_KEPT_MS = 2 * 60_000;

/**
 * Turns snapshots into what each audience sees: one channel per person and choice, computed and encoded once
 * however many tabs they have open.
 */
export class Live {
  /** What its streams sent. */
  readonly traffic = new StreamTraffic();
  readonly #options: LiveOptions;
  readonly #views = new Map<string, View>();
  readonly #sinks = new Set<SseSink>();
  #hits = 0;
  #misses = 0;
  #unsubscribe: (() => void) | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  start(): void {
    this.#unsubscribe = this.#options.engine.subscribe((state) => {
      this.#update(state);
    });
    this.#heartbeat = setInterval(() => {
      for (const { channel } of this.#views.values()) channel.broadcast(HEARTBEAT);
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** Ends every stream politely, also one that is still to come: its call may be under way. */
  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe?.();
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    for (const sink of this.#sinks) sink.end();
  }

  /** How many streams are open. */
  get readerCount(): number {
    return this.#sinks.size;
  }

  /** How many people have a stream open. */
  get viewerCount(): number {
    const watched = [...this.#views.values()].filter(({ channel }) => channel.readerCount > 0);
    return new Set(watched.map(({ audience }) => audience.viewer.id)).size;
  }

  /** Views that are kept; a hit is a look that found its view made already. */
  viewUse(): CacheUse {
    return { entries: this.#views.size, hits: this.#hits, misses: this.#misses };
  }

  /** What an audience sees right now. */
  payload(audience: Audience): DashboardPayload {
    return this.#viewOf(audience).channel.payload();
  }

  /** Streams to a sink until it closes or the returned function is called. */
  open(
    audience: Audience,
    sink: SseSink,
    form: StreamForm,
    lastEventId: string | null,
  ): () => void {
    const { channel } = this.#viewOf(audience);
    const release = this.#options.engine.watch();
    this.#sinks.add(sink);
    const leave = channel.join(sink, form, lastEventId);
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
    if (this.#isStopped) close();
    return close;
  }

  #viewOf(audience: Audience): View {
    const { viewer, showAll } = audience;
    const key = JSON.stringify([viewer.id, viewer.name, viewer.isAdmin, showAll]);
    let view = this.#views.get(key);
    if (view === undefined) this.#misses += 1;
    else this.#hits += 1;
    if (view === undefined) {
      const { engine, context, now } = this.#options;
      const seenAwaited = awaitedVisibleTo(audience, engine.state.snapshot.awaited);
      const seen = visibleTo(audience, engine.state.snapshot);
      const shown: Seen = { audience, seen, seenAwaited, changesAt: new Map() };
      const channel = new Channel({
        epoch: randomUUID(),
        frame: () => this.#frame(audience),
        keys: [...seen.values()].toSorted(byAge).map((owned) => owned.key),
        present: (keys) => this.#present(shown, keys),
        awaited: seenAwaited.map((one) => presentAwaited(one, viewer, context)),
        sources: engine.state.sources,
        now,
      });
      view = Object.assign(shown, { channel });
      this.#views.set(key, view);
    }
    return view;
  }

  #update(state: EngineState): void {
    for (const [key, view] of this.#views) {
      const { emptySince } = view.channel;
      if (emptySince !== null && hasPassed(CHANNEL_KEPT_MS, emptySince, this.#options.now())) {
        this.#views.delete(key);
        continue;
      }
      view.channel.update(this.#stepOf(view), state.sources, this.#awaitedOf(view));
    }
  }

  /** What changed for an audience since it was shown something last; `null` when nothing did. */
  #stepOf(view: View): Step | null {
    const { seen: before, audience, changesAt } = view;
    const visible = visibleTo(audience, this.#options.engine.state.snapshot);
    const now = this.#options.now();
    const due = new Set<string>();
    for (const [key, at] of changesAt) if (at < now) due.add(key);
    const touched = new Set([...due, ...visible.changesSince(before).map(({ key }) => key)]);
    view.seen = visible;

    const present = this.#presenter(audience, changesAt);
    const set = new Map<string, NormalizedDownload>();
    const del: string[] = [];
    for (const key of touched) {
      const [earlier, owned] = [before.get(key), visible.get(key)];
      const was = earlier === undefined || due.has(key) ? null : present(earlier);
      changesAt.delete(key);
      if (owned === undefined) {
        del.push(key);
        continue;
      }
      const item = present(owned);
      if (!isSameData(was, item)) set.set(key, item);
    }
    return set.size === 0 && del.length === 0 ? null : { set, del };
  }

  /** What an audience waits for, when that is not what it was shown last; else `null`. */
  #awaitedOf(view: View): readonly AwaitedTitle[] | null {
    const { engine, context } = this.#options;
    const visible = awaitedVisibleTo(view.audience, engine.state.snapshot.awaited);
    if (areSameItems(visible, view.seenAwaited)) return null;
    view.seenAwaited = visible;
    return visible.map((one) => presentAwaited(one, view.audience.viewer, context));
  }

  /** Some of what an audience is shown, as of now. */
  #present({ audience, seen, changesAt }: Seen, keys: Iterable<string>): Shown {
    const present = this.#presenter(audience, changesAt);
    const shown = new Map<string, NormalizedDownload>();
    for (const key of keys) {
      const owned = seen.get(key);
      if (owned !== undefined) shown.set(key, present(owned));
    }
    return shown;
  }

  /** Presents downloads to an audience as of now, and notes which of them time alone will change. */
  #presenter(
    { viewer }: Audience,
    changesAt: Map<string, number>,
  ): (owned: OwnedDownload) => NormalizedDownload {
    const { context, now } = this.#options;
    const at = now();
    return (owned) => {
      const verdict = blocklistVerdict(owned, viewer.isAdmin, at);
      if (verdict.until !== undefined) changesAt.set(owned.key, verdict.until);
      return presentDownload(owned, viewer, verdict, context);
    };
  }

  #frame({ viewer, showAll }: Audience): PayloadFrame {
    return {
      user: viewer.name,
      isAdmin: viewer.isAdmin,
      showAll,
      downloadClients: [...this.#options.downloadClients],
      mediaServerUrl: this.#mediaServerUrl(viewer),
      serverVersion: this.#options.serverVersion,
    };
  }

  /** An internal address is no link for others than admins. */
  #mediaServerUrl({ isAdmin }: Viewer): string | null {
    const { mediaServer } = this.#options;
    return mediaServer?.publicUrl ?? (isAdmin ? mediaServer?.url : null) ?? null;
  }
}

/** The oldest first, those of unknown age last; always in the same order. */
function byAge(a: OwnedDownload, b: OwnedDownload): number {
  const age = ({ download }: OwnedDownload): number => download.addedAt ?? Number.MAX_SAFE_INTEGER;
  return age(a) - age(b) || (a.key < b.key ? -1 : 1);
}
