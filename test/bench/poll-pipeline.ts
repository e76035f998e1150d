import type { DashboardPatch } from "@sofarr/contract";

import { Secret } from "../../packages/server/src/config/secret.ts";
import { matchDownloads } from "../../packages/server/src/domain/match-downloads.ts";
import type { Audience } from "../../packages/server/src/domain/visibility.ts";
import { Engine } from "../../packages/server/src/engine/engine.ts";
import { createCoverArt } from "../../packages/server/src/http/cover-art.ts";
import { Frame } from "../../packages/server/src/http/frame.ts";
import { Live } from "../../packages/server/src/http/live.ts";
import { encodeEvent, type SseSink } from "../../packages/server/src/http/sse.ts";
import type { Connections } from "../../packages/server/src/upstreams/connected.ts";
import type { StepClock } from "./step-clock.ts";
import { cpuNow } from "./stats.ts";

/** Where the computing of one poll went, in milliseconds. */
export interface Stages {
  /** The upstream's folder: ask, take in, parse, normalise. */
  readonly read: number;
  /** Match, owners, the new snapshot. */
  readonly snapshot: number;
  /** For each audience the view, the step to it, and the frame. */
  readonly frame: number;
  readonly total: number;
}

export interface PipelineOptions {
  readonly connections: Connections;
  readonly clock: StepClock;
  /** Each with a stream of their own downloads; nobody = an admin with a stream of everything. */
  readonly people: readonly string[];
}

/** The real engine and the real streams, polled one by one and watched from the inside. */
export class PollPipeline {
  readonly #clock: StepClock;
  readonly #engine: Engine;
  readonly #live: Live;
  #snapshotAt = 0;
  #published: () => void = () => {};
  #lastFrame: string | null = null;

  constructor({ connections, clock, people }: PipelineOptions) {
    this.#clock = clock;
    const isAdmin = people.length === 0;
    const users = (isAdmin ? ["root"] : people).map((name) => ({ id: name, name }));
    this.#engine = new Engine({
      connections: { ...connections, mediaServer: null },
      people: { all: () => users, list: () => {} },
      userTags: new Map(),
      pollIntervalMs: 5_000,
      clock,
      log: { info: () => {}, warn: () => {} },
    });
    const connected = [...connections.downloadClients, ...connections.arrs];
    const coverArt = createCoverArt({ basePath: "", secret: new Secret("bench") });
    this.#live = new Live({
      engine: this.#engine,
      context: {
        instances: new Map(connected.map(({ instance }) => [instance.id, instance])),
        coverArt: coverArt.handOut,
      },
      downloadClients: [],
      serverVersion: "bench",
      mediaServer: null,
      now: () => clock.now(),
    });
    // Listeners are called in order: this one before the views are made, the last one after.
    this.#engine.subscribe(() => {
      this.#snapshotAt = cpuNow();
    });
    this.#live.start();
    this.#engine.subscribe(() => this.#published());
    for (const viewer of users) this.#watch({ viewer: { ...viewer, isAdmin }, showAll: isAdmin });
  }

  /** Reads every upstream for the first time. @throws when one failed. */
  async start(): Promise<void> {
    this.#engine.start();
    while (this.#engine.state.sources.some(({ freshness }) => freshness === "never")) {
      await this.#nextPublication();
    }
    this.#expectNoTrouble();
  }

  /** @throws when the upstream failed. */
  async poll(instanceId: string): Promise<Stages> {
    this.#lastFrame = null;
    const published = this.#nextPublication();
    const startedAt = cpuNow();
    this.#engine.nudge(instanceId);
    await published;
    const endedAt = cpuNow();
    this.#expectNoTrouble();
    // The engine gathers readings for a moment, so the moment is asked for when the reading is there.
    const readAt = this.#clock.shortWaitAskedAt;
    return {
      read: readAt - startedAt,
      snapshot: this.#snapshotAt - readAt,
      frame: endedAt - this.#snapshotAt,
      total: endedAt - startedAt,
    };
  }

  /** Matching alone once more, of all downloads as after a first reading; a part of `snapshot` in the worst case. */
  matchAgain(): number {
    const { downloads, readings } = this.#engine.state.snapshot.facts;
    const startedAt = cpuNow();
    matchDownloads(downloads.flat(), readings);
    return cpuNow() - startedAt;
  }

  /** Writing the last poll's frame alone once more; a part of `frame`. */
  encodeAgain(): number {
    const patch = this.lastPatch();
    if (patch === null) return 0;
    const startedAt = cpuNow();
    const { bytes } = new Frame(encodeEvent({ event: "patch", data: JSON.stringify(patch) }));
    return bytes.length === 0 ? 0 : cpuNow() - startedAt;
  }

  /** What the last poll told somebody; `null` when there was no news. */
  lastPatch(): DashboardPatch | null {
    const data = /^event: patch\ndata: (.*)$/mu.exec(this.#lastFrame ?? "")?.[1];
    return data === undefined ? null : (JSON.parse(data) as DashboardPatch);
  }

  async stop(): Promise<void> {
    this.#live.stop();
    await this.#engine.stop();
  }

  #expectNoTrouble(): void {
    for (const { id, trouble } of this.#engine.state.sources) {
      if (trouble !== null) throw new Error(`${id} ${trouble.message}`);
    }
  }

  #nextPublication(): Promise<void> {
    return new Promise((resolve) => {
      this.#published = resolve;
    });
  }

  #watch(audience: Audience): void {
    const sink: SseSink = {
      isBehind: false,
      write: (frame) => {
        this.#lastFrame = frame.bytes.toString();
      },
      onCaughtUp: () => {},
      onClose: () => {},
      end: () => {},
    };
    this.#live.open(audience, sink, "steps-from-table", null);
  }
}
