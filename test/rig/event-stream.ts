import { payloadIn } from "../journeys/told-table.ts";
import type { Dashboard, Shown, ShownSource } from "./shown.ts";

/** What a viewer of the stream has on the screen after one frame. */
export interface Frame {
  /** `performance.now()` at arrival. */
  readonly at: number;
  /** Event name: `message` for a whole payload, `table` for one told field by field, `patch` for a step. */
  readonly event: string;
  readonly dashboard: Dashboard;
}

interface Patch {
  readonly set: Readonly<Record<string, Shown>>;
  readonly del: readonly string[];
  readonly sources?: readonly ShownSource[];
}

interface Waiter {
  readonly wants: (frame: Frame) => boolean;
  readonly done: (frame: Frame) => void;
}

/** One open dashboard stream: keeps the newest view, patched where the server sends patches. */
export class EventStream {
  readonly #abort: AbortController;
  readonly #waiters = new Set<Waiter>();
  readonly #frames: Frame[] = [];
  #failure: Error | null = null;

  private constructor(abort: AbortController) {
    this.#abort = abort;
  }

  /** Connects; the first frame may still be on its way. */
  static async open(url: string, cookie: string): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(url, {
      headers: { cookie, accept: "text/event-stream" },
      signal: abort.signal,
    });
    const kind = response.headers.get("content-type") ?? "";
    if (response.status !== 200 || !kind.startsWith("text/event-stream") || !response.body) {
      abort.abort();
      throw new Error(`the stream answered ${response.status} ${kind}`);
    }
    const stream = new EventStream(abort);
    stream.#read(response.body).catch((error: unknown) => {
      if (!abort.signal.aborted) {
        stream.#failure = error instanceof Error ? error : new Error(String(error));
      }
    });
    return stream;
  }

  /** Every frame so far, oldest first. @throws Error when the stream broke. */
  get frames(): readonly Frame[] {
    if (this.#failure !== null) throw this.#failure;
    return this.#frames;
  }

  /** What is on the screen now. @throws Error before the first frame, or when the stream broke. */
  newest(): Dashboard {
    const frame = this.frames.at(-1);
    if (frame === undefined) throw new Error("no frame came yet");
    return frame.dashboard;
  }

  /**
   * The first frame that `wants` accepts among those that arrive from now on, or the newest one already here.
   *
   * @throws Error after `limitMs`, with what `describe` says of the newest frame.
   */
  waitFor(
    what: string,
    limitMs: number,
    wants: (frame: Frame) => boolean,
    describe: (frame: Frame) => string = () => "",
  ): Promise<Frame> {
    const newest = this.#frames.at(-1);
    if (newest !== undefined && wants(newest)) return Promise.resolve(newest);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        wants,
        done: (frame) => {
          clearTimeout(timer);
          resolve(frame);
        },
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        const last = this.#frames.at(-1);
        const seen = last === undefined ? "no frame came" : describe(last);
        const broken = this.#failure === null ? "" : `; the stream broke: ${this.#failure.message}`;
        reject(new Error(`not on the stream within ${limitMs} ms: ${what} (${seen}${broken})`));
      }, limitMs);
      this.#waiters.add(waiter);
    });
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = "";
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) this.#take(block);
    }
    throw new Error("the server ended the stream");
  }

  #take(block: string): void {
    let event = "message";
    const data: string[] = [];
    for (const line of block.split("\n")) {
      if (line.startsWith("event:")) event = line.slice("event:".length).trim();
      else if (line.startsWith("data:")) data.push(line.slice("data:".length).trimStart());
    }
    if (data.length === 0) return;
    const dashboard = dashboardAfter(this.#frames.at(-1)?.dashboard, event, data.join("\n"));
    const frame: Frame = { at: performance.now(), event, dashboard };
    this.#frames.push(frame);
    for (const waiter of this.#waiters) {
      if (!waiter.wants(frame)) continue;
      this.#waiters.delete(waiter);
      waiter.done(frame);
    }
  }
}

function dashboardAfter(before: Dashboard | undefined, event: string, data: string): Dashboard {
  if (event === "table") return payloadIn(data);
  const value: unknown = JSON.parse(data);
  return event === "patch" ? patched(before, value as Patch) : (value as Dashboard);
}

/** First what went, then what came or changed; keys are `instanceId/id`. */
function patched(before: Dashboard | undefined, patch: Patch): Dashboard {
  if (before === undefined) throw new Error("a patch came before the first whole frame");
  const byKey = new Map(before.downloads.map((one) => [`${one.instanceId}/${one.id}`, one]));
  for (const key of patch.del) {
    if (!byKey.delete(key)) throw new Error(`a patch removes what was not there: ${key}`);
  }
  for (const [key, one] of Object.entries(patch.set)) byKey.set(key, one);
  return { ...before, downloads: [...byKey.values()], sources: patch.sources ?? before.sources };
}
