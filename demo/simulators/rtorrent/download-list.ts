import { randomBytes } from "node:crypto";

import type { SimulatedDownload } from "../download-client-simulator.ts";
import { flagsOf, type RtorrentDetail, type RtorrentDownload } from "./rtorrent-download.ts";

/** A download to be added; `nameBytes` is a name that is not UTF-8. */
export type NewDownload = Partial<SimulatedDownload> & { title: string; nameBytes?: Buffer };

/** Every download the simulated rTorrent knows, in the order they were added. */
export class DownloadList {
  readonly #items = new Map<string, RtorrentDownload>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add({ nameBytes, ...download }: NewDownload): SimulatedDownload {
    const id = (download.id ?? randomBytes(20).toString("hex")).toLowerCase();
    if (this.#items.has(id)) throw new Error(`there is a download ${id} already`);
    const item = makeDownload({ ...download, id }, nameBytes ?? null, this.#now());
    this.#items.set(id, item);
    return item.download;
  }

  update(id: string, change: Partial<Omit<SimulatedDownload, "id">>): void {
    const item = this.#get(id);
    const wasComplete = flagsOf(item).isComplete;
    if (change.state !== undefined && change.state !== item.download.state) item.detail.flags = {};
    Object.assign(item.download, change);
    if (flagsOf(item).isComplete && !wasComplete) item.detail.finishedAt = this.#now();
  }

  setDetail(id: string, change: Partial<RtorrentDetail>): void {
    Object.assign(this.#get(id).detail, change);
  }

  remove(id: string): void {
    this.#get(id);
    this.#items.delete(id);
  }

  all(): readonly RtorrentDownload[] {
    return [...this.#items.values()];
  }

  /** By infohash in any case; `undefined` when there is none. */
  find(hash: string): RtorrentDownload | undefined {
    return this.#items.get(hash.toLowerCase());
  }

  /** @throws when there is none: a control that names a download that is not there is a mistake in a test. */
  #get(id: string): RtorrentDownload {
    const item = this.#items.get(id);
    if (item === undefined) throw new Error(`there is no download ${id}`);
    return item;
  }
}

function makeDownload(
  download: Partial<SimulatedDownload> & { id: string; title: string },
  nameBytes: Buffer | null,
  now: number,
): RtorrentDownload {
  const item: RtorrentDownload = {
    download: {
      sizeBytes: 0,
      progress: 0,
      bytesPerSecond: 0,
      state: "downloading",
      category: "",
      tags: [],
      savePath: "",
      addedAt: now,
      message: "",
      availability: 1,
      seeders: 0,
      peers: 0,
      ...download,
    },
    detail: {
      nameBytes,
      flags: {},
      isMultiFile: false,
      isPrivate: true,
      upBytesPerSecond: 0,
      uploadedBytes: 0,
      custom: {},
      priority: 2,
      trackers: ["http://tracker.invalid/announce"],
      finishedAt: 0,
    },
  };
  if (flagsOf(item).isComplete) item.detail.finishedAt = item.download.addedAt;
  return item;
}
