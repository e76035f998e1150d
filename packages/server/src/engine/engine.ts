import type { ArrReading } from "../domain/arr-reading.ts";
import type { Download } from "../domain/download.ts";
import { areSameItems } from "../domain/keep-unchanged.ts";
import type { MediaRequest } from "../domain/media-request.ts";
import {
  createSnapshotBuilder,
  EMPTY_SNAPSHOT,
  type Facts,
  type Snapshot,
} from "../domain/snapshot.ts";
import type { KnownUser } from "../domain/user.ts";
import type { Connected, Connections } from "../upstreams/connected.ts";
import type { Clock } from "./clock.ts";
import { Poller, type PollerLog } from "./poller.ts";
import { factsOf, type Source, type SourceFacts } from "./source.ts";
import { leaveOutForMs, type PushedNews } from "./webhook-pace.ts";

/** Everyone that labels can mean: it outlives a restart, so that what fitted two people then fits two people now. */
export interface KnownPeople {
  /** The same list until somebody is added, renamed or gone. */
  all(): readonly KnownUser[];
  /** The media server listed everyone it has. */
  list(users: readonly KnownUser[]): void;
}

export interface EngineOptions {
  /** The media server is asked for everyone it knows; without an API key it tells nobody. */
  readonly connections: Connections;
  readonly people: KnownPeople;
  readonly userTags: ReadonlyMap<string, readonly string[]>;
  /** Milliseconds between polls while someone watches; `null` = on demand. */
  readonly pollIntervalMs: number | null;
  /** Lets instances that send events be read less; without it everything is polled. */
  readonly webhooks?: { readonly news: PushedNews; readonly fallbackMs: number };
  /** Told of every nudge: what others keep of that instance is old now. */
  readonly onNudge?: (instanceId: string) => void;
  readonly clock: Clock;
  readonly log: PollerLog;
}

/** The newest state of the world and of every source. */
export interface EngineState {
  readonly snapshot: Snapshot;
  readonly sources: readonly SourceFacts[];
}

const IDLE_FACTOR = 6;
const SHORTEST_IDLE_MS = 30_000;
const REQUESTS_EVERY_MS = 60_000;
const USERS_EVERY_MS = 5 * 60_000;
const ON_DEMAND_FRESH_MS = 30_000;
/** Whoever looks at the requests finds them no older than this many polls of what is read at full pace. */
const REQUESTS_FRESH_POLLS = 2;
const LONGEST_WAIT_MS = 2_000;
const SHORTEST_DEADLINE_MS = 10_000;
const MISSED_POLLS_BEFORE_DEADLINE = 3;
/** Time for the library of a large *arr to come in, the first time. */
const ARR_DEADLINE_MS = 60_000;
/** What there is before the first reading: one list, so that nothing stays the same nothing. */
const NOTHING: readonly never[] = [];
/** Reads that end together become one snapshot. */
const GATHER_MS = 10;

/**
 * Polls every upstream and keeps the newest snapshot. One poller per instance, however many people look; slower
 * when nobody does. The only place where the state of the world lives.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #downloads: readonly Source<readonly Download[]>[];
  readonly #arrs: readonly Source<ArrReading>[];
  readonly #requests: readonly Source<readonly MediaRequest[]>[];
  readonly #users: Source<readonly KnownUser[]> | null;
  readonly #build: (facts: Facts) => Snapshot;
  readonly #listeners = new Set<(state: EngineState) => void>();
  #state: EngineState = { snapshot: EMPTY_SNAPSHOT, sources: [] };
  #facts: Facts = EMPTY_SNAPSHOT.facts;
  #watchers = 0;
  #cancelGather: (() => void) | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#build = createSnapshotBuilder(options.userTags);
    const live = (): number | null => this.#liveCadence();
    this.#downloads = options.connections.downloadClients.map((one) =>
      this.#source(
        one,
        (signal) => one.upstream.listDownloads(signal),
        live,
        this.#clientDeadline(),
        (all) => all.length,
      ),
    );
    this.#arrs = options.connections.arrs.map((one) =>
      this.#source(
        one,
        (signal) => one.upstream.read(signal),
        live,
        ARR_DEADLINE_MS,
        (arr) => arr.queue.length,
      ),
    );
    this.#requests = options.connections.requestManagers.map((one) =>
      this.#source(
        one,
        (signal) => one.upstream.listRequests(signal),
        this.#slow(REQUESTS_EVERY_MS),
        ARR_DEADLINE_MS,
        (all) => all.length,
      ),
    );
    const { mediaServer } = options.connections;
    this.#users =
      mediaServer === null || mediaServer.instance.apiKey === null
        ? null
        : this.#source(
            mediaServer,
            async (signal): Promise<readonly KnownUser[]> =>
              (await mediaServer.upstream.listUsers(signal)) ?? [],
            this.#slow(USERS_EVERY_MS),
            ARR_DEADLINE_MS,
            (all) => all.length,
            (users) => {
              options.people.list(users);
            },
          );
    this.#publish();
  }

  get state(): EngineState {
    return this.#state;
  }

  start(): void {
    for (const { poller } of this.#all()) poller.start();
  }

  async stop(): Promise<void> {
    this.#cancelGather?.();
    await Promise.all(this.#all().map(({ poller }) => poller.stop()));
  }

  /** Calls after every change of the snapshot or of a source; the returned function ends it. */
  subscribe(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Somebody is looking: full pace until the returned function is called. */
  watch(): () => void {
    // Still at the idle pace: that is how old a newcomer may find things.
    if (this.#watchers === 0) for (const { poller } of this.#all()) poller.catchUp();
    this.#watchers += 1;
    if (this.#watchers === 1) this.#paceChanged();
    let isWatching = true;
    return () => {
      if (!isWatching) return;
      isWatching = false;
      this.#watchers -= 1;
    };
  }

  /**
   * Waits for what was never read yet, and without polling for what is older than 30 s; but not long: one
   * upstream that hangs must not keep the others from being shown.
   *
   * @param lookedAt `requests`: a request manager, read slowly otherwise, is read anew unless it was within two polls.
   */
  async ensureFresh(lookedAt: "downloads" | "requests" = "downloads"): Promise<void> {
    const { clock, pollIntervalMs } = this.#options;
    const maxAge = pollIntervalMs === null ? ON_DEMAND_FRESH_MS : Number.POSITIVE_INFINITY;
    const waited = new Promise<void>((resolve) => clock.after(LONGEST_WAIT_MS, resolve));
    const refreshed = this.#all().map(({ poller }) => poller.refreshIfOlder(maxAge));
    const lookedAgain =
      lookedAt === "downloads" || pollIntervalMs === null
        ? []
        : this.#requests.map(({ poller }) =>
            poller.lookAgain(REQUESTS_FRESH_POLLS * pollIntervalMs),
          );
    await Promise.race([Promise.all([...refreshed, ...lookedAgain]), waited]);
    if (this.#cancelGather !== null) this.#publish();
  }

  /**
   * Reads one instance now, or joins the read in flight, and waits for it; its source says afterwards whether it could
   * be read.
   */
  async refresh(instanceId: string): Promise<void> {
    await this.#all()
      .find(({ instance }) => instance.id === instanceId)
      ?.poller.refresh();
    if (this.#cancelGather !== null) this.#publish();
  }

  /**
   * An upstream told us that something changed there.
   *
   * @param what `library`: also what an *arr keeps between reads (titles, tags) may not be what it was.
   */
  nudge(instanceId: string, what: "list" | "library" = "list"): void {
    this.#options.onNudge?.(instanceId);
    if (what === "library") {
      this.#options.connections.arrs
        .find(({ instance }) => instance.id === instanceId)
        ?.upstream.markOld();
    }
    this.#all()
      .find(({ instance }) => instance.id === instanceId)
      ?.poller.nudge();
  }

  /** A download client was given something to do; which one, only its own list says for certain. */
  nudgeDownloadClients(): void {
    for (const { poller } of this.#downloads) poller.nudge();
  }

  /**
   * Somebody new signed in, or has another name: labels may mean somebody else now, and what the media server listed is
   * old.
   */
  usersChanged(): void {
    this.#gather();
    this.#users?.poller.nudge();
  }

  #source<T, U>(
    { instance }: Connected<U>,
    read: (signal: AbortSignal) => Promise<T>,
    cadenceMs: () => number | null,
    deadlineMs: number,
    count: (data: T) => number,
    onData: (data: T) => void = () => {},
  ): Source<T> {
    const { clock, log } = this.#options;
    const poller = new Poller<T>({
      instanceId: instance.id,
      read,
      cadenceMs,
      leaveOutForMs: (lastReadAt) => this.#leaveOutForMs(instance.id, lastReadAt),
      deadlineMs,
      isLogin: instance.apiKey === null && instance.username !== null,
      clock,
      log,
      onReading: ({ data }) => {
        if (data !== null) onData(data);
        this.#gather();
      },
    });
    return { instance, poller, count };
  }

  /** For how long its events spare a read that is due; counts the reads that are spared. */
  #leaveOutForMs(instanceId: string, lastReadAt: number): number {
    const { clock, webhooks } = this.#options;
    if (webhooks === undefined) return 0;
    const { news, fallbackMs } = webhooks;
    const lastEventAt = news.lastEventAt(instanceId);
    const restMs = leaveOutForMs({ now: clock.now(), lastReadAt, lastEventAt, fallbackMs });
    if (restMs > 0) news.pollSkipped(instanceId);
    return restMs;
  }

  #all(): readonly Source<never>[] {
    const users = this.#users === null ? [] : [this.#users];
    return [
      ...this.#downloads,
      ...this.#arrs,
      ...this.#requests,
      ...users,
    ] as unknown as Source<never>[];
  }

  #liveCadence(): number | null {
    const { pollIntervalMs } = this.#options;
    if (pollIntervalMs === null || this.#watchers > 0) return pollIntervalMs;
    return Math.max(IDLE_FACTOR * pollIntervalMs, SHORTEST_IDLE_MS);
  }

  #slow(everyMs: number): () => number | null {
    return () => {
      const live = this.#liveCadence();
      return live === null ? null : Math.max(everyMs, live);
    };
  }

  #clientDeadline(): number {
    return Math.max(
      MISSED_POLLS_BEFORE_DEADLINE * (this.#options.pollIntervalMs ?? 0),
      SHORTEST_DEADLINE_MS,
    );
  }

  #paceChanged(): void {
    for (const { poller } of this.#all()) poller.reschedule();
  }

  #gather(): void {
    this.#cancelGather ??= this.#options.clock.after(GATHER_MS, () => {
      this.#publish();
    });
  }

  #publish(): void {
    this.#cancelGather?.();
    this.#cancelGather = null;
    const facts = this.#currentFacts();
    const snapshot = facts === this.#facts ? this.#state.snapshot : this.#build(facts);
    this.#facts = facts;
    this.#state = { snapshot, sources: this.#all().map((source) => factsOf(source)) };
    for (const listener of this.#listeners) listener(this.#state);
  }

  /** The same object as before when no list in it was replaced. */
  #currentFacts(): Facts {
    const facts: Facts = {
      downloads: this.#downloads.map(({ poller }) => poller.reading.data ?? NOTHING),
      readings: this.#arrs.flatMap(({ poller }) => poller.reading.data ?? NOTHING),
      requests: sameOr(
        this.#facts.requests,
        this.#requests.flatMap(({ poller }) => poller.reading.data ?? NOTHING),
      ),
      users: this.#options.people.all(),
    };
    const before = this.#facts;
    const isSame =
      areSameItems(before.downloads, facts.downloads) &&
      areSameItems(before.readings, facts.readings) &&
      facts.requests === before.requests &&
      facts.users === before.users;
    return isSame ? before : facts;
  }
}

/** The earlier list when the new one has the very same items. */
function sameOr<T>(before: readonly T[], next: readonly T[]): readonly T[] {
  return areSameItems(before, next) ? before : next;
}
