import { describe, expect, test } from "vitest";

import { joinKey } from "./download.ts";
import { makeDownload, makeReading, makeRecord, makeRequest, makeTitle } from "./make.case.ts";
import type { MediaRequest } from "./media-request.ts";
import { createSnapshotBuilder, type Snapshot } from "./snapshot.ts";

const alice = { id: "alice", name: "Alice" };
const bob = { id: "bob", name: "Bob" };
const users = [alice, bob];

function ownersWith(
  labels: readonly string[],
  requests: readonly MediaRequest[] = [],
  people = users,
): readonly string[] {
  const snapshot = createSnapshotBuilder(new Map())({
    downloads: [[makeDownload()]],
    readings: [
      makeReading({
        queue: [makeRecord()],
        titles: [makeTitle({ tagLabels: labels, tvdbId: 81189, tmdbId: 1396 })],
      }),
    ],
    requests,
    users: people,
  });
  return ownersIn(snapshot);
}

function ownersIn(snapshot: Snapshot): readonly string[] {
  return [...([...snapshot.downloads.values()][0]?.owners.keys() ?? [])].toSorted();
}

describe("ownership", () => {
  test("a tag gives it to the one it names, and to both when both are named", () => {
    expect(ownersWith(["alice", "hd"])).toEqual(["alice"]);
    expect(ownersWith(["alice", "user-bob"])).toEqual(["alice", "bob"]);
    expect(ownersWith(["hd"])).toEqual([]);
  });

  test("a label that fits two people gives it to neither", () => {
    const twins = [
      { id: "1", name: "John Doe" },
      { id: "2", name: "john-doe" },
    ];
    expect(ownersWith(["john-doe"], [], twins)).toEqual([]);
  });

  test("a request by the media server's user id gives it to the requester", () => {
    expect(ownersWith([], [makeRequest({ tvdbId: 81189 })])).toEqual(["alice"]);
    expect(ownersWith([], [makeRequest({ tmdbId: 1396 })])).toEqual(["alice"]);
  });

  test("the id decides, whatever name stands beside it", () => {
    const requester = { mediaServerUserId: "bob", userName: "Alice", alias: "Alice" };
    expect(ownersWith([], [makeRequest({ tvdbId: 81189, requester })])).toEqual(["bob"]);
    const stranger = { mediaServerUserId: "carol", userName: "Alice", alias: null };
    expect(ownersWith([], [makeRequest({ tvdbId: 81189, requester: stranger })])).toEqual([]);
  });

  test("without an id the same name without case does, an alias never", () => {
    const byName = { mediaServerUserId: null, userName: "BOB", alias: null };
    expect(ownersWith([], [makeRequest({ tvdbId: 81189, requester: byName })])).toEqual(["bob"]);
    const byAlias = { mediaServerUserId: null, userName: "somebody", alias: "Bob" };
    expect(ownersWith([], [makeRequest({ tvdbId: 81189, requester: byAlias })])).toEqual([]);
  });

  test("a request for another title, a movie of the same number, or a denied one gives nothing", () => {
    expect(ownersWith([], [makeRequest({ tvdbId: 1 })])).toEqual([]);
    expect(ownersWith([], [makeRequest({ mediaType: "movie", tmdbId: 1396 })])).toEqual([]);
    expect(ownersWith([], [makeRequest({ tvdbId: 81189, denied: true })])).toEqual([]);
    expect(ownersWith([], [makeRequest({ tvdbId: 81189, requester: null })])).toEqual([]);
  });

  test("a title without ids is never joined to requests without ids", () => {
    const snapshot = createSnapshotBuilder(new Map())({
      downloads: [[makeDownload()]],
      readings: [
        makeReading({ queue: [makeRecord()], titles: [makeTitle({ tmdbId: 0, tvdbId: null })] }),
      ],
      requests: [makeRequest({ tmdbId: 0, tvdbId: 0 }), makeRequest({})],
      users,
    });
    expect(ownersIn(snapshot)).toEqual([]);
  });

  test("two downloads with one title and two owners stay two and go to their owners", () => {
    const snapshot = createSnapshotBuilder(new Map())({
      downloads: [
        [makeDownload({ id: "aa11", title: "Same" }), makeDownload({ id: "bb22", title: "Same" })],
      ],
      readings: [
        makeReading({
          queue: [
            makeRecord({ id: 1, titleId: 1 }),
            makeRecord({ id: 2, titleId: 2, joinKeys: [joinKey("torrent", "bb22")] }),
          ],
          titles: [
            makeTitle({ id: 1, title: "Same", tagLabels: ["alice"] }),
            makeTitle({ id: 2, title: "Same", tagLabels: ["bob"] }),
          ],
        }),
      ],
      requests: [],
      users,
    });
    expect(
      [...(snapshot.byOwner.get("alice")?.values() ?? [])].map((one) => one.download.id),
    ).toEqual(["aa11"]);
    expect(
      [...(snapshot.byOwner.get("bob")?.values() ?? [])].map((one) => one.download.id),
    ).toEqual(["bb22"]);
  });

  test("a torrent that two instances grabbed for two people shows each only their own title", () => {
    const reading = (instanceId: string, label: string, title: string) =>
      makeReading({
        instanceId,
        queue: [makeRecord()],
        titles: [makeTitle({ title, tagLabels: [label] })],
      });
    const snapshot = createSnapshotBuilder(new Map())({
      downloads: [[makeDownload()]],
      readings: [reading("sonarr-main", "alice", "Hers"), reading("sonarr-anime", "bob", "His")],
      requests: [],
      users,
    });
    const titlesOf = (id: string) =>
      [...(snapshot.byOwner.get(id)?.values() ?? [])].flatMap(({ links }) =>
        links.map((link) => link.title?.title),
      );
    expect(titlesOf("alice")).toEqual(["Hers"]);
    expect(titlesOf("bob")).toEqual(["His"]);
    expect([...snapshot.downloads.values()][0]?.links).toHaveLength(2);
  });

  test("labels that fit two people are reported, also of titles that are not downloading", () => {
    const snapshot = createSnapshotBuilder(new Map())({
      downloads: [],
      readings: [makeReading({ titles: [makeTitle({ tagLabels: ["john-doe", "alice"] })] })],
      requests: [],
      users: [alice, { id: "1", name: "John Doe" }, { id: "2", name: "john-doe" }],
    });
    expect(snapshot.ambiguousLabels.map(({ label }) => label)).toEqual(["john-doe"]);
  });
});
