import type { FanOutOptions } from "./fan-out.ts";
import type { FreshnessOptions } from "./freshness.ts";
import type { MemoryOptions } from "./memory.ts";
import type { PeerOptions } from "./peer.ts";
import type { WebhookOptions } from "./webhook.ts";
import type { WireOptions } from "./wire.ts";

/** How much of everything is measured. */
export interface Plan {
  readonly start: { readonly rounds: number };
  readonly poll: { readonly sizes: readonly number[] };
  readonly freshness: FreshnessOptions;
  readonly webhook: WebhookOptions;
  readonly memory: MemoryOptions;
  readonly wire: WireOptions;
  readonly fanOut: FanOutOptions;
  readonly peer: PeerOptions;
}

export const THOROUGH: Plan = {
  start: { rounds: 9 },
  poll: { sizes: [100, 1_000, 5_000, 20_000] },
  freshness: { downloads: 1_000, changes: 250 },
  webhook: { downloads: 1_000, titles: 500, events: 40 },
  memory: { sizes: [1_000, 5_000], idleMs: 120_000, polls: 30 },
  wire: { downloads: 5_000, watchedMs: 60_000 },
  fanOut: { downloads: 1_000, watchedMs: 40_000 },
  peer: {
    downloads: 5_000,
    starts: 5,
    firstFrames: 5,
    idleMs: 60_000,
    watchedMs: 40_000,
    changes: 60,
    realDownloads: 1_000,
    real: [null, "forky"],
  },
};

export const QUICK: Plan = {
  start: { rounds: 3 },
  poll: { sizes: [100, 1_000, 5_000] },
  freshness: { downloads: 1_000, changes: 40 },
  webhook: { downloads: 1_000, titles: 500, events: 15 },
  memory: { sizes: [5_000], idleMs: 15_000, polls: 15 },
  wire: { downloads: 5_000, watchedMs: 20_000 },
  fanOut: { downloads: 1_000, watchedMs: 10_000 },
  peer: {
    downloads: 5_000,
    starts: 1,
    firstFrames: 3,
    idleMs: 20_000,
    watchedMs: 20_000,
    changes: 20,
    realDownloads: 1_000,
    real: [null],
  },
};
