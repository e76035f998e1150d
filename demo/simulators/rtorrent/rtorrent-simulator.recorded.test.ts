import { readFileSync } from "node:fs";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { SimulatedState } from "../download-client-simulator.ts";
import {
  askHttp,
  askScgi,
  callMethod,
  decodeAnswer,
  methodCall,
  scgiCall,
} from "./ask-rtorrent.ts";
import { CHECK_WAITS, CLOSED, NEVER_OPENED, type RtorrentFlags } from "./rtorrent-download.ts";
import { createRtorrentSimulator, type RtorrentSimulator } from "./rtorrent-simulator.ts";
import type { RtorrentVersion } from "./rtorrent-version.ts";

const REQUEST = fixture("d.multicall2.main.request.xml");
const COLUMNS = [...REQUEST.toString("utf8").matchAll(/<string>(d\.[^<]*)<\/string>/g)].map(
  (match) => match[1] ?? "",
);
const MESSAGE = COLUMNS.indexOf("d.message=");
/** Not simulated: what a peer has, how full the disk is, bytes that were thrown away, files. */
const NOT_COMPARED = ["d.chunks_seen=", "d.free_diskspace=", "d.down.total=", "d.size_files="];

/** What the recorded downloads were doing, in the order of the recording. */
const DOING: readonly [SimulatedState, Partial<RtorrentFlags>][] = [
  ["downloading", {}],
  ["downloading", {}],
  ["stalled", {}],
  ["stalled", {}],
  ["paused", {}],
  ["paused", NEVER_OPENED],
  ["seeding", {}],
  ["seeding", {}],
  ["stalled", { isPartiallyDone: true }],
  ["completed", {}],
  ["error", { isStarted: false, isActive: false }],
  ["error", {}],
  ["metadata", {}],
  ["paused", CLOSED],
  ["checking", { ...CHECK_WAITS, hasHashingFailed: true }],
];

function fixture(file: string): Buffer {
  return readFileSync(new URL(`fixtures/${file}`, import.meta.url));
}

for (const version of ["0.9.8", "0.16.17"] as const satisfies RtorrentVersion[]) {
  describe(`a simulated rTorrent ${version} against the recorded one`, () => {
    let simulator: RtorrentSimulator;
    const recorded = (file: string) => fixture(`${version}/${file}`);
    const rows = decodeAnswer(recorded("d.multicall2.main.xml")) as (string | number)[][];

    beforeEach(async () => {
      // The recordings of both releases come from builds with xmlrpc-c.
      simulator = createRtorrentSimulator({ version, xmlLibrary: "xmlrpc-c", now: () => 0 });
      await simulator.start();
      rows.forEach((row, index) => refill(row, DOING[index] ?? ["paused", {}]));
    });
    afterEach(() => simulator.stop());

    function refill(
      row: (string | number)[],
      [state, flags]: readonly [SimulatedState, Partial<RtorrentFlags>],
    ): void {
      const text = (name: string) => String(row[COLUMNS.indexOf(`${name}=`)]);
      const number = (name: string) => Number(row[COLUMNS.indexOf(`${name}=`)]);
      const isMultiFile = number("d.is_multi_file") === 1;
      const { id } = simulator.add({
        id: text("d.hash"),
        title: text("d.name"),
        state,
        sizeBytes: number("d.size_bytes"),
        progress: number("d.bytes_done") / number("d.size_bytes"),
        bytesPerSecond: number("d.down.rate"),
        category: text("d.custom1"),
        savePath: isMultiFile ? text("d.directory").replace(/\/[^/]*$/, "") : text("d.directory"),
        addedAt: number("d.state_changed") * 1000,
        message: text("d.message"),
        seeders: number("d.peers_complete"),
        peers: number("d.peers_connected"),
      });
      simulator.setDetail(id, {
        flags,
        isMultiFile,
        upBytesPerSecond: number("d.up.rate"),
        uploadedBytes: number("d.up.total"),
        finishedAt: number("d.timestamp.finished") * 1000,
      });
    }

    test("the same downloads give the same rows to the recorded request", async () => {
      const answer = decodeAnswer((await askHttp(simulator, REQUEST)).bytes) as unknown[][];
      const labelled = (row: unknown[]) =>
        Object.fromEntries(
          COLUMNS.map((name, at) => [name, row[at]]).filter(
            ([name]) => !NOT_COMPARED.includes(String(name)),
          ),
        );
      // One leecher that had all was connected without being counted as either.
      const expected = rows
        .map(labelled)
        .map((row) => (row["d.up.rate="] === 0 ? row : { ...row, "d.peers_accounted=": 1 }));
      expect(answer.map(labelled)).toEqual(expected);
      const types = (row: unknown[]) => row.map((value) => typeof value);
      expect(answer.map(types)).toEqual(rows.map(types));
    });

    test("an answer is the same to the byte", async () => {
      const call = methodCall("d.multicall2", ["", "hashing", "d.hash=", "d.name="]);
      const { bytes, headers } = await askHttp(simulator, call);
      expect(bytes).toEqual(recorded("d.multicall2.hashing.names.xml"));
      expect(headers["content-type"]).toBe("text/xml");
    });

    test.each(["started", "stopped", "complete", "incomplete", "seeding", "leeching", "active"])(
      "the view %s shows the same downloads",
      async (view) => {
        // Views are re-read at events only: these two had changed without one, and stood where they had been.
        const leftBehind = rows
          .filter((row) => /^(Download registered|Hash check)/.test(String(row[MESSAGE])))
          .concat([rows.at(-1) ?? []])
          .map((row) => row[0]);
        const hashes = (answer: unknown) =>
          new Set((answer as string[][]).map(([hash]) => hash ?? "")).difference(
            new Set(leftBehind),
          );
        const told = await callMethod(simulator, "d.multicall2", "", view, "d.hash=", "d.name=");
        const real = hashes(decodeAnswer(recorded(`d.multicall2.${view}.names.xml`)));
        expect(real.size).toBeGreaterThan(0);
        expect(hashes(told)).toEqual(real);
      },
    );

    test.each([
      ["system.client_version.xml", "system.client_version", []],
      ["system.library_version.xml", "system.library_version", []],
      ["system.api_version.xml", "system.api_version", []],
      ["fault.unknown-hash.xml", "d.name", ["0".repeat(40)]],
      ["fault.unknown-method.xml", "nope.nothing", []],
    ] as const)("%s is answered to the byte", async (file, method, params) => {
      const { bytes, status } = await askHttp(simulator, methodCall(method, params));
      expect(status).toBe(200);
      expect(bytes).toEqual(recorded(file));
    });

    test("trackers are told to the byte", async () => {
      const [, message] = rows.find((row) => String(row).includes("Unregistered")) ?? [];
      const failing = simulator.downloads().find((download) => download.title === message);
      simulator.setDetail(failing?.id ?? "", { trackers: ["http://tracker.invalid/announce"] });
      const { bytes } = await askHttp(
        simulator,
        methodCall("t.multicall", [
          failing?.id ?? "",
          "",
          "t.url=",
          "t.is_enabled=",
          "t.failed_counter=",
          "t.success_counter=",
          "t.scrape_complete=",
          "t.scrape_incomplete=",
        ]),
      );
      expect(bytes).toEqual(recorded("t.multicall.xml"));
    });

    test("without credentials the web server answers as it did", async () => {
      const real = recorded("http-401.txt").toString("utf8");
      const answer = await askHttp(simulator, "<x/>", { authorization: null });
      expect(real.split("\n")[0]).toBe(`HTTP ${answer.status}`);
      expect(real).toContain(`WWW-Authenticate: ${String(answer.headers["www-authenticate"])}`);
      expect(real).toContain(`Content-Length: ${String(answer.headers["content-length"])}`);
      expect(real.endsWith(answer.bytes.toString("utf8"))).toBe(true);
      expect(simulator.loginAttempts()).toBe(1);
    });

    test("over SCGI the head is the same to the byte", async () => {
      const bare = createRtorrentSimulator({
        version,
        xmlLibrary: "xmlrpc-c",
        transport: "scgi-tcp",
      });
      await bare.start();
      try {
        const answer = await askScgi(bare, scgiCall(methodCall("system.client_version", [])));
        expect(answer).toEqual(recorded("scgi-response-head.txt"));
      } finally {
        await bare.stop();
      }
    });
  });
}
