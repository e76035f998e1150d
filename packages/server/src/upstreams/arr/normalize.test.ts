import { describe, expect, test } from "vitest";

import type { LibraryTitle } from "../../domain/arr-reading.ts";
import { RADARR } from "../radarr/shape.ts";
import { SONARR } from "../sonarr/shape.ts";
import { flattenMessages, joinKeysOf, protocolOf, toGrab, toQueueRecord } from "./normalize.ts";
import { parseHistory, parseQueuePage, parseTitles, type WireQueueRow } from "./wire.ts";

const NO_TITLES: ReadonlyMap<number, LibraryTitle> = new Map();

/** A row as Sonarr 4.0.19 sends it: nulls left out. */
const SONARR_ROW = {
  seriesId: 12,
  episodeId: 340,
  seasonNumber: 2,
  episode: {
    id: 340,
    seriesId: 12,
    seasonNumber: 2,
    episodeNumber: 5,
    title: "The Long Quay",
    airDateUtc: "2026-11-20T21:00:00Z",
    hasFile: false,
  },
  languages: [{ id: 1, name: "English" }],
  quality: {
    quality: { id: 3, name: "WEBDL-1080p", source: "web", resolution: 1080 },
    revision: { version: 1, real: 0, isRepack: false },
  },
  customFormats: [],
  customFormatScore: 0,
  size: 2147483648,
  title: "Harbor.Lights.S02E05.1080p.WEB-DL",
  estimatedCompletionTime: "2026-11-23T10:20:00Z",
  added: "2026-11-23T10:00:00Z",
  status: "completed",
  trackedDownloadStatus: "warning",
  trackedDownloadState: "importBlocked",
  statusMessages: [
    {
      title: "Harbor.Lights.S02E05.1080p.WEB-DL",
      messages: ["Not an upgrade for existing episode file(s)"],
    },
  ],
  downloadId: "AABBCCDDEEFF00112233445566778899AABBCCDD",
  protocol: "torrent",
  downloadClient: "qBit",
  downloadClientHasPostImportCategory: false,
  indexer: "Lighthouse (Prowlarr)",
  outputPath: "/downloads/tv/Harbor.Lights.S02E05.1080p.WEB-DL",
  episodeHasFile: true,
  sizeleft: 0,
  timeleft: "00:00:00",
  id: 1845320077,
};

function sonarrRow(change: object = {}): WireQueueRow {
  const page = parseQueuePage(SONARR, { totalRecords: 1, records: [{ ...SONARR_ROW, ...change }] });
  const [row] = page?.rows ?? [];
  if (row === undefined) throw new Error("no row");
  return row;
}

describe("a queue row", () => {
  test("of Sonarr is told completely", () => {
    expect(toQueueRecord(SONARR, sonarrRow(), NO_TITLES)).toEqual({
      id: 1845320077,
      joinKeys: ["torrent:aabbccddeeff00112233445566778899aabbccdd"],
      protocol: "torrent",
      releaseTitle: "Harbor.Lights.S02E05.1080p.WEB-DL",
      titleId: 12,
      episode: { id: 340, seasonNumber: 2, episodeNumber: 5, title: "The Long Quay" },
      quality: "WEBDL-1080p",
      indexer: "Lighthouse (Prowlarr)",
      status: "completed",
      trackedState: "importBlocked",
      trackedStatus: "warning",
      statusMessages: ["Not an upgrade for existing episode file(s)"],
      errorMessage: null,
      outputPath: "/downloads/tv/Harbor.Lights.S02E05.1080p.WEB-DL",
      addedAt: Date.UTC(2026, 10, 23, 10),
      dueAt: null,
      isUpgrade: true,
    });
  });

  test("of a release held back has no download to join", () => {
    const row = sonarrRow({
      status: "delay",
      downloadId: undefined,
      trackedDownloadState: undefined,
      trackedDownloadStatus: undefined,
      estimatedCompletionTime: "2026-11-23T12:00:29Z",
    });
    const record = toQueueRecord(SONARR, row, NO_TITLES);
    expect(record).toMatchObject({
      joinKeys: [],
      // To the minute: the *arr works it out anew each time.
      dueAt: Date.UTC(2026, 10, 23, 12),
      status: "delay",
      trackedState: null,
      trackedStatus: null,
    });
  });

  test("that the *arr does not recognise has no title and no episode", () => {
    const row = sonarrRow({ seriesId: undefined, episodeId: undefined, episode: undefined });
    expect(toQueueRecord(SONARR, row, NO_TITLES)).toMatchObject({ titleId: null, episode: null });
  });

  test("of Sonarr 3 does not say whether it is an upgrade", () => {
    const row = sonarrRow({ episodeHasFile: undefined });
    expect(toQueueRecord(SONARR, row, libraryOf({ hasFile: true })).isUpgrade).toBeNull();
  });

  test.each([true, false])("of a movie with hasFile %s takes isUpgrade from the library", (has) => {
    const page = parseQueuePage(RADARR, {
      totalRecords: 1,
      records: [{ id: 5, movieId: 12, title: "Slow.Tide.2025.mkv", size: 10, sizeleft: 4 }],
    });
    const [row] = page?.rows ?? [];
    const record = row && toQueueRecord(RADARR, row, libraryOf({ hasFile: has }));
    expect(record).toMatchObject({
      titleId: 12,
      releaseTitle: "Slow.Tide.2025.mkv",
      isUpgrade: has,
    });
    expect(row && toQueueRecord(RADARR, row, NO_TITLES).isUpgrade).toBeNull();
  });

  test("is told in single lines that end, whatever its words are", () => {
    const odd = `a\r\nb\u202ec${"x".repeat(10_000)}`;
    const row = sonarrRow({
      title: odd,
      indexer: odd,
      outputPath: odd,
      status: odd,
      trackedDownloadState: odd,
      quality: { quality: { name: odd } },
      episode: { ...SONARR_ROW.episode, title: odd },
    });
    const { releaseTitle, indexer, outputPath, status, trackedState, quality, episode } =
      toQueueRecord(SONARR, row, NO_TITLES);
    const texts = [
      releaseTitle,
      indexer,
      outputPath,
      status,
      trackedState,
      quality,
      episode?.title,
    ];
    for (const text of texts) {
      expect(text).toMatch(/^a b cx+$/u);
      expect(text?.length).toBeLessThanOrEqual(4096);
    }
  });

  test("shows no link in its messages, which may hold a key", () => {
    const row = sonarrRow({
      errorMessage: "Import failed, path does not exist: /downloads/tv/x.mkv",
      statusMessages: [
        { title: "See https://tracker.example/announce/secret", messages: [] },
        { title: "One file", messages: ["No files found in /downloads/complete/tv"] },
      ],
    });
    const record = toQueueRecord(SONARR, row, NO_TITLES);
    expect(JSON.stringify([record.errorMessage, record.statusMessages])).not.toContain("secret");
    expect(record.statusMessages).toHaveLength(2);
  });
});

describe("status messages", () => {
  test.each([
    ["the title alone without messages", [{ title: "Stuck", messages: [] }], ["Stuck"]],
    [
      "title and message, one string each",
      [{ title: "a.mkv", messages: ["Sample", "Locked"] }],
      ["a.mkv: Sample", "a.mkv: Locked"],
    ],
    ["the release name is not repeated", [{ title: "Release", messages: ["Sample"] }], ["Sample"]],
    [
      "a message that begins with its title stands alone",
      [{ title: "a.mkv", messages: ["a.mkv", "a.mkv is a sample"] }],
      ["a.mkv", "a.mkv is a sample"],
    ],
    [
      "the same reason once",
      [
        { title: null, messages: ["Sample"] },
        { title: "Sample", messages: [] },
      ],
      ["Sample"],
    ],
    ["nothing said is nothing", [{ title: null, messages: [] }], []],
  ])("%s", (_, messages, expected) => {
    expect(flattenMessages(messages, "Release")).toEqual(expected);
  });
});

describe("join keys", () => {
  test("a torrent is compared without case, a usenet job to the letter", () => {
    expect(joinKeysOf("torrent", "ABCdef")).toEqual(["torrent:abcdef"]);
    expect(joinKeysOf("usenet", "SABnzbd_nzo_aB")).toEqual(["usenet:SABnzbd_nzo_aB"]);
  });

  test("without a protocol it may be either", () => {
    expect(joinKeysOf(null, "ABC")).toEqual(["torrent:abc", "usenet:ABC"]);
  });

  test.each([
    ["1", "usenet"],
    ["2", "torrent"],
    ["usenet", "usenet"],
    ["Torrent", "torrent"],
    ["unknown", null],
    ["constructor", null],
    ["__proto__", null],
    [null, null],
  ])("the word %s means %s", (word, protocol) => {
    expect(protocolOf(word)).toBe(protocol);
  });
});

describe("a grabbed row of history", () => {
  test("is told without its download link", () => {
    const rows = parseHistory(SONARR, [
      {
        id: 90,
        episodeId: 340,
        seriesId: 12,
        sourceTitle: "Harbor.Lights.S02E05.1080p.WEB-DL",
        quality: { quality: { name: "WEBDL-1080p" } },
        date: "2026-11-23T09:59:58Z",
        downloadId: "SABnzbd_nzo_k3",
        eventType: "grabbed",
        data: {
          indexer: "Lighthouse",
          protocol: "1",
          downloadUrl: "https://indexer.example/get?apikey=hidden",
        },
      },
    ]);
    const grabs = rows?.map(toGrab);
    expect(grabs).toEqual([
      {
        joinKeys: ["usenet:SABnzbd_nzo_k3"],
        releaseTitle: "Harbor.Lights.S02E05.1080p.WEB-DL",
        titleId: 12,
        episode: null,
        quality: "WEBDL-1080p",
        indexer: "Lighthouse",
        at: Date.UTC(2026, 10, 23, 9, 59, 58),
      },
    ]);
  });
});

describe("answers that are something else", () => {
  test.each([null, [], {}, "surprise", { records: {} }])("%j is no queue", (answer) => {
    expect(parseQueuePage(SONARR, answer)).toBeNull();
  });

  test("a row of odd types becomes a row of unknowns", () => {
    const page = parseQueuePage(SONARR, {
      records: [
        { id: 4, seriesId: "12", episode: [], quality: "HD", size: "9", statusMessages: {} },
        { title: "no id" },
        null,
      ],
    });
    expect(page).toMatchObject({ totalRecords: 3, count: 3 });
    expect(page?.rows).toHaveLength(1);
    const [row] = page?.rows ?? [];
    expect(row && toQueueRecord(SONARR, row, NO_TITLES)).toMatchObject({
      id: 4,
      titleId: null,
      episode: null,
      quality: null,
      statusMessages: [],
    });
  });
});

function libraryOf(change: object): ReadonlyMap<number, LibraryTitle> {
  const [title] =
    parseTitles(RADARR, [{ id: 12, title: "Slow Tide", tmdbId: 77, ...change }]) ?? [];
  if (title === undefined) throw new Error("no title");
  return new Map([[12, { ...title, pagePath: "/movie/77", tagLabels: [] }]]);
}
