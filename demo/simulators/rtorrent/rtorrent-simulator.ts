import { gzipSync } from "node:zlib";

import type { DownloadClientSimulator, SimulatedDownload } from "../download-client-simulator.ts";
import type { SimulatorServer } from "../simulator-server.ts";
import type { RtorrentWorld } from "./commands.ts";
import { DownloadList } from "./download-list.ts";
import { createHttpFront } from "./http-front.ts";
import type { RtorrentDetail } from "./rtorrent-download.ts";
import { RELEASES, type RtorrentVersion, type XmlLibrary } from "./rtorrent-version.ts";
import { answerCall, type RpcEnd } from "./rpc.ts";
import type { ScgiAnswer } from "./scgi-answer.ts";
import { isKnownType } from "./scgi-request.ts";
import { ScgiServer } from "./scgi-server.ts";

const RPC_PATH = "/RPC2";
const DEFAULT_XML_LIMIT_BYTES = 512 * 1024;
/** Answers above this are compressed for a client that takes gzip. */
const GZIP_FROM_BYTES = 1000;
const NO_JSON_RPC =
  '{"jsonrpc":"2.0","error":{"code":-32601,"message":"JSON-RPC not supported"},"id":null}';

export interface RtorrentOptions {
  /** Default "0.9.8". */
  readonly version?: RtorrentVersion;
  /** "http" (default) is a web server with Basic authentication in front; the others are rTorrent's own sockets. */
  readonly transport?: "http" | "scgi-tcp" | "scgi-unix";
  /** Default: what most builds of the version use. Raw bytes in names survive tinyxml2 only. */
  readonly xmlLibrary?: XmlLibrary;
  /** The dialect of xmlrpc-c builds; tinyxml2 always writes i8. */
  readonly integers?: "i8" | "i4";
  /** Commands this build does not have. */
  readonly missingCommands?: readonly string[];
  /** `network.xmlrpc.size_limit`, default 512 KiB. */
  readonly xmlLimitBytes?: number;
  readonly now?: () => number;
}

/** An rTorrent to talk to, with what only rTorrent has. */
export interface RtorrentSimulator extends DownloadClientSimulator {
  readonly kind: "rtorrent";
  readonly credentials: { username: string; password: string };
  /** What a person would enter: the address with `/RPC2`, `scgi://127.0.0.1:port` or `scgi:///path.sock`. */
  readonly url: string;
  /** As the shared control; `nameBytes` is a name that is not UTF-8. */
  add(
    download: Partial<SimulatedDownload> & { title: string; nameBytes?: Buffer },
  ): SimulatedDownload;
  /** Changes what only rTorrent has: flags, trackers, upload, the raw name. */
  setDetail(id: string, change: Partial<RtorrentDetail>): void;
}

/** A strict rTorrent: its commands and faults, its SCGI framing, and optionally a web server in front. */
export function createRtorrentSimulator(options: RtorrentOptions = {}): RtorrentSimulator {
  const release = RELEASES[options.version ?? "0.9.8"];
  const library = options.xmlLibrary ?? release.usualXmlLibrary;
  const transport = options.transport ?? "http";
  const now = options.now ?? Date.now;
  const list = new DownloadList(now);
  const session = { loadedAt: now(), defaultDirectory: "/downloads" };
  let refused = 0;

  const world: RtorrentWorld = {
    release,
    session,
    missing: new Set(options.missingCommands ?? []),
    all: () => list.all(),
    find: (hash) => list.find(hash),
  };
  const end: RpcEnd = {
    world,
    style: { library, integer: library === "tinyxml2" ? "i8" : (options.integers ?? "i8") },
    sizeLimitBytes: options.xmlLimitBytes ?? DEFAULT_XML_LIMIT_BYTES,
  };
  const limits = {
    maxBodyBytes: release.maxBodyBytes,
    checksContentType: release.isModern,
  };
  // rTorrent's own sockets know no authentication at all.
  const credentials =
    transport === "http"
      ? { username: "rtorrent", password: "correct:horse battery" }
      : { username: "", password: "" };
  const server: SimulatorServer =
    transport === "http"
      ? createHttpFront({
          path: RPC_PATH,
          ...credentials,
          behind: answerThroughProxy,
          onRefused: () => (refused += 1),
        })
      : new ScgiServer(transport === "scgi-tcp" ? "tcp" : "unix", limits, answerScgi);

  function answerScgi(body: Buffer, headers: ReadonlyMap<string, string>): ScgiAnswer {
    if (release.isModern && isJson(body, headers.get("CONTENT_TYPE") ?? "")) {
      return { head: ["Content-Type: application/json"], body: Buffer.from(NO_JSON_RPC) };
    }
    const answer = answerCall(end, body);
    const takesGzip = headers.get("ACCEPT_ENCODING")?.includes("gzip") ?? false;
    return release.isModern && takesGzip && answer.length > GZIP_FROM_BYTES
      ? { head: ["Content-Type: text/xml", "Content-Encoding: gzip"], body: gzipSync(answer) }
      : { head: ["Content-Type: text/xml"], body: answer };
  }

  function answerThroughProxy(body: Buffer, contentType: string): Buffer | null {
    if (body.length > limits.maxBodyBytes) return null;
    if (limits.checksContentType && !isKnownType(contentType)) return null;
    return answerScgi(body, new Map([["CONTENT_TYPE", contentType]])).body;
  }

  return {
    kind: "rtorrent",
    server,
    credentials,
    get url() {
      return transport === "http" ? server.url + RPC_PATH : server.url;
    },
    add: (download) => list.add(download),
    update: (id, change) => list.update(id, change),
    remove: (id) => list.remove(id),
    setDetail: (id, change) => list.setDetail(id, change),
    downloads: () => list.all().map((item) => item.download),
    loginAttempts: () => refused,
    restart: () => void (session.loadedAt = now()),
    start: () => server.start(),
    stop: () => server.stop(),
  };
}

/** Without a type the first byte decides. */
function isJson(body: Buffer, contentType: string): boolean {
  if (contentType !== "") return contentType === "application/json";
  return body[0] === "{".charCodeAt(0) || body[0] === "[".charCodeAt(0);
}
