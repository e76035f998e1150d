import type { QueueItem } from "../simulators/arr/index.ts";
import type { ClientSeat } from "./client-seat.ts";
import type { Shelf } from "./library.ts";
import type { Outbox } from "./outbox.ts";
import type { Release } from "./release.ts";

/** How the *arr sees the client's state at the moment. */
export type QueueMood = Partial<
  Pick<
    QueueItem,
    | "status"
    | "trackedDownloadState"
    | "trackedDownloadStatus"
    | "statusMessages"
    | "errorMessage"
    | "sizeleft"
    | "timeleftSeconds"
  >
>;

/** What one *arr does about one download: holds it back, grabs it, follows it, imports it or gives it up. */
export class ArrDesk {
  readonly #shelf: Shelf;
  readonly #release: Release;
  readonly #outbox: Outbox;
  /** Its row in the queue by key; `null` when there is none. */
  #key: string | null = null;

  constructor(shelf: Shelf, release: Release, outbox: Outbox) {
    this.#shelf = shelf;
    this.#release = release;
    this.#outbox = outbox;
  }

  /** A release that waits for the delay profile; no client knows it yet. */
  holdBack(seconds: number): void {
    this.#enqueue({ downloadId: null, status: "delay", timeleftSeconds: seconds });
  }

  /** Sends it to the client: queue row, history, webhook. */
  grab(downloadId: string, seat: ClientSeat): void {
    this.#dequeue();
    const outputPath = `/downloads/${this.#release.name}`;
    const item = this.#enqueue({
      downloadId: seat.arrDownloadId(downloadId),
      status: "queued",
      downloadClient: seat.name,
      protocol: seat.protocol,
      outputPath,
    });
    this.#writeHistory("grabbed", item.downloadId);
    this.#outbox.push(() => this.#shelf.arr.fire({ type: "Grab", item: { ...item } }));
  }

  /** The row as of the *arr's last look at the client. */
  note(mood: QueueMood): void {
    if (this.#key !== null) this.#shelf.arr.updateQueueItem(this.#key, mood);
  }

  /** A person has to act; they are told once. */
  block(reasons: readonly string[]): void {
    this.note({
      status: "completed",
      trackedDownloadState: "importBlocked",
      trackedDownloadStatus: "warning",
      statusMessages: [{ title: this.#release.name, messages: reasons }],
      sizeleft: 0,
      timeleftSeconds: null,
    });
    const item = this.#item;
    if (item === undefined) return;
    const event = { type: "ManualInteractionRequired", item: { ...item } } as const;
    this.#outbox.push(() => this.#shelf.arr.fire(event));
  }

  /** The files are in the library: history, webhooks, and the row is gone. */
  finish(): void {
    const item = this.#item;
    if (item === undefined) return;
    const { arr, title } = this.#shelf;
    const { episodes, isUpgrade } = this.#release;
    for (const episode of episodes) episode.hasFile = true;
    if (episodes.length === 0) title.hasFile = true;
    this.#writeHistory("downloadFolderImported", item.downloadId);
    this.#outbox.push(() => arr.fire({ type: "Download", item: { ...item }, isUpgrade }));
    this.#outbox.push(() => arr.fire({ type: "ImportComplete", item: { ...item } }));
    this.#dequeue();
  }

  /** Gives the release up; only history tells, there is no webhook for it. */
  giveUp(message: string): void {
    const item = this.#item;
    if (item === undefined) return;
    this.#writeHistory("downloadFailed", item.downloadId, { message });
    this.#dequeue();
  }

  /** The client does not have it any more, so its row goes as well. */
  forget(): void {
    this.#dequeue();
  }

  get #item(): QueueItem | undefined {
    return this.#shelf.arr.queueItems().find((item) => item.key === this.#key);
  }

  #enqueue(
    state: Pick<QueueItem, "downloadId" | "status"> & Partial<Omit<QueueItem, "key" | "titleId">>,
  ): QueueItem {
    const { name, sizeBytes, quality, indexer, episodes } = this.#release;
    const item = this.#shelf.arr.addQueueItem({
      title: name,
      seriesId: this.#shelf.title.id,
      episodeIds: episodes.map((episode) => episode.id),
      size: sizeBytes,
      sizeleft: sizeBytes,
      quality,
      indexer,
      ...state,
    });
    this.#key = item.key;
    return item;
  }

  #dequeue(): void {
    if (this.#key !== null) this.#shelf.arr.removeQueueItem(this.#key);
    this.#key = null;
  }

  #writeHistory(
    eventType: "grabbed" | "downloadFolderImported" | "downloadFailed",
    downloadId: string | null,
    data: Readonly<Record<string, string>> = {},
  ): void {
    const { name, quality, sizeBytes, episodes, indexer } = this.#release;
    this.#shelf.arr.addHistory({
      eventType,
      titleId: this.#shelf.title.id,
      episodeIds: episodes.map((episode) => episode.id),
      sourceTitle: name,
      downloadId,
      quality,
      size: sizeBytes,
      data: eventType === "grabbed" ? { indexer, ...data } : data,
    });
  }
}
