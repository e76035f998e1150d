import { describe, expect, test } from "vitest";

import { makeRequest } from "./make.case.ts";
import {
  requestsVisibleTo,
  selectRequests,
  statusOf,
  type RequestsQuery,
} from "./media-requests-query.ts";
import { audienceOf } from "./visibility.ts";

const alice = { id: "alice", name: "Alice" };
const bob = { id: "bob", name: "Bob" };
const users = [alice, bob];
const EVERYTHING: RequestsQuery = {
  mediaTypes: [],
  statuses: [],
  search: "",
  sort: "requestedDate_desc",
};

function by(mediaServerUserId: string | null, userName: string) {
  return { mediaServerUserId, userName, alias: null };
}

describe("whose a request is", () => {
  test("the media server's id decides, and a name only where there is no id", () => {
    const byId = makeRequest({ id: 1, requester: by("alice", "somebody renamed") });
    const byName = makeRequest({ id: 2, requester: by(null, "ALICE") });
    const namesake = makeRequest({ id: 3, requester: by("another-server", "Alice") });
    const nobodys = makeRequest({ id: 4, requester: null });
    const all = [byId, byName, namesake, nobodys];
    const seenBy = (isAdmin: boolean, wantsAll: boolean) =>
      requestsVisibleTo(audienceOf({ ...alice, isAdmin }, wantsAll), all, users);
    expect(seenBy(false, false)).toEqual([byId, byName]);
    expect(seenBy(false, true)).toEqual([byId, byName]);
    expect(seenBy(true, false)).toEqual([byId, byName]);
    expect(seenBy(true, true)).toEqual(all);
  });

  test("a name that fits two people gives the request to neither", () => {
    const twins = [
      { id: "one", name: "Sam" },
      { id: "two", name: "sam" },
    ];
    const request = makeRequest({ requester: by(null, "Sam") });
    const viewer = { id: "one", name: "Sam", isAdmin: false };
    expect(requestsVisibleTo(audienceOf(viewer, false), [request], twins)).toEqual([]);
  });
});

describe("the state of a request", () => {
  test.each([
    [{ available: true, denied: true, approved: true }, "available"],
    [{ available: false, denied: true, approved: true }, "denied"],
    [{ available: false, denied: false, approved: true }, "approved"],
    [{ available: false, denied: false, approved: false }, "pending"],
  ] as const)("%o is %s", (flags, status) => {
    expect(statusOf(makeRequest(flags))).toBe(status);
  });
});

describe("selecting requests", () => {
  const titles = (query: Partial<RequestsQuery>) =>
    selectRequests(requests, { ...EVERYTHING, ...query }).map(({ title }) => title);
  const requests = [
    makeRequest({ id: 1, title: "Part 10", requestedAt: 300, mediaType: "movie" }),
    makeRequest({ id: 2, title: "part 9", requestedAt: null, denied: true }),
    makeRequest({ id: 3, title: "Émile", requestedAt: 200, approved: false }),
    makeRequest({ id: 4, title: "Zebra", requestedAt: 400, available: true, mediaType: "movie" }),
    makeRequest({ id: 5, title: "Apple", requestedAt: null }),
  ];

  test("newest first, and what has no date last either way", () => {
    expect(titles({})).toEqual(["Zebra", "Part 10", "Émile", "Apple", "part 9"]);
    expect(titles({ sort: "requestedDate_asc" })).toEqual([
      "Émile",
      "Part 10",
      "Zebra",
      "Apple",
      "part 9",
    ]);
  });

  test("by title as people read: case and accents do not scatter, 9 comes before 10", () => {
    const sorted = ["Apple", "Émile", "part 9", "Part 10", "Zebra"];
    expect(titles({ sort: "title_asc" })).toEqual(sorted);
    expect(titles({ sort: "title_desc" })).toEqual(sorted.toReversed());
  });

  test("a search finds a part of the title whatever its case and however its accents are written", () => {
    expect(titles({ search: "PART" })).toEqual(["Part 10", "part 9"]);
    expect(titles({ search: "e\u0301mi" })).toEqual(["Émile"]);
    expect(titles({ search: "no such thing" })).toEqual([]);
    // What looks like a pattern is text.
    expect(titles({ search: ".*" })).toEqual([]);
  });

  test("kinds and states are each any of those given", () => {
    expect(titles({ mediaTypes: ["movie"] })).toEqual(["Zebra", "Part 10"]);
    expect(titles({ statuses: ["available", "denied"] })).toEqual(["Zebra", "part 9"]);
    expect(titles({ statuses: ["pending"], mediaTypes: ["movie"] })).toEqual([]);
    expect(titles({ mediaTypes: ["movie", "tv"] })).toHaveLength(requests.length);
  });
});
