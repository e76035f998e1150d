import { SimulatorServer } from "../simulator-server.ts";
import type {
  ArrCommand,
  ArrConnection,
  ArrHealth,
  ArrTag,
  ArrTitle,
  BlocklistEntry,
  Deletion,
  HistoryEvent,
  HistoryInput,
  QueueItem,
} from "./arr-nouns.ts";
import { answerArr } from "./arr-routes.ts";
import { featuresOf } from "./arr-version.ts";
import { RADARR_VOCABULARY, SONARR_VOCABULARY, type ArrVocabulary } from "./arr-vocabulary.ts";
import { ArrWorld, type ArrSettings, type QueueInput, type TitleInput } from "./arr-world.ts";
import { finishCommands } from "./command-queue.ts";
import { queueRows } from "./queue-rows.ts";
import type { Delivery } from "./webhook-delivery.ts";
import { fireEvent, type ArrEvent } from "./webhook-event.ts";

/** How to make one; everything may be left out. */
export interface ArrOptions extends Partial<ArrSettings> {
  /** e.g. "4.0.19"; the newest by default. */
  readonly version?: string;
}

/** A Sonarr or a Radarr on loopback, with the controls tests and the living household use. */
export class ArrSimulator {
  readonly kind: ArrVocabulary["kind"];
  /** With the build, as `/system/status` tells it. */
  readonly version: string;
  readonly server: SimulatorServer;
  readonly #world: ArrWorld;

  constructor(vocabulary: ArrVocabulary, options: ArrOptions) {
    const newest = vocabulary.kind === "sonarr" ? "4.0.19" : "6.1.0";
    const features = featuresOf(vocabulary.kind, options.version ?? newest);
    this.kind = vocabulary.kind;
    this.version = features.fullVersion;
    this.#world = new ArrWorld(vocabulary, features, {
      apiKey: options.apiKey ?? `${vocabulary.kind}-simulator-key`,
      instanceName: options.instanceName ?? vocabulary.appName,
      urlBase: options.urlBase ?? "",
      applicationUrl: options.applicationUrl ?? "",
      now: options.now ?? Date.now,
      redownloadFailed: options.redownloadFailed ?? true,
      redownloadFailedFromInteractive: options.redownloadFailedFromInteractive ?? true,
    });
    this.server = new SimulatorServer((request, response) =>
      answerArr(this.#world, request, response),
    );
  }

  async start(): Promise<void> {
    await this.server.start();
    this.#world.ownUrl = this.server.url;
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** What sofarr is configured with, URL base included. */
  get url(): string {
    return this.server.url + this.#world.settings.urlBase;
  }

  get apiKey(): string {
    return this.#world.settings.apiKey;
  }

  get instanceName(): string {
    return this.#world.settings.instanceName;
  }

  addTag(label: string): ArrTag {
    return this.#world.addTag(label);
  }

  /** Gives a title other tags, by label. */
  retag(titleId: number, labels: readonly string[]): void {
    const title = this.#world.titleOf(titleId);
    if (title !== undefined) title.tagIds = labels.map((label) => this.addTag(label).id);
  }

  /** Deletes a series or movie from the library. */
  removeTitle(titleId: number): void {
    this.#world.removeTitle(titleId);
  }

  titles(): readonly ArrTitle[] {
    return this.#world.titles;
  }

  /** With what sofarr shows beside it: one row per episode for Sonarr, one for Radarr. */
  addQueueItem(input: QueueInput): QueueItem {
    return this.#world.addQueueItem(input);
  }

  /** @param key the item's `key`: its downloadId, or the made-up one of a pending row. */
  updateQueueItem(key: string, change: Partial<Omit<QueueItem, "key" | "downloadId">>): void {
    const item = this.#world.queue.find((one) => one.key === key);
    if (item !== undefined) Object.assign(item, change);
  }

  removeQueueItem(key: string): void {
    this.#world.queue = this.#world.queue.filter((item) => item.key !== key);
  }

  queueItems(): readonly QueueItem[] {
    return this.#world.queue;
  }

  /** The ids its rows have on the wire, in order of its episodes. */
  rowIds(key: string): number[] {
    return queueRows(this.#world)
      .filter((row) => row.item.key === key)
      .map((row) => row.id);
  }

  addHistory(input: HistoryInput): HistoryEvent[] {
    return this.#world.addHistory(input);
  }

  history(): readonly HistoryEvent[] {
    return this.#world.history;
  }

  blocklist(): readonly BlocklistEntry[] {
    return this.#world.blocklist;
  }

  /** Every command, asked for over the API or its own doing, oldest first. */
  commands(): readonly ArrCommand[] {
    return this.#world.commands;
  }

  /** Ends all open commands. @returns those that ended. */
  finishCommands(message = "Search completed, 1 report downloaded"): ArrCommand[] {
    return finishCommands(this.#world, message);
  }

  /** Queue removals over the API, oldest first; one per download. */
  deletions(): readonly Deletion[] {
    return this.#world.deletions;
  }

  /** Told when a removal deletes from the download client. */
  onRemoveFromClient(listener: (downloadId: string) => void): void {
    this.#world.onRemoveFromClient = listener;
  }

  /** Webhook connections as stored, secrets in clear. */
  connections(): readonly ArrConnection[] {
    return this.#world.connections;
  }

  /** Sends the event to every connection that wants it. @returns one entry per delivery tried. */
  fire(event: ArrEvent): Promise<Delivery[]> {
    return fireEvent(this.#world, event);
  }

  setHealth(health: readonly ArrHealth[]): void {
    this.#world.health = [...health];
  }

  /** Forgets all but the newest of everything that grows. */
  trim(keep: Parameters<ArrWorld["trim"]>[0]): void {
    this.#world.trim(keep);
  }

  protected addTitle(input: TitleInput): ArrTitle {
    return this.#world.addTitle(input);
  }
}

/** A Sonarr; series have episodes. */
export class SonarrSimulator extends ArrSimulator {
  constructor(options: ArrOptions) {
    super(SONARR_VOCABULARY, options);
  }

  addSeries(input: TitleInput): ArrTitle {
    return this.addTitle(input);
  }
}

/** A Radarr; movies have one file or none. */
export class RadarrSimulator extends ArrSimulator {
  constructor(options: ArrOptions) {
    super(RADARR_VOCABULARY, options);
  }

  addMovie(input: TitleInput): ArrTitle {
    return this.addTitle(input);
  }
}

/** @param options `version`: "3.0.10", "4.0.0", "4.0.19", or any other number. */
export function createSonarrSimulator(options: ArrOptions = {}): SonarrSimulator {
  return new SonarrSimulator(options);
}

/** @param options `version`: "3.2.2", "4.7.5", "5.14.0", "6.1.0", or any other number. */
export function createRadarrSimulator(options: ArrOptions = {}): RadarrSimulator {
  return new RadarrSimulator(options);
}
