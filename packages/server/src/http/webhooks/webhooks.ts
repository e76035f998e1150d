import { hasPassed } from "../../domain/has-passed.ts";
import type { Clock } from "../../engine/clock.ts";
import type { PushedNews } from "../../engine/webhook-pace.ts";
import type { WebhookCounters, WebhookStore } from "../../store/webhook-store.ts";
import type { Instance } from "../../upstreams/instance.ts";
import { findSenders } from "./find-sender.ts";
import { RecentEvents } from "./recent-events.ts";
import { isTestType, type WebhookEvent } from "./webhook-event.ts";

export interface WebhooksOptions {
  /** Every instance that can send events. */
  readonly instances: readonly Instance[];
  readonly store: WebhookStore;
  /** How long after its last event an instance counts as one that sends. */
  readonly fallbackMs: number;
  readonly clock: Clock;
  readonly log: {
    debug(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
}

/** What became of an event. */
export interface Receipt {
  readonly isDuplicate: boolean;
  /** Whose data may have changed; empty when no instance of that kind is configured. */
  readonly instances: readonly Instance[];
}

/** Counters of one sender, and whether its events are fresh enough to spare polls. */
export interface WebhookUse extends WebhookCounters {
  readonly isFresh: boolean;
}

const NOTHING_YET: WebhookCounters = {
  eventsReceived: 0,
  duplicates: 0,
  pollsSkipped: 0,
  lastEventAt: null,
  lastEventType: null,
};
/** Events are kept at once; a skipped poll is worth a write now and then. */
const SKIPS_PER_WRITE = 20;

/** Takes events in: finds the sender, knows duplicates, and counts, over restarts. */
export class Webhooks implements PushedNews {
  readonly #options: WebhooksOptions;
  readonly #counters: Map<string, WebhookCounters>;
  /** When each sender last told something by itself. A test is counted, but says only that somebody clicked. */
  readonly #newsAt: Map<string, number>;
  readonly #recent = new RecentEvents();
  readonly #unsaved = new Map<string, number>();
  readonly #waiters = new Set<(instances: readonly Instance[], event: WebhookEvent) => void>();

  constructor(options: WebhooksOptions) {
    this.#options = options;
    this.#counters = new Map(options.store.all());
    // Of what came before a test nothing is kept: after a restart it is polled until it sends something.
    this.#newsAt = new Map(
      [...this.#counters].flatMap(([sender, { lastEventAt, lastEventType }]) =>
        lastEventAt === null || isTestType(lastEventType ?? "") ? [] : [[sender, lastEventAt]],
      ),
    );
  }

  /**
   * Takes an event in. A test is never a duplicate, and never news.
   *
   * @param instanceId from the address it was sent to, or `null`.
   */
  receive(kind: string, event: WebhookEvent, instanceId: string | null): Receipt {
    const { clock, log } = this.#options;
    const { instances, isCertain } = findSenders(this.#instancesOf(kind), {
      instanceId,
      name: event.senderName,
      url: event.senderUrl,
    });
    const now = clock.now();
    const sender = isCertain ? (instances[0]?.id ?? anonymous(kind)) : anonymous(kind);
    const key = JSON.stringify([sender, event.fingerprint]);
    const isDuplicate = !event.isTest && this.#recent.isRepeated(key, now);
    const before = this.#countersOf(sender);
    this.#count(
      sender,
      isDuplicate
        ? { ...before, duplicates: before.duplicates + 1 }
        : {
            ...before,
            eventsReceived: before.eventsReceived + 1,
            lastEventAt: now,
            lastEventType: event.type,
          },
    );
    if (!isDuplicate && !event.isTest) this.#newsAt.set(sender, now);
    this.#save(sender);
    log.debug({ sender, event: event.type, isDuplicate }, "webhook received");
    for (const waiter of this.#waiters) waiter(instances, event);
    return { isDuplicate, instances };
  }

  /** Waits for a test event that (maybe) comes from this instance. @returns whether one came in time. */
  async testArrives(instanceId: string, withinMs: number): Promise<boolean> {
    return await new Promise((resolve) => {
      const end = (hasCome: boolean): void => {
        cancel();
        this.#waiters.delete(waiter);
        resolve(hasCome);
      };
      const waiter = (instances: readonly Instance[], { isTest }: WebhookEvent): void => {
        if (isTest && instances.some(({ id }) => id === instanceId)) end(true);
      };
      const cancel = this.#options.clock.after(withinMs, () => {
        end(false);
      });
      this.#waiters.add(waiter);
    });
  }

  lastEventAt(instanceId: string): number | null {
    return this.#newsAt.get(instanceId) ?? null;
  }

  pollSkipped(instanceId: string): void {
    const before = this.#countersOf(instanceId);
    this.#count(instanceId, { ...before, pollsSkipped: before.pollsSkipped + 1 });
    const unsaved = (this.#unsaved.get(instanceId) ?? 0) + 1;
    this.#unsaved.set(instanceId, unsaved);
    if (unsaved >= SKIPS_PER_WRITE) this.#save(instanceId);
  }

  /** Of one instance. */
  useOf(instanceId: string): WebhookUse {
    return { ...this.#countersOf(instanceId), isFresh: this.#isFresh(instanceId) };
  }

  /** Of all instances of one kind together, and of events that any of them may have sent. */
  useOfKind(kind: string): WebhookUse {
    const senders = [...this.#instancesOf(kind).map(({ id }) => id), anonymous(kind)];
    const all = senders.map((sender) => this.#countersOf(sender));
    const sum = (count: (one: WebhookCounters) => number): number =>
      all.reduce((total, one) => total + count(one), 0);
    const newest = all.reduce((a, b) => ((b.lastEventAt ?? 0) > (a.lastEventAt ?? 0) ? b : a));
    return {
      ...newest,
      eventsReceived: sum((one) => one.eventsReceived),
      duplicates: sum((one) => one.duplicates),
      pollsSkipped: sum((one) => one.pollsSkipped),
      isFresh: senders.some((sender) => this.#isFresh(sender)),
    };
  }

  /** Of everyone who can send events: instances, and by kind who of them is not known. */
  allUses(): ReadonlyMap<string, WebhookUse> {
    const { instances } = this.#options;
    const senders = instances.flatMap(({ id, kind }) => [id, anonymous(kind)]);
    return new Map(senders.map((sender) => [sender, this.useOf(sender)]));
  }

  /** Keeps what was not kept yet. */
  close(): void {
    for (const sender of this.#unsaved.keys()) this.#save(sender);
  }

  #instancesOf(kind: string): readonly Instance[] {
    return this.#options.instances.filter((one) => one.kind === kind);
  }

  #isFresh(sender: string): boolean {
    const { clock, fallbackMs } = this.#options;
    const newsAt = this.#newsAt.get(sender);
    return newsAt !== undefined && !hasPassed(fallbackMs, newsAt, clock.now());
  }

  #countersOf(sender: string): WebhookCounters {
    return this.#counters.get(sender) ?? NOTHING_YET;
  }

  #count(sender: string, counters: WebhookCounters): void {
    this.#counters.set(sender, counters);
  }

  /** An event is worth more than its counter: what cannot be written does not keep it from being heard. */
  #save(sender: string): void {
    this.#unsaved.delete(sender);
    try {
      this.#options.store.save(sender, this.#countersOf(sender));
    } catch (error) {
      this.#options.log.warn({ err: error }, "webhook counters could not be kept");
    }
  }
}

/** Under which events are counted that any instance of a kind may have sent; no instance's id has a colon. */
function anonymous(kind: string): string {
  return `${kind}:any`;
}
