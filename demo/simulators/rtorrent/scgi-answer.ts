import type { Socket } from "node:net";

import type { Fault } from "../simulator-server.ts";

const HUGE_BYTES = 300 * 1024 * 1024;

/** What rTorrent says to one request: a body, and the head lines besides its length. */
export interface ScgiAnswer {
  readonly head: readonly string[];
  readonly body: Buffer;
}

/** Sends a whole answer in the manner of CGI and ends the connection. */
export function reply(socket: Socket, status: string, answer: ScgiAnswer): void {
  const head = [`Status: ${status}`, ...answer.head, `Content-Length: ${answer.body.length}`];
  socket.end(Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), answer.body]));
}

/** The shared faults, as far as a bare socket can show them: a status line stands in for an HTTP status. */
export function misbehave(fault: Fault, socket: Socket): void {
  const say = (status: string, type: string, text: string, more: string[] = []): void =>
    reply(socket, status, { head: [`Content-Type: ${type}`, ...more], body: Buffer.from(text) });
  switch (fault) {
    case "hang":
      return;
    case "drip":
      drip(socket);
      return;
    case "reset":
      // A unix socket has no reset; a sudden end is what comes nearest.
      if (socket.remoteAddress === undefined) socket.destroy();
      else socket.resetAndDestroy();
      return;
    case "status-500":
      say("500 Internal Server Error", "text/plain", "Internal Server Error");
      return;
    case "status-401":
      say("401 Unauthorized", "text/plain", "Unauthorized");
      return;
    case "html":
      say("200 OK", "text/html", "<!doctype html><title>Sign in</title><h1>Sign in</h1>");
      return;
    case "half-json":
      say("200 OK", "text/xml", '<?xml version="1.0"?><methodResponse><params><param><value><arr');
      return;
    case "wrong-type":
      say(
        "200 OK",
        "text/xml",
        '<?xml version="1.0"?><methodResponse><params><param><value><string>surprise</string></value></param></params></methodResponse>',
      );
      return;
    case "empty-object":
      say("200 OK", "application/json", "{}");
      return;
    case "huge":
      pourHuge(socket);
      return;
    case "redirect":
      say("302 Found", "text/plain", "", ["Location: http://127.0.0.1:9/elsewhere"]);
      return;
  }
}

/** One byte a second, for ever (until the other side has had enough). */
function drip(socket: Socket): void {
  socket.write("Status: 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n");
  const timer = setInterval(() => socket.write(" "), 1000);
  socket.once("close", () => clearInterval(timer));
}

/** 300 MB of one long string, sent as fast as it is taken, never held in memory. */
function pourHuge(socket: Socket): void {
  socket.write(`Status: 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${HUGE_BYTES}\r\n\r\n`);
  const block = Buffer.alloc(1024 * 1024, "x");
  let left = HUGE_BYTES;
  const pour = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= block.length;
      if (!socket.write(block)) {
        socket.once("drain", pour);
        return;
      }
    }
    socket.end();
  };
  pour();
}
