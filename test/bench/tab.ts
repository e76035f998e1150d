import { request, type IncomingMessage } from "node:http";
import type { Readable, Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

import type { DashboardTable } from "@sofarr/contract";

/** How to open a stream, and how much is in it at first. */
export interface TabOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Name of the event that holds the whole list. */
  readonly wholeEvent: string;
  /** What stands once for each item, except in a `table`; the list is whole when it was there so many times. */
  readonly mark: string;
  readonly items: number;
}

/** One event as it arrived; milliseconds since the epoch. */
interface Told {
  readonly at: number;
  readonly text: string;
}

/** What it took until the whole list was there. */
export interface FirstFrame {
  readonly ms: number;
  /** On the wire, the answer's head included. */
  readonly bytes: number;
  /** Of the text, after unpacking. */
  readonly textBytes: number;
  /** `identity`, `gzip`, `br` … */
  readonly encoding: string;
}

/** After so long the whole list will not come any more. */
const LONGEST_WAIT_MS = 3 * 60_000;
const ACCEPTED_ENCODINGS = "gzip, deflate, br";
const UNPACKERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** A browser's tab as the network sees it: one connection, compression as a browser negotiates it. */
export class Tab {
  readonly firstFrame: Promise<FirstFrame>;
  /** Events that came while somebody listened. */
  readonly heard: Told[] = [];
  isListening = false;
  chunks = 0;
  readonly #options: TabOptions;
  readonly #openedAt = performance.now();
  readonly #call: ReturnType<typeof request>;
  #response: IncomingMessage | null = null;
  #rest = "";
  #hasBegun = false;
  #items = 0;
  #textBytes = 0;
  #arrived: (frame: FirstFrame) => void = () => {};
  #failed: (error: Error) => void = () => {};

  constructor(options: TabOptions) {
    this.#options = options;
    this.firstFrame = new Promise((resolve, reject) => {
      this.#arrived = resolve;
      this.#failed = reject;
    });
    const late = setTimeout(() => {
      this.#failed(new Error(`${this.#items} of ${options.items} items came`));
    }, LONGEST_WAIT_MS);
    const settled = (): void => clearTimeout(late);
    // Whoever waits for it hears of it; nobody has to.
    this.firstFrame.then(settled, settled);
    const headers = { ...options.headers, "accept-encoding": ACCEPTED_ENCODINGS };
    this.#call = request(options.url, {
      agent: false,
      headers: { accept: "text/event-stream", ...headers },
    });
    this.#call.once("response", (response) => this.#take(response));
    this.#call.once("error", (error) => this.#failed(error));
    this.#call.end();
  }

  /** Bytes that came over its connection so far. */
  get wireBytes(): number {
    return this.#response?.socket.bytesRead ?? 0;
  }

  close(): void {
    this.#failed(new Error("closed before the whole list was there"));
    this.#call.destroy();
  }

  #take(response: IncomingMessage): void {
    this.#response = response;
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      this.#failed(new Error(`the stream answered ${status}`));
      this.#call.destroy();
      return;
    }
    response.on("data", () => {
      this.chunks += 1;
    });
    response.once("error", (error) => this.#failed(error));
    response.once("close", () => this.#failed(new Error("the stream ended")));
    const unpack = UNPACKERS[this.#encoding]?.();
    const text: Readable = unpack === undefined ? response : response.pipe(unpack);
    unpack?.on("error", () => {});
    text.setEncoding("utf8").on("data", (piece: string) => this.#read(piece));
  }

  get #encoding(): string {
    return this.#response?.headers["content-encoding"] ?? "identity";
  }

  #read(piece: string): void {
    this.#textBytes += Buffer.byteLength(piece);
    this.#rest += piece;
    const blocks = this.#rest.split("\n\n");
    this.#rest = blocks.pop() ?? "";
    for (const block of blocks) {
      if (this.isListening) this.heard.push({ at: Date.now(), text: block });
      if (this.#items < this.#options.items) this.#count(block);
    }
  }

  /** The whole list, and (when not all was known yet) what came after it. */
  #count(block: string): void {
    const { wholeEvent, mark, items } = this.#options;
    const name = /^event: (.*)$/mu.exec(block)?.[1] ?? "message";
    this.#hasBegun ||= name === wholeEvent;
    if (!this.#hasBegun) return;
    this.#items += name === "table" ? itemsOf(block) : block.split(mark).length - 1;
    if (this.#items < items) return;
    this.#arrived({
      ms: performance.now() - this.#openedAt,
      bytes: this.wireBytes,
      textBytes: this.#textBytes,
      encoding: this.#encoding,
    });
  }
}

/** How many downloads a table tells. Nobody's lists are put together here, only counted. */
function itemsOf(block: string): number {
  const data = /^data: (.*)$/mu.exec(block)?.[1] ?? "";
  const { titles } = JSON.parse(data) as DashboardTable;
  const downloads = titles.fields["downloads"];
  return downloads !== undefined && "table" in downloads ? downloads.table.count : 0;
}
