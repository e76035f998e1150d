import { connect, type Socket } from "node:net";

import { limitTime } from "../../time-limit.ts";
import { UpstreamError } from "../errors.ts";
import { connectionError } from "../connection-error.ts";

/** Where an SCGI server listens. */
export type ScgiAddress =
  | { readonly host: string; readonly port: number }
  | { readonly path: string };

/** One exchange. rTorrent closes the connection after its answer, so there is nothing to keep. */
export interface ScgiCall {
  readonly instanceId: string;
  readonly address: ScgiAddress;
  readonly body: string;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  readonly maxBytes: number;
}

/** rTorrent's own head has three lines. */
const MAX_HEAD_BYTES = 16 * 1024;

/**
 * Reads `scgi://host:port`, `scgi://[::1]:port` and `scgi:///path/to.sock`; `null` when it is neither, or has no
 * port.
 */
export function parseScgiUrl(url: string): ScgiAddress | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port, pathname } = new URL(url);
  if (protocol !== "scgi:") return null;
  if (hostname === "") {
    return pathname.length > 1 ? { path: decodeURIComponent(pathname) } : null;
  }
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return port === "" ? null : { host, port: Number(port) };
}

/**
 * Sends one SCGI request and reads its answer.
 *
 * @returns the body of an answer with status 200.
 * @throws UpstreamError as `Transport.send` does; the signal's reason when aborted.
 * Source: rtorrent src/rpc/scgi_task.cc (CONTENT_LENGTH must come first; faults are status 200 as well).
 */
export async function sendScgi(call: ScgiCall): Promise<Buffer> {
  const limit = limitTime(call.deadlineMs, call.signal);
  const socket = connect({ ...call.address, signal: limit.signal });
  try {
    // Not ended after the request: a server may take that for a connection given up.
    socket.write(encodeRequest(call.body));
    return await readAnswer(socket, call);
  } catch (error) {
    if (error instanceof UpstreamError) throw error;
    if (call.signal.aborted) throw call.signal.reason;
    if (limit.isOver) {
      throw new UpstreamError({
        instanceId: call.instanceId,
        reason: "timeout",
        message: "did not answer in time",
        cause: error,
      });
    }
    throw connectionError(call.instanceId, error);
  } finally {
    limit.end();
    socket.destroy();
  }
}

/** A netstring of headers, each a name and a value closed by NUL, then the body. */
export function encodeRequest(body: string): Buffer {
  const content = Buffer.from(body);
  const headers = [
    ["CONTENT_LENGTH", String(content.length)],
    ["SCGI", "1"],
    ["REQUEST_METHOD", "POST"],
    ["REQUEST_URI", "/RPC2"],
    ["CONTENT_TYPE", "text/xml"],
  ];
  const head = headers.map(([name, value]) => `${name}\0${value}\0`).join("");
  return Buffer.concat([Buffer.from(`${Buffer.byteLength(head)}:${head},`), content]);
}

async function readAnswer(socket: Socket, call: ScgiCall): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  let head: Head | null = null;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    total += chunk.length;
    if (total > call.maxBytes) {
      throw unusable(call, `answered with more than ${Math.round(call.maxBytes / 1024 / 1024)} MB`);
    }
    if (head === null) {
      // The head may come in pieces of any size; it is small, so looking again is cheap.
      head = parseHead(Buffer.concat(chunks, total));
      if (head === null && total > MAX_HEAD_BYTES) throw unusable(call, "did not answer in SCGI");
    }
    if (head !== null && head.bodyBytes !== null && total >= head.bytes + head.bodyBytes) break;
  }
  if (total === 0) throw closedUnanswered(call);
  if (head === null) throw unusable(call, "did not answer in SCGI");
  if (head.status !== 200) throw unexpectedStatus(call, head.status);
  const body = Buffer.concat(chunks, total).subarray(head.bytes);
  if (head.bodyBytes === null) return body;
  if (body.length < head.bodyBytes) throw unusable(call, "stopped in the middle of its answer");
  return body.subarray(0, head.bodyBytes);
}

interface Head {
  readonly bytes: number;
  readonly status: number;
  /** `null`: the body ends with the connection. */
  readonly bodyBytes: number | null;
}

/** `null` while the head is not complete. */
function parseHead(answer: Buffer): Head | null {
  const end = answer.subarray(0, MAX_HEAD_BYTES).indexOf("\r\n\r\n");
  if (end === -1) return null;
  const text = answer.toString("latin1", 0, end);
  const length = /^content-length:\s*(\d{1,12})\s*$/im.exec(text)?.[1];
  return {
    bytes: end + 4,
    status: Number(/^status:\s*(\d{3})\b/im.exec(text)?.[1] ?? 200),
    bodyBytes: length === undefined ? null : Number(length),
  };
}

function unexpectedStatus(call: ScgiCall, status: number): UpstreamError {
  return new UpstreamError({
    instanceId: call.instanceId,
    reason: "bad-status",
    message: `answered with status ${status}`,
    status,
  });
}

function closedUnanswered(call: ScgiCall): UpstreamError {
  return new UpstreamError({
    instanceId: call.instanceId,
    reason: "unreachable",
    message: "closed the connection without an answer",
    advice: "Check that rTorrent's SCGI listens at this address, and not something else.",
  });
}

function unusable(call: ScgiCall, message: string): UpstreamError {
  return new UpstreamError({
    instanceId: call.instanceId,
    reason: "bad-payload",
    message,
    advice: "Check that rTorrent's SCGI listens at this address, and not something else.",
  });
}
