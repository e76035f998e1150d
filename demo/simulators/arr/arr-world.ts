import { createHash } from "node:crypto";

import type {
  ArrCommand,
  ArrConnection,
  ArrEpisode,
  ArrHealth,
  ArrTag,
  ArrTitle,
  BlocklistEntry,
  Deletion,
  HistoryEvent,
  HistoryInput,
  QueueItem,
} from "./arr-nouns.ts";
import type { ArrFeatures } from "./arr-version.ts";
import type { ArrVocabulary } from "./arr-vocabulary.ts";
import { historyData } from "./history-data.ts";

const DAY_MS = 86_400_000;
const GIBIBYTE = 1024 ** 3;

/** How one simulated *arr is set up; everything has a default. */
export interface ArrSettings {
  readonly apiKey: string;
  readonly instanceName: string;
  /** Sub-path with a leading slash, or "". */
  readonly urlBase: string;
  readonly applicationUrl: string;
  readonly now: () => number;
  /** "Redownload failed" in its settings: search again after a blocklisting. */
  readonly redownloadFailed: boolean;
  /** The same for releases that were picked by hand. */
  readonly redownloadFailedFromInteractive: boolean;
}

export type TitleInput = Partial<Omit<ArrTitle, "id" | "tagIds" | "episodes">> & {
  readonly title: string;
  /** Tag labels; new ones are added to the tag list. */
  readonly tags?: readonly string[];
  /** Number of episodes per season, first season first. */
  readonly seasons?: readonly number[];
  /** How many episodes, from the first on, are in the library. */
  readonly episodesOnDisk?: number;
  /** What an episode is called; a number by default. */
  readonly episodeTitle?: (seasonNumber: number, episodeNumber: number) => string;
};

/** What to put in the queue; the *arr's own defaults for the rest. */
export type QueueInput = Partial<Omit<QueueItem, "key" | "titleId">> & {
  readonly title: string;
  readonly seriesId?: number | null;
  readonly movieId?: number | null;
};

/** All that one simulated *arr knows. No HTTP here; routes read it, tests and the household change it. */
export class ArrWorld {
  readonly vocabulary: ArrVocabulary;
  readonly features: ArrFeatures;
  readonly settings: ArrSettings;
  readonly tags: ArrTag[] = [];
  readonly #titles = new Map<number, ArrTitle>();
  readonly #episodes = new Map<number, ArrEpisode>();
  queue: QueueItem[] = [];
  history: HistoryEvent[] = [];
  blocklist: BlocklistEntry[] = [];
  commands: ArrCommand[] = [];
  deletions: Deletion[] = [];
  connections: ArrConnection[] = [];
  health: ArrHealth[] = [];
  /** Where this simulator is reached; known once it listens. */
  ownUrl = "";
  /** Told when an API call made the *arr delete a download from its client, with data. */
  onRemoveFromClient: (downloadId: string) => void = () => {};
  readonly #lastIds = new Map<string, number>();

  constructor(vocabulary: ArrVocabulary, features: ArrFeatures, settings: ArrSettings) {
    this.vocabulary = vocabulary;
    this.features = features;
    this.settings = settings;
  }

  get titles(): ArrTitle[] {
    return [...this.#titles.values()];
  }

  nextId(of: string): number {
    const id = (this.#lastIds.get(of) ?? 0) + 1;
    this.#lastIds.set(of, id);
    return id;
  }

  /** Adds the tag or finds the one with this label; labels are stored in lower case. */
  addTag(label: string): ArrTag {
    const stored = label.toLowerCase();
    const known = this.tags.find((tag) => tag.label === stored);
    if (known !== undefined) return known;
    const tag = { id: this.nextId("tag"), label: stored };
    this.tags.push(tag);
    return tag;
  }

  addTitle(input: TitleInput): ArrTitle {
    const id = this.nextId("title");
    const isSeries = this.vocabulary.kind === "sonarr";
    const year = input.year ?? 2024;
    const title: ArrTitle = {
      id,
      title: input.title,
      year,
      tmdbId: input.tmdbId ?? 50_000 + id,
      tvdbId: isSeries ? (input.tvdbId ?? 300_000 + id) : 0,
      imdbId: input.imdbId ?? `tt${String(7_000_000 + id)}`,
      tagIds: (input.tags ?? []).map((label) => this.addTag(label).id),
      path: input.path ?? `${isSeries ? "/tv" : "/movies"}/${input.title} (${year})`,
      overview: input.overview ?? `${input.title} is an invention of the simulator.`,
      genres: input.genres ?? ["Drama"],
      seriesType: input.seriesType ?? "standard",
      posterUrl: input.posterUrl,
      addedAt: input.addedAt ?? this.settings.now() - 30 * DAY_MS,
      episodes: isSeries ? this.#makeEpisodes(id, input) : [],
      hasFile: input.hasFile ?? false,
      comesOutAt: input.comesOutAt ?? null,
    };
    this.#titles.set(id, title);
    for (const episode of title.episodes) this.#episodes.set(episode.id, episode);
    return title;
  }

  removeTitle(id: number): void {
    for (const episode of this.#titles.get(id)?.episodes ?? []) this.#episodes.delete(episode.id);
    this.#titles.delete(id);
  }

  addQueueItem(input: QueueInput): QueueItem {
    const { seriesId, movieId, ...rest } = input;
    const downloadId = input.downloadId === undefined ? this.#inventHash() : input.downloadId;
    const item: QueueItem = {
      key: downloadId ?? `pending-${this.nextId("pending")}`,
      titleId: seriesId ?? movieId ?? null,
      episodeIds: [],
      protocol: "torrent",
      status: "downloading",
      trackedDownloadStatus: "ok",
      trackedDownloadState: "downloading",
      statusMessages: [],
      errorMessage: null,
      size: GIBIBYTE,
      sizeleft: GIBIBYTE,
      timeleftSeconds: null,
      addedAt: this.settings.now(),
      quality: "WEBDL-1080p",
      languages: ["English"],
      downloadClient: input.protocol === "usenet" ? "SABnzbd" : "qBittorrent",
      indexer: "Example Indexer",
      outputPath: null,
      isInteractive: false,
      ...rest,
      downloadId,
    };
    this.queue.push(item);
    return item;
  }

  /** One row, or one per episode. The `data` of each event type is filled in; `data` given here wins. */
  addHistory(input: HistoryInput): HistoryEvent[] {
    const episodeIds = input.episodeIds ?? [];
    const rows = episodeIds.length === 0 ? [null] : episodeIds;
    const events = rows.map((episodeId) => ({
      id: this.nextId("history"),
      eventType: input.eventType,
      date: input.date ?? this.settings.now(),
      titleId: input.titleId,
      episodeId,
      sourceTitle: input.sourceTitle,
      downloadId: input.downloadId ?? null,
      quality: input.quality ?? "WEBDL-1080p",
      languages: input.languages ?? ["English"],
      data: { ...historyData(this.vocabulary.kind, input), ...input.data },
    }));
    this.history.push(...events);
    return events;
  }

  titleOf(id: number | null): ArrTitle | undefined {
    return id === null ? undefined : this.#titles.get(id);
  }

  episodesOf(ids: readonly number[]): ArrEpisode[] {
    return ids.flatMap((id) => this.#episodes.get(id) ?? []);
  }

  /** Keeps only the newest of everything that grows, for simulators that run for days. */
  trim(keep: { readonly history: number; readonly commands: number; readonly deletions: number }) {
    this.history = this.history.slice(-keep.history);
    this.blocklist = this.blocklist.slice(-keep.history);
    this.commands = this.commands.slice(-keep.commands);
    this.deletions = this.deletions.slice(-keep.deletions);
  }

  #makeEpisodes(titleId: number, input: TitleInput): ArrEpisode[] {
    const counts = input.seasons ?? [3];
    const numbers = counts.flatMap((count, season) =>
      Array.from({ length: count }, (_, at) => [season + 1, at + 1] as const),
    );
    const titleOf = input.episodeTitle ?? ((season, episode) => `Part ${season}.${episode}`);
    return numbers.map(([seasonNumber, episodeNumber], at) => ({
      id: this.nextId("episode"),
      titleId,
      seasonNumber,
      episodeNumber,
      title: titleOf(seasonNumber, episodeNumber),
      airedAt: this.settings.now() - (numbers.length - at) * 7 * DAY_MS,
      hasFile: at < (input.episodesOnDisk ?? 0),
    }));
  }

  /** Upper case, as both apps keep torrent hashes. */
  #inventHash(): string {
    const seed = `${this.settings.instanceName} ${this.nextId("download")}`;
    return createHash("sha1").update(seed).digest("hex").toUpperCase();
  }
}
