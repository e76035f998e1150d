import { readFileSync } from "node:fs";
import { join } from "node:path";

import { columnsIn, commandOf, parseTorrents, type WireTorrent } from "./wire.ts";
import type { XmlRpcValue } from "./xml-reader.ts";
import { parseAnswer } from "./xml-rpc.ts";

const fixture = (path: string): Buffer => readFileSync(join(import.meta.dirname, "fixtures", path));

/**
 * The torrents of a recorded `d.multicall2`. The recording asked for more columns than the client does, and not for
 * `d.wanted_chunks`; each row is cut down to what both have.
 */
export function recordedTorrents(version: string): readonly WireTorrent[] {
  const request = fixture("d.multicall2.main.request.xml").toString();
  const asked = [...request.matchAll(/<string>(d\.[^<]+)<\/string>/g)].map(
    ([, command]) => command,
  );
  const columns = (columnsIn(null) ?? []).filter((column) => asked.includes(commandOf(column)));
  const answer = parseAnswer(fixture(`${version}/d.multicall2.main.xml`));
  if (answer?.kind !== "value" || !Array.isArray(answer.value)) throw new Error("bad fixture");
  const rows = answer.value.map((row: XmlRpcValue) => {
    const cells = row as readonly XmlRpcValue[];
    return columns.map((column) => cells[asked.indexOf(commandOf(column))] ?? null);
  });
  const torrents = parseTorrents(rows, columns);
  if (torrents === null) throw new Error("bad fixture");
  return torrents;
}

/** What those torrents are as downloads. */
export function expectedDownloads(version: string): unknown {
  return JSON.parse(fixture(`${version}/downloads.expected.json`).toString());
}
