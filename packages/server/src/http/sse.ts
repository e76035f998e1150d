import type { ServerResponse } from "node:http";

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

export const HEARTBEAT = ": heartbeat\n\n";

/** Where frames go. A reader that cannot keep up is told apart by `isBehind`, never by a growing queue. */
export interface SseSink {
  write(frame: string): void;
  /** Whether earlier frames are still waiting to be taken. */
  readonly isBehind: boolean;
  /** Calls once when everything written was taken. */
  onCaughtUp(call: () => void): void;
  onClose(call: () => void): void;
  end(): void;
}

/** Starts the answer; headers set on the reply before (security, cookies) are kept by the caller. */
export function openSink(
  response: ServerResponse,
  headers: Readonly<Record<string, string | string[]>>,
): SseSink {
  response.writeHead(200, {
    ...headers,
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    connection: "keep-alive",
    // nginx would otherwise hold frames back.
    "x-accel-buffering": "no",
  });
  response.flushHeaders();
  let isBehind = false;
  response.on("drain", () => {
    isBehind = false;
  });
  return {
    write(frame) {
      if (!response.writableEnded && !response.destroyed) isBehind = !response.write(frame);
    },
    get isBehind() {
      return isBehind;
    },
    onCaughtUp(call) {
      response.once("drain", call);
    },
    onClose(call) {
      response.once("close", call);
    },
    end() {
      response.end();
    },
  };
}
