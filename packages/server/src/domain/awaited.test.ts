import { describe, expect, test } from "vitest";

import type { ArrReading } from "./arr-reading.ts";
import { awaitedVisibleTo, createAwaited, type Awaited } from "./awaited.ts";
import { makeReading, makeRecord, makeRequest, makeTitle } from "./make.case.ts";
import type { MediaRequest } from "./media-request.ts";
import { createOwnershipFacts } from "./ownership.ts";
import { audienceOf } from "./visibility.ts";

const alice = { id: "alice", name: "Alice" };
const bob = { id: "bob", name: "Bob" };
const ownershipOf = createOwnershipFacts(new Map());

function find(
  requests: readonly MediaRequest[],
  readings: readonly ArrReading[] = [],
  awaitedIn = createAwaited(),
): readonly Awaited[] {
  return awaitedIn({ readings, requests }, ownershipOf([alice, bob], requests));
}

const movie = (change: Parameters<typeof makeRequest>[0] = {}): MediaRequest =>
  makeRequest({ mediaType: "movie", tmdbId: 5, ...change });
const radarr = (change: Parameters<typeof makeReading>[0]): ArrReading =>
  makeReading({ instanceId: "radarr-main", kind: "radarr", ...change });
const pending = { joinKeys: [], trackedState: null, status: "delay" } as const;

describe("how far a request is", () => {
  const title = { id: 1, tmdbId: 5 };
  test.each([
    ["unapproved", movie({ approved: false }), []],
    ["unapproved", movie({ approved: false }), [radarr({ titles: [makeTitle(title)] })]],
    ["approved", movie(), []],
    ["approved", movie(), [radarr({ titles: [makeTitle({ ...title, tmdbId: 6 })] })]],
    ["searching", movie(), [radarr({ titles: [makeTitle(title)] })]],
    ["unreleased", movie(), [radarr({ titles: [makeTitle({ ...title, isOut: false })] })]],
    [
      "partly",
      makeRequest({ tvdbId: 9 }),
      [makeReading({ titles: [makeTitle({ id: 1, tvdbId: 9, hasFile: true })] })],
    ],
    // The number of a movie is no number of a series.
    [
      "approved",
      makeRequest({ tmdbId: 5 }),
      [radarr({ titles: [makeTitle({ ...title, hasFile: true })] })],
    ],
  ] as const)("is %s", (stage, request, readings) => {
    expect(find([request], readings)).toMatchObject([
      { key: `ombi-main/${request.mediaType}/1`, stage, owners: [{ user: alice, request }] },
    ]);
  });

  test("is not told of what is here, denied, or in a download client", () => {
    const titles = [makeTitle(title)];
    expect(find([movie({ available: true }), movie({ denied: true })])).toEqual([]);
    expect(find([movie()], [radarr({ titles: [makeTitle({ ...title, hasFile: true })] })])).toEqual(
      [],
    );
    expect(find([movie()], [radarr({ titles, queue: [makeRecord()] })])).toEqual([]);
    // A record of another title is no sign of this one.
    expect(find([movie()], [radarr({ titles, queue: [makeRecord({ titleId: 2 })] })])).toHaveLength(
      1,
    );
  });

  test("tells when it comes out, as far as an *arr knows", () => {
    const titles = [makeTitle({ ...title, isOut: false, comesOutAt: 700 })];
    expect(find([movie()], [radarr({ titles })])).toMatchObject([{ until: 700 }]);
  });
});

describe("a release that is held back", () => {
  const titles = [makeTitle({ id: 1, tvdbId: 9, tagLabels: ["bob"] })];
  const episode = (n: number) => ({ id: n, seasonNumber: 1, episodeNumber: n, title: null });
  const queue = [
    makeRecord({ ...pending, id: 1, episode: episode(1), addedAt: 50, dueAt: 900 }),
    makeRecord({ ...pending, id: 2, episode: episode(2), addedAt: 40, dueAt: 800 }),
  ];
  const reading = makeReading({ titles, queue });

  test("is one entry per title, for whoever it belongs to", () => {
    expect(find([], [reading])).toMatchObject([
      {
        key: "sonarr-main/1",
        mediaType: "tv",
        stage: "held",
        owners: [{ user: bob, request: null }],
        episodes: [{ episodeNumber: 1 }, { episodeNumber: 2 }],
        foundAt: 40,
        until: 800,
      },
    ]);
  });

  test("takes the place of the requests for the same title", () => {
    const request = makeRequest({ tvdbId: 9 });
    expect(find([request], [reading])).toMatchObject([
      {
        key: "sonarr-main/1",
        owners: [
          { user: alice, request },
          { user: bob, request: null },
        ],
      },
    ]);
  });

  test("waits for its download client only when every row does", () => {
    const away = { ...pending, status: "downloadClientUnavailable" };
    const stageOf = (statuses: readonly string[]) =>
      find(
        [],
        [
          makeReading({
            titles,
            queue: statuses.map((status, id) => makeRecord({ ...away, id, status })),
          }),
        ],
      )[0]?.stage;
    expect(stageOf([away.status, away.status])).toBe("clientAway");
    expect(stageOf([away.status, "delay"])).toBe("held");
  });

  test("of a title that the *arr does not recognise is nobody's and not told", () => {
    expect(find([], [makeReading({ queue: [makeRecord({ ...pending, titleId: null })] })])).toEqual(
      [],
    );
  });
});

test("the newest comes first", () => {
  const requests = [
    movie({ id: 1, requestedAt: 10 }),
    movie({ id: 2, requestedAt: 30 }),
    movie({ id: 3, requestedAt: null }),
  ];
  expect(find(requests).map(({ key }) => key)).toEqual([
    "ombi-main/movie/2",
    "ombi-main/movie/1",
    "ombi-main/movie/3",
  ]);
});

test("others than admins see their own and nothing else, however they ask", () => {
  const hers = movie({ id: 1, requestedAt: 2 });
  const nobodys = movie({ id: 2, requester: null, requestedAt: 1 });
  const all = find([hers, nobodys]);
  const keysFor = (isAdmin: boolean, wantsAll: boolean) =>
    awaitedVisibleTo(audienceOf({ ...alice, isAdmin }, wantsAll), all).map(({ key }) => key);
  expect(keysFor(false, true)).toEqual(["ombi-main/movie/1"]);
  expect(keysFor(true, false)).toEqual(["ombi-main/movie/1"]);
  expect(keysFor(true, true)).toEqual(["ombi-main/movie/1", "ombi-main/movie/2"]);
  expect(awaitedVisibleTo(audienceOf({ ...bob, isAdmin: false }, true), all)).toEqual([]);
});

test("what did not change is the same object, and the same list", () => {
  const awaitedIn = createAwaited();
  const requests = [movie({ id: 1 }), movie({ id: 2, tmdbId: 6 })];
  const titles = [makeTitle({ id: 1, tmdbId: 5 })];
  const before = find(requests, [radarr({ titles })], awaitedIn);
  expect(find(requests, [radarr({ titles })], awaitedIn)).toBe(before);
  const after = find(requests, [radarr({ titles, queue: [makeRecord()] })], awaitedIn);
  expect(after).toHaveLength(1);
  expect(after[0]).toBe(before[1]);
});
