import type { SimulatedState } from "../simulators/download-client-simulator.ts";
import { ArrDesk } from "./arr-desk.ts";
import type { Chance } from "./chance.ts";
import type { ClientSeat } from "./client-seat.ts";
import type { Shelf } from "./library.ts";
import type { Outbox } from "./outbox.ts";
import type { Step } from "./plot.ts";
import { downloadingMood, failedMood, importMood, moodOf } from "./queue-mood.ts";
import type { Release } from "./release.ts";
import type { RequestDesk } from "./request-desk.ts";

/** An *arr looks at its clients now and then; until then its numbers are old. */
const ARR_LOOKS_EVERY_SECONDS = 10;
/** How long a whole torrent takes, so that somebody watching for a minute sees it move. */
const TORRENT_SECONDS = [60, 200] as const;
/** What the news server gives; one job after the other. */
const USENET_BYTES_PER_SECOND = [40e6, 110e6] as const;
const PENDING_SHARE = 0.5;
const FAILURE_NOTICED_AFTER_SECONDS = 8;

export interface LifeParts {
  readonly shelf: Shelf;
  readonly release: Release;
  readonly seat: ClientSeat;
  readonly plot: readonly Step[];
  readonly outbox: Outbox;
  readonly requests: RequestDesk;
  readonly chance: Chance;
  readonly now: () => number;
}

/** One download from the wish to its end: drives the client, the *arr and Ombi along its plot. */
export class DownloadLife {
  readonly id: string;
  readonly shelf: Shelf;
  readonly release: Release;
  /** The client gave up on it; another release should be tried. */
  hasFailed = false;
  isOver = false;
  readonly #parts: LifeParts;
  readonly #desk: ArrDesk;
  readonly #steps: Step[];
  readonly #fullSpeed: number;
  #secondsInStep = 0;
  #secondsSinceLook = 0;
  #progress = 0;
  #isGrabbed = false;

  constructor(parts: LifeParts) {
    const { shelf, release, seat, chance, outbox } = parts;
    this.#parts = parts;
    this.shelf = shelf;
    this.release = release;
    this.id = seat.inventId(chance);
    this.#desk = new ArrDesk(shelf, release, outbox);
    this.#steps = [...parts.plot];
    this.#fullSpeed =
      seat.protocol === "usenet"
        ? chance.between(...USENET_BYTES_PER_SECOND)
        : release.sizeBytes / chance.between(...TORRENT_SECONDS);
  }

  /** As the *arr writes it. */
  get downloadId(): string {
    return this.#parts.seat.arrDownloadId(this.id);
  }

  /** Lets time pass, at most about a second at once. */
  tick(seconds: number): void {
    const [step] = this.#steps;
    if (step === undefined || this.#isRemoved()) {
      this.end();
      return;
    }
    const isFirst = this.#secondsInStep === 0;
    this.#secondsInStep += seconds;
    this.#secondsSinceLook += seconds;
    if (!this.#play(step, isFirst, seconds)) return;
    this.#steps.shift();
    this.#secondsInStep = 0;
    this.#secondsSinceLook = ARR_LOOKS_EVERY_SECONDS;
  }

  /** Takes it out of the client; also when an *arr deleted it there. */
  end(): void {
    this.isOver = true;
    this.#desk.forget();
    this.#parts.seat.remove(this.id);
  }

  /** @returns whether the step is over. */
  #play(step: Step, isFirst: boolean, seconds: number): boolean {
    if (step.kind === "grab") return this.#grab();
    if (step.kind === "download") return this.#download(step.to, seconds);
    if (isFirst) this.#enter(step);
    if (step.kind === "delay") this.#desk.note({ timeleftSeconds: this.#left(step.seconds) });
    if (step.kind === "hold" && isFirst) this.#look(moodOf(step.state, step.message ?? ""), true);
    if (step.kind === "import") {
      const isMoving = this.#secondsInStep > step.seconds * PENDING_SHARE;
      this.#look(importMood(isMoving), true);
    }
    if (step.kind === "fail" && this.#secondsInStep > FAILURE_NOTICED_AFTER_SECONDS) {
      this.#desk.giveUp(step.message);
      this.hasFailed = true;
    }
    if (this.#secondsInStep < step.seconds) return false;
    this.#leave(step);
    return true;
  }

  #left(seconds: number): number {
    return Math.max(0, Math.round(seconds - this.#secondsInStep));
  }

  #enter(step: Exclude<Step, { readonly kind: "grab" | "download" }>): void {
    const { seat, requests } = this.#parts;
    if (step.kind === "ask") requests.ask(this.shelf);
    if (step.kind === "delay") this.#desk.holdBack(step.seconds);
    if (step.kind === "hold") this.#show(step.state, 0, step.message ?? "");
    if (step.kind === "block") {
      this.#show(finishedState(seat), 0);
      this.#desk.block(step.reasons);
    }
    if (step.kind === "import") this.#show(finishedState(seat), 0);
    if (step.kind === "fail") {
      this.#show("failed", 0, step.message);
      this.#look(failedMood(step.message), true);
    }
  }

  #leave(step: Step): void {
    if (step.kind === "ask") this.#parts.requests.approve(this.shelf);
    if (step.kind === "import") {
      this.#desk.finish();
      this.#parts.requests.fulfil(this.shelf);
    }
  }

  #grab(): boolean {
    const { seat, now } = this.#parts;
    const isMovie = this.shelf.arr.kind === "radarr";
    seat.add({
      id: this.id,
      title: this.release.name,
      sizeBytes: this.release.sizeBytes,
      progress: 0,
      bytesPerSecond: 0,
      state: "queued",
      category: isMovie ? "movies" : "tv",
      savePath: isMovie ? "/downloads/movies" : "/downloads/tv",
      addedAt: now(),
    });
    this.#isGrabbed = true;
    this.#desk.grab(this.id, seat);
    return true;
  }

  #download(to: number, seconds: number): boolean {
    const { seat, chance } = this.#parts;
    const { sizeBytes } = this.release;
    if (!seat.isTurn(this.id)) {
      this.#show("queued", 0);
      this.#look(moodOf("queued", ""), false);
      return false;
    }
    const speed = this.#fullSpeed * chance.between(0.8, 1.2);
    this.#progress = Math.min(to, this.#progress + (speed * seconds) / sizeBytes);
    const isThere = this.#progress >= to;
    this.#show("downloading", isThere ? 0 : Math.round(speed));
    this.#look(downloadingMood(sizeBytes * (1 - this.#progress), speed), false);
    if (!isThere) return false;
    seat.leaveLine(this.id);
    return true;
  }

  #show(state: SimulatedState, bytesPerSecond: number, message = ""): void {
    const { seat, chance } = this.#parts;
    const isRunning = state === "downloading" || state === "seeding";
    const isAlone = state === "stalled" || state === "metadata";
    seat.update(this.id, {
      state,
      bytesPerSecond,
      progress: this.#progress,
      message,
      availability: state === "stalled" ? 0.62 : isAlone ? 0 : 1,
      seeders: isRunning ? chance.whole(4, 30) : 0,
      peers: isAlone ? 0 : chance.whole(1, 12),
    });
  }

  /** @param isNews the *arr hears of it at once; otherwise when it looks the next time. */
  #look(mood: Parameters<ArrDesk["note"]>[0], isNews: boolean): void {
    if (!isNews && this.#secondsSinceLook < ARR_LOOKS_EVERY_SECONDS) return;
    this.#secondsSinceLook = 0;
    this.#desk.note(mood);
  }

  /** Somebody deleted it in the client, or had an *arr delete it. */
  #isRemoved(): boolean {
    return this.#isGrabbed && !this.#parts.seat.has(this.id);
  }
}

/** A torrent gives back, a usenet job is done. */
function finishedState(seat: ClientSeat): SimulatedState {
  return seat.protocol === "torrent" ? "seeding" : "completed";
}
