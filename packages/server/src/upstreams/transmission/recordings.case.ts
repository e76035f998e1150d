import { readFileSync } from "node:fs";

import { decodeAnswer } from "./dialects.ts";
import { readDaemon, readTorrents, type DaemonFacts, type TorrentReading } from "./wire.ts";

/** The releases and dialects whose answers were recorded, see README.md. */
export const RECORDINGS = [
  { version: "3.00", torrents: "torrent-get", session: "session-get", rpcVersion: 16 },
  { version: "4.1.3", torrents: "torrent-get", session: "session-get", rpcVersion: 19 },
  {
    version: "4.1.3",
    torrents: "jsonrpc2.torrent_get",
    session: "jsonrpc2.session_get",
    rpcVersion: 19,
  },
] as const;

/** A recorded or expected text, as it is in `fixtures/<version>/`. */
export function readRecording(version: string, name: string): string {
  return readFileSync(new URL(`fixtures/${version}/${name}`, import.meta.url), "utf8");
}

export function readJsonRecording(version: string, name: string): unknown {
  return JSON.parse(readRecording(version, `${name}.json`));
}

/** The result inside a recorded answer. */
export function readResult(version: string, name: string): Record<string, unknown> {
  const answer = decodeAnswer(readJsonRecording(version, name));
  if (answer === null || "error" in answer) throw new Error(`${name} of ${version} has no result`);
  return answer.result;
}

export function readTorrentRecording(version: string, name: string): TorrentReading {
  const reading = readTorrents(readResult(version, name));
  if (reading === null) throw new Error(`${name} of ${version} holds no torrents`);
  return reading;
}

export function readDaemonRecording(version: string, name: string): DaemonFacts {
  const daemon = readDaemon(readResult(version, name));
  if (daemon === null) throw new Error(`${name} of ${version} tells nothing of the daemon`);
  return daemon;
}

/** A recorded HTTP answer: a status line, headers, and after an empty line or two the body. */
export function readHttpRecording(
  version: string,
  name: string,
): { status: number; headers: Record<string, string>; body: string } {
  const [head = "", ...rest] = readRecording(version, name).split("\n\n");
  const [statusLine = "", ...lines] = head.split("\n");
  const headers = lines
    .map((line): [string, string] => {
      const at = line.indexOf(":");
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    })
    .filter(([name]) => name !== "content-length" && name !== "connection");
  return {
    status: Number(statusLine.replace("HTTP ", "")),
    headers: Object.fromEntries(headers),
    body: rest.join("\n\n").trim(),
  };
}
