import { ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyBaseLogger } from "fastify";

/** How much of a connection somebody may use up before they have said who they are. */
export const TRANSPORT = {
  bodyLimit: 1024 * 1024, // Events may be larger; their senders have said who they are.
  /** A whole request, body and all; none of ours is large. */
  requestTimeout: 30_000,
  /** Nothing read and nothing taken for so long: streams have a heartbeat every 25 s, no call upstream may take as long. */
  connectionTimeout: 120_000,
  http: {
    /** Also of a connection on which nothing was said yet. */
    headersTimeout: 15_000,
    connectionsCheckingInterval: 3_000,
    maxHeaderSize: 16 * 1024,
  },
} as const;

/** A broken request, as Node.js tells of it. */
interface ClientError extends Error {
  readonly code?: string;
}

const HEADERS = [
  "Connection: close",
  "Content-Type: application/json; charset=utf-8",
  "Cache-Control: no-store",
  "X-Content-Type-Options: nosniff",
];

/**
 * Makes what answers what is no HTTP request at all: in the shape of every error, and then it hangs up, so that nothing
 * after it on the connection is believed. What was sent is not logged, since it may hold anything.
 */
export function createBrokenRequestRefusal(
  log: Pick<FastifyBaseLogger, "debug">,
): (error: ClientError, socket: Socket) => void {
  return ({ code = "unknown" }, socket) => {
    if (code === "ECONNRESET" || socket.destroyed) return;
    log.debug({ code }, "a request could not be read");
    if (socket.writable && !isAnswering(socket)) {
      const { status, error } = refusalFor(code);
      const body = JSON.stringify({ error });
      const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...HEADERS];
      const length = `Content-Length: ${body.length}`;
      socket.write(`${[...head, length].join("\r\n")}\r\n\r\n${body}`);
    }
    socket.destroy();
  };
}

/** In the middle of an answer a second one would be read as a part of it. Node.js itself looks here. */
function isAnswering(socket: Socket): boolean {
  const answer: unknown = Reflect.get(socket, "_httpMessage");
  return answer instanceof ServerResponse && answer.headersSent;
}

function refusalFor(code: string): { readonly status: number; readonly error: string } {
  switch (code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return { status: 408, error: "The request did not come in time." };
    case "HPE_HEADER_OVERFLOW":
      return { status: 431, error: "The request's headers are too large." };
    default:
      return { status: 400, error: "This request cannot be read." };
  }
}
