import type { NormalizedDownload } from "@sofarr/contract";
import { describe, expect, test } from "vitest";

import { blocklistVerdict } from "../../domain/blocklist-eligibility.ts";
import {
  makeDownload,
  makeReading,
  makeRecord,
  makeRequest,
  makeTitle,
} from "../../domain/make.case.ts";
import type { MediaRequest } from "../../domain/media-request.ts";
import { createSnapshotBuilder } from "../../domain/snapshot.ts";
import type { Viewer } from "../../domain/user.ts";
import { Secret } from "../../config/secret.ts";
import type { Instance } from "../../upstreams/instance.ts";
import { presentDownload } from "./download.ts";
import { makeInstance } from "../../upstreams/make-instance.case.ts";

const alice: Viewer = { id: "alice", name: "Alice", isAdmin: false };
const root: Viewer = { id: "root", name: "Root", isAdmin: true };
const NOW = 0;

function instance(kind: string, publicUrl: string | null = null): Instance {
  return makeInstance({
    id: `${kind}-main`,
    kind,
    name: `Main ${kind}`,
    url: `http://${kind}.internal:1234`,
    publicUrl,
    apiKey: new Secret(`${kind}-very-secret`),
  });
}

function present(
  viewer: Viewer,
  options: {
    ombiUrl?: string;
    requests?: readonly MediaRequest[];
    labels?: readonly string[];
  } = {},
): NormalizedDownload {
  const snapshot = createSnapshotBuilder(new Map())({
    downloads: [
      [
        makeDownload({
          category: "tv",
          tags: ["user-bob"],
          savePath: "/downloads/secret-place",
          message: "No space left in /downloads/secret-place, see https://tracker.example/pass/abc",
          addedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
          etaSeconds: null,
          sizeBytes: null,
        }),
      ],
    ],
    readings: [
      makeReading({
        queue: [
          makeRecord({
            id: 9,
            indexer: "Some Indexer",
            outputPath: "/downloads/secret-place/x",
            trackedState: "importBlocked",
            statusMessages: ["Not an upgrade for /library/title-1/x.mkv"],
            episode: { id: 31, seasonNumber: 1, episodeNumber: 2, title: "Two" },
          }),
          makeRecord({
            id: 8,
            episode: { id: 30, seasonNumber: 1, episodeNumber: 1, title: "One" },
          }),
        ],
        titles: [
          makeTitle({
            tagLabels: options.labels ?? ["alice", "bob"],
            tmdbId: 5,
            posterUrl: "http://sonarr.internal/p.jpg",
          }),
        ],
      }),
    ],
    requests: options.requests ?? [],
    users: [alice, { id: "bob", name: "Bob" }, root],
  });
  const [owned] = snapshot.downloads.values();
  if (owned === undefined) throw new Error("no download");
  return presentDownload(owned, viewer, blocklistVerdict(owned, viewer.isAdmin, NOW), {
    instances: new Map(
      [
        instance("qbittorrent"),
        instance("sonarr", "https://tv.example"),
        instance("ombi", options.ombiUrl ?? null),
      ].map((one) => [one.id, one]),
    ),
    coverArt: (viewer, url) => `/api/dashboard/cover-art?url=urn:for-${viewer.id}-${url.length}`,
  });
}

describe("a download as an owner sees it", () => {
  test("has what a person wants to know", () => {
    expect(present(alice)).toMatchObject({
      client: "qbittorrent",
      instanceName: "Main qbittorrent",
      type: "torrent",
      seriesName: "Title 1",
      movieName: null,
      arrType: "series",
      arrQueueId: 9,
      arrContentIds: [31, 30],
      arrSeriesId: 1,
      arrContentType: "episode",
      size: 0,
      eta: null,
      addedOn: "2026-01-02T03:04:05.000Z",
      episodes: [
        { seasonNumber: 1, episodeNumber: 1, title: "One" },
        { seasonNumber: 1, episodeNumber: 2, title: "Two" },
      ],
      canBlocklist: true,
    });
  });

  test("has no path, no upstream's address, no indexer, no key, and nobody else's label", () => {
    const item = present(alice);
    expect(JSON.stringify(item)).not.toMatch(
      /secret|internal|tv\.example|tracker\.example|Some Indexer|bob|library/iu,
    );
    expect(item).toMatchObject({
      allTags: ["alice"],
      matchedUserTag: "alice",
      tags: [],
      arrLink: null,
      arrInstanceKey: null,
      arrInstanceUrl: "urn:sofarr:arr:sonarr-main",
    });
    expect(item).not.toHaveProperty("tagBadges");
    expect(item).not.toHaveProperty("savePath");
  });

  test("links to Ombi only where a browser may go, and names only their own request", () => {
    const bobs = makeRequest({
      id: 77,
      tmdbId: 5,
      requester: { mediaServerUserId: "bob", userName: "Bob", alias: null },
    });
    expect(present(alice, { requests: [bobs] })).toMatchObject({
      ombiLink: null,
      ombiRequestId: null,
    });
    const own = makeRequest({ id: 78, tmdbId: 5 });
    expect(present(alice, { requests: [bobs, own], ombiUrl: "https://ask.example" })).toMatchObject(
      {
        ombiLink: "https://ask.example/details/tv/5",
        ombiRequestId: "78",
        ombiTooltip: "Request",
      },
    );
  });
});

describe("the same download as an admin sees it", () => {
  test("says whose it is, where it lies and where to look", () => {
    expect(present(root)).toMatchObject({
      tags: ["user-bob"],
      savePath: "/downloads/secret-place",
      downloadPath: "/downloads/secret-place",
      targetPath: "/library/title-1",
      indexer: "Some Indexer",
      arrLink: "https://tv.example/series/title-1",
      arrInstanceUrl: "http://sonarr.internal:1234",
      allTags: ["alice", "bob"],
      matchedUserTag: "alice",
      tagBadges: [
        { label: "alice", user: "Alice" },
        { label: "bob", user: "Bob" },
      ],
    });
  });

  test("still holds no key", () => {
    expect(JSON.stringify(present(root))).not.toContain("very-secret");
    expect(present(root).arrInstanceKey).toBeNull();
  });

  test("tells a label nobody has from one that is somebody's", () => {
    expect(present(root, { labels: ["hd", "bob"] })).toMatchObject({
      matchedUserTag: "bob",
      tagBadges: [
        { label: "hd", user: null },
        { label: "bob", user: "Bob" },
      ],
    });
  });
});
