import { readFileSync, readdirSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { DashboardPatch, DashboardPayload, MeResponse } from "@sofarr/contract";

import { tableEvent } from "../../table-event.ts";

/** The real server's policy: what it forbids must not look fast here. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';" +
    "connect-src 'self';manifest-src 'self';worker-src 'self';base-uri 'self';form-action 'self';frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
};
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
};
/** A poster of one pixel. */
const POSTER = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

interface StoredFile {
  readonly type: string;
  readonly gzip: Buffer;
}

/**
 * The web app's build behind the fewest answers it needs to show one person's dashboard; what the stream brings
 * is said from outside. A folder of plain pages lies beside it, to compare with.
 */
export class FixtureServer {
  /** What a new stream gets first. */
  frame: DashboardPayload;
  readonly #files: ReadonlyMap<string, StoredFile>;
  readonly #streams = new Set<ServerResponse>();
  readonly #server: Server;

  private constructor(files: ReadonlyMap<string, StoredFile>, frame: DashboardPayload) {
    this.#files = files;
    this.frame = frame;
    this.#server = createServer((request, response) => {
      this.#answer(new URL(request.url ?? "/", "http://fixture").pathname, response);
    });
  }

  /** @param folders by the path they are served under, e.g. `/` and `/bare/`. */
  static async start(
    folders: Readonly<Record<string, string>>,
    frame: DashboardPayload,
  ): Promise<FixtureServer> {
    const files = new Map<string, StoredFile>();
    for (const [path, folder] of Object.entries(folders)) {
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        const type = TYPES[extname(name)];
        if (type === undefined) continue;
        files.set(path + name, { type, gzip: gzipSync(readFileSync(join(folder, name))) });
      }
    }
    const server = new FixtureServer(files, frame);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Says one step to everybody who listens. */
  say(patch: DashboardPatch): void {
    for (const stream of this.#streams) {
      stream.write(`event: patch\ndata: ${JSON.stringify(patch)}\n\n`);
    }
  }

  /** Whether somebody listens. */
  get isHeard(): boolean {
    return this.#streams.size > 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #answer(path: string, response: ServerResponse): void {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (path === "/api/auth/me") return sendJson(response, this.#viewer());
    if (path === "/api/dashboard/stream") return this.#stream(response, tableEvent(this.frame));
    // The page that does the least need not know how a table is read.
    if (path === "/bare/stream") return this.#stream(response, frameEvent(this.frame));
    if (path === "/api/dashboard/cover-art") {
      response.writeHead(200, { "content-type": "image/png", "cache-control": "max-age=3600" });
      response.end(POSTER);
      return;
    }
    const file = this.#files.get(path.endsWith("/") ? `${path}index.html` : path);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": file.type, "content-encoding": "gzip" });
    response.end(file.gzip);
  }

  /** Whose the frame is. */
  #viewer(): MeResponse {
    const { user, isAdmin } = this.frame;
    return { authenticated: true, user: { id: "ada", name: user, isAdmin } };
  }

  #stream(response: ServerResponse, first: string): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    response.write(first);
    this.#streams.add(response);
    response.once("close", () => this.#streams.delete(response));
  }
}

function frameEvent(frame: DashboardPayload): string {
  return `data: ${JSON.stringify(frame)}\n\n`;
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(value));
}
