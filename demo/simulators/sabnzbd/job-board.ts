import { randomInt, randomUUID } from "node:crypto";

import type { SimulatedDownload } from "../download-client-simulator.ts";
import { type SabnzbdDetail, type SabnzbdJob, type Stage, stageOf } from "./sabnzbd-job.ts";
import type { SabnzbdDialect } from "./sabnzbd-version.ts";

const ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

/** Every job the simulated SABnzbd knows, in the order it serves them, and its history counter. */
export class JobBoard {
  readonly #jobs = new Map<string, SabnzbdJob>();
  /** Jobs in the gap between queue and history, with the answers they must still be missing from. */
  readonly #vanished = new Map<string, Set<"queue" | "history">>();
  readonly #dialect: SabnzbdDialect;
  readonly #now: () => number;
  #order = 0;
  #historyUpdate = 1;

  constructor(dialect: SabnzbdDialect, now: () => number) {
    this.#dialect = dialect;
    this.#now = now;
  }

  /** `last_history_update`: 1 after the program starts, one more per change outside the queue. */
  get historyUpdate(): number {
    return this.#historyUpdate;
  }

  add(download: Partial<SimulatedDownload> & { title: string }): SimulatedDownload {
    const id = download.id ?? this.#newId();
    if (this.#jobs.has(id)) throw new Error(`there is a job ${id} already`);
    const job: SabnzbdJob = {
      download: {
        sizeBytes: 0,
        progress: 0,
        bytesPerSecond: 0,
        state: "downloading",
        category: "",
        tags: [],
        savePath: "",
        addedAt: this.#now(),
        message: "",
        availability: 1,
        seeders: 0,
        peers: 0,
        ...download,
        id,
      },
      detail: {
        queueStatus: null,
        postProcessing: null,
        labels: [],
        priority: "Normal",
        actionLine: "",
        password: null,
        script: "None",
        endedAt: download.addedAt ?? this.#now(),
        archived: false,
      },
      order: this.#nextOrder(),
    };
    this.#jobs.set(id, job);
    this.#noteChange(job);
    return job.download;
  }

  update(id: string, change: Partial<Omit<SimulatedDownload, "id">>): void {
    const job = this.get(id);
    const before = stageOf(job);
    const isNewState = change.state !== undefined && change.state !== job.download.state;
    Object.assign(job.download, change);
    if (isNewState) {
      Object.assign(job.detail, { queueStatus: null, postProcessing: null, actionLine: "" });
    }
    const after = stageOf(job);
    if (before !== after) {
      job.order = this.#nextOrder();
      if (after === "history") job.detail.endedAt = this.#now();
    }
    if (before !== "queue" || after !== "queue") this.#historyUpdate += 1;
  }

  setDetail(id: string, change: Partial<SabnzbdDetail>): void {
    const job = this.get(id);
    Object.assign(job.detail, change);
    this.#noteChange(job);
  }

  remove(id: string): void {
    this.#noteChange(this.get(id));
    this.#jobs.delete(id);
    this.#vanished.delete(id);
  }

  /** @throws when there is none: a control that names a job that is not there is a mistake in a test. */
  get(id: string): SabnzbdJob {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new Error(`there is no job ${id}`);
    return job;
  }

  /** As `get`, for ids that came over the wire. */
  find(id: string): SabnzbdJob | undefined {
    return this.#jobs.get(id);
  }

  all(): SimulatedDownload[] {
    return [...this.#jobs.values()].map((job) => job.download);
  }

  /**
   * The queue in the order it is worked off. SABnzbd takes the first job it can, so one that only waits never
   * stands before one that downloads.
   */
  queue(): SabnzbdJob[] {
    const jobs = this.#visible("queue");
    const isWaiting = (job: SabnzbdJob): boolean => job.download.state === "queued";
    return [...jobs.filter((job) => !isWaiting(job)), ...jobs.filter(isWaiting)];
  }

  /** First in, first served. */
  postProcessing(): SabnzbdJob[] {
    return this.#visible("post-processing").toSorted((a, b) => a.order - b.order);
  }

  /** Newest first. */
  history(archived: boolean): SabnzbdJob[] {
    return this.#visible("history")
      .filter((job) => job.detail.archived === archived)
      .toSorted((a, b) => b.detail.endedAt - a.detail.endedAt || b.order - a.order);
  }

  /** Leaves the job out of the next answer of the queue and of the history. */
  vanishOnce(id: string): void {
    this.get(id);
    this.#vanished.set(id, new Set(["queue", "history"]));
  }

  /** Ends the gap of jobs that have been missing from both answers; the history has then changed. */
  noteAnswered(answer: "queue" | "history"): void {
    for (const [id, missing] of this.#vanished) {
      missing.delete(answer);
      if (missing.size > 0) continue;
      this.#vanished.delete(id);
      this.#historyUpdate += 1;
    }
  }

  restart(): void {
    this.#historyUpdate = 1;
  }

  #visible(stage: Stage): SabnzbdJob[] {
    return [...this.#jobs.values()].filter(
      (job) => stageOf(job) === stage && !this.#vanished.has(job.download.id),
    );
  }

  #noteChange(job: SabnzbdJob): void {
    if (stageOf(job) !== "queue") this.#historyUpdate += 1;
  }

  #nextOrder(): number {
    this.#order += 1;
    return this.#order;
  }

  /** Mixed case in the letter forms, so that a client that folds ids is found out. */
  #newId(): string {
    const { idForm } = this.#dialect;
    if (idForm === "uuid") return randomUUID();
    let id = "SABnzbd_nzo_";
    for (let left = idForm === "six-letters" ? 6 : 8; left > 0; left -= 1) {
      id += ID_LETTERS[randomInt(ID_LETTERS.length)] ?? "_";
    }
    return id;
  }
}
