import type { IncomingMessage, ServerResponse } from "node:http";
import { crc32 } from "node:zlib";
import { negotiate } from "@fastify/accept-negotiator";

import { Frame } from "./frame.ts";
import { StreamTraffic } from "./stream-traffic.ts";

/** One event of a stream. Line breaks in id or name would forge frames and are refused. */
export interface SseEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data: string;
}

/** Encodes one event; data may have several lines. */
export function encodeEvent({ id, event, data }: SseEvent): string {
  for (const field of [id, event]) {
    if (field !== undefined && /[\r\n\0]/u.test(field))
      throw new TypeError("line break in an event's id or name");
  }
  const head =
    (id === undefined ? "" : `id: ${id}\n`) + (event === undefined ? "" : `event: ${event}\n`);
  const body = data
    .split(/\r\n|\r|\n/u)
    .map((line) => `data: ${line}\n`)
    .join("");
  return `${head}${body}\n`;
}

export const HEARTBEAT = new Frame(": heartbeat\n\n");

/** Where frames go. A reader that cannot keep up is told apart by `isBehind`, never by a growing queue. */
export interface SseSink {
  /** To be called only while the reader is not behind. */
  write(frame: Frame): void;
  /** Whether earlier frames are still waiting to be taken. */
  readonly isBehind: boolean;
  /** Calls once when everything written was taken. */
  onCaughtUp(call: () => void): void;
  onClose(call: () => void): void;
  end(): void;
}

/**
 * Starts the answer, compressed for those who can take it; headers set before (security, cookies) are handed over.
 *
 * @param traffic where what goes out is counted.
 */
export function openSink(
  { headers: asked }: Pick<IncomingMessage, "headers">,
  response: ServerResponse,
  headers: Readonly<Record<string, string | string[]>>,
  traffic = new StreamTraffic(),
): SseSink {
  const isGzip = negotiate(asked["accept-encoding"] ?? "", ["gzip"]) === "gzip";
  response.writeHead(200, {
    ...headers,
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    connection: "keep-alive",
    vary: "accept-encoding",
    ...(isGzip ? { "content-encoding": "gzip" } : {}),
    // nginx would otherwise hold frames back.
    "x-accel-buffering": "no",
  });
  response.flushHeaders();
  return isGzip ? new GzipSink(response, traffic) : new PlainSink(response, traffic);
}

/** Hands frames on as they are. */
class PlainSink implements SseSink {
  protected readonly response: ServerResponse;
  protected readonly traffic: StreamTraffic;
  #isFull = false;
  #waiting: (() => void)[] = [];

  constructor(response: ServerResponse, traffic: StreamTraffic) {
    this.response = response;
    this.traffic = traffic;
    response.on("drain", () => {
      this.#isFull = false;
      this.caughtUp();
    });
  }

  write(frame: Frame): void {
    this.traffic.frames += 1;
    this.put(frame.bytes);
  }

  get isBehind(): boolean {
    return this.#isFull;
  }

  onCaughtUp(call: () => void): void {
    this.#waiting.push(call);
  }

  onClose(call: () => void): void {
    this.response.once("close", call);
  }

  end(): void {
    this.response.end();
  }

  protected put(bytes: Buffer): void {
    if (!this.response.writableEnded && !this.response.destroyed) {
      this.#isFull = !this.response.write(bytes);
      this.traffic.bytes += bytes.length;
    }
  }

  protected caughtUp(): void {
    if (this.isBehind) return;
    for (const call of this.#waiting.splice(0)) call();
  }
}

const GZIP_START = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
/** An empty last part of a deflate stream. */
const DEFLATE_END = Buffer.from([3, 0]);
const GZIP_TRAILER_BYTES = 8;
const TWO_TO_32 = 2 ** 32;

/** Puts the compressed form of each frame, shared by all readers, into a gzip stream of this reader's own. */
class GzipSink extends PlainSink {
  #crc = 0;
  #size = 0;
  #isPacking = false;

  constructor(response: ServerResponse, traffic: StreamTraffic) {
    super(response, traffic);
    this.put(GZIP_START);
  }

  override write(frame: Frame): void {
    const deflated = frame.deflated();
    if (deflated instanceof Promise) void this.#packLater(frame, deflated);
    else this.#pack(frame, deflated);
  }

  override get isBehind(): boolean {
    return this.#isPacking || super.isBehind;
  }

  override end(): void {
    if (!this.#isPacking) {
      const trailer = Buffer.alloc(GZIP_TRAILER_BYTES);
      trailer.writeUInt32LE(this.#crc, 0);
      trailer.writeUInt32LE(this.#size, 4);
      this.put(Buffer.concat([DEFLATE_END, trailer]));
    }
    super.end();
  }

  async #packLater(frame: Frame, deflated: Promise<Buffer>): Promise<void> {
    this.#isPacking = true;
    try {
      this.#pack(frame, await deflated);
    } catch {
      this.response.destroy();
    }
    this.#isPacking = false;
    this.caughtUp();
  }

  #pack({ bytes }: Frame, deflated: Buffer): void {
    this.traffic.frames += 1;
    this.#crc = crc32(bytes, this.#crc);
    this.#size = (this.#size + bytes.length) % TWO_TO_32;
    this.put(deflated);
  }
}
