import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { toMovieRequest, toShowRequests } from "./normalize.ts";
import { parseMovieRequests, parseShows } from "./wire.ts";

const UNSET = "0001-01-01T00:00:00";

/** A user as Ombi embeds it in requests. */
const MARA = {
  id: "b6a1",
  userName: "mara",
  alias: null,
  userAlias: "mara",
  email: "mara@example.org",
  userType: 5,
  providerUserId: "0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9",
};

/** A movie request as Ombi 4.59 sends it: nulls sent, dates without zone. */
const MOVIE = {
  id: 31,
  title: "Slow Tide",
  theMovieDbId: 7701,
  imdbId: "tt0000001",
  releaseDate: "2025-03-07T00:00:00",
  requestType: 1,
  requestedDate: "2026-11-20T18:30:00",
  requestedUser: MARA,
  approved: true,
  available: false,
  denied: null,
  deniedReason: null,
  has4KRequest: false,
  approved4K: false,
  available4K: false,
  denied4K: null,
  deniedReason4K: null,
  requestedDate4k: UNSET,
  requestStatus: "Common.ProcessingRequest",
};

const SHOW = {
  id: 4,
  tvDbId: 0,
  externalProviderId: 8802,
  title: "Harbor Lights",
  releaseDate: "2024-01-15T00:00:00",
  childRequests: [
    {
      id: 50,
      parentRequestId: 4,
      title: null,
      requestedDate: "2026-11-21T08:00:00Z",
      requestedUser: MARA,
      approved: false,
      available: false,
      denied: true,
      deniedReason: "Too long",
      requestType: 0,
    },
    {
      id: 51,
      parentRequestId: 4,
      title: "Harbor Lights, season 2",
      requestedDate: "2026-11-22T08:00:00",
      requestedUser: { ...MARA, userName: "jon", userType: 1, providerUserId: null },
      approved: true,
      available: true,
      denied: false,
      deniedReason: null,
      requestType: 0,
    },
  ],
};

function movieOf(change: object = {}) {
  const [movie] = parseMovieRequests([{ ...MOVIE, ...change }]) ?? [];
  return movie === undefined ? null : toMovieRequest("ombi-main", movie);
}

describe("a movie request", () => {
  test("is told completely", () => {
    expect(movieOf()).toEqual({
      instanceId: "ombi-main",
      id: 31,
      mediaType: "movie",
      title: "Slow Tide",
      year: 2025,
      tmdbId: 7701,
      tvdbId: null,
      requestedAt: Date.UTC(2026, 10, 20, 18, 30),
      available: false,
      approved: true,
      denied: false,
      deniedReason: null,
      requester: {
        mediaServerUserId: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        userName: "mara",
        alias: null,
      },
    });
  });

  test("for the 4K copy alone has that copy's flags and date", () => {
    const request = movieOf({
      approved: false,
      requestedDate: UNSET,
      has4KRequest: true,
      requestedDate4k: "2026-11-20T18:30:00",
      approved4K: true,
      available4K: true,
      denied4K: true,
      deniedReason4K: "No room",
    });
    expect(request).toMatchObject({
      requestedAt: Date.UTC(2026, 10, 20, 18, 30),
      approved: true,
      available: true,
      denied: true,
      deniedReason: "No room",
    });
  });

  test("for both copies has the usual one's flags", () => {
    const request = movieOf({
      has4KRequest: true,
      requestedDate4k: "2026-11-21T00:00:00",
      available4K: true,
    });
    expect(request).toMatchObject({
      available: false,
      requestedAt: Date.UTC(2026, 10, 20, 18, 30),
    });
  });

  test("knows no year and no date where Ombi has none", () => {
    expect(movieOf({ releaseDate: UNSET, requestedDate: UNSET, theMovieDbId: 0 })).toMatchObject({
      year: null,
      requestedAt: null,
      tmdbId: null,
    });
  });

  test("for an album is none", () => {
    expect(movieOf({ requestType: 2 })).toBeNull();
  });
});

describe("a show", () => {
  test("is one request per person, with the show's title and ids and the person's own flags", () => {
    const [show] = parseShows([SHOW]) ?? [];
    const requests = show === undefined ? [] : toShowRequests("ombi-main", show);
    expect(
      requests.map(({ id, title, year, tmdbId, tvdbId }) => [id, title, year, tmdbId, tvdbId]),
    ).toEqual([
      [50, "Harbor Lights", 2024, 8802, null],
      [51, "Harbor Lights, season 2", 2024, 8802, null],
    ]);
    expect(requests[0]).toMatchObject({
      mediaType: "tv",
      denied: true,
      deniedReason: "Too long",
      requester: { userName: "mara" },
      requestedAt: Date.UTC(2026, 10, 21, 8),
    });
    expect(requests[1]).toMatchObject({
      available: true,
      denied: false,
      requester: { userName: "jon", mediaServerUserId: null },
    });
  });

  test("of an early release has its TVDB id", () => {
    const [show] = parseShows([{ ...SHOW, tvDbId: 4711, externalProviderId: 0 }]) ?? [];
    expect(show && toShowRequests("ombi-main", show)[0]).toMatchObject({
      tmdbId: null,
      tvdbId: 4711,
    });
  });

  test("without children is no request", () => {
    const shows = parseShows([
      { ...SHOW, childRequests: [] },
      { ...SHOW, childRequests: null },
    ]);
    expect(shows?.flatMap((show) => toShowRequests("ombi-main", show))).toEqual([]);
  });
});

describe("the person behind a request", () => {
  const requesterOf = (user: unknown) => movieOf({ requestedUser: user })?.requester;

  test.each([
    ["Emby", 3, "0a1b2c3d4e5f60718293a4b5c6d7e8f9"],
    ["Jellyfin", 5, "0a1b2c3d4e5f60718293a4b5c6d7e8f9"],
    ["Ombi's own", 1, null],
    ["Plex", 2, null],
    ["Emby Connect", 4, null],
  ])("with an account of %s", (_, userType, mediaServerUserId) => {
    expect(requesterOf({ ...MARA, userType })).toEqual({
      mediaServerUserId,
      userName: "mara",
      alias: null,
    });
  });

  test("has an alias when one is set", () => {
    expect(requesterOf({ ...MARA, alias: "Mara K." })?.alias).toBe("Mara K.");
    expect(requesterOf({ ...MARA, alias: "" })?.alias).toBeNull();
  });

  test("of a media server account without its id has none", () => {
    expect(requesterOf({ ...MARA, providerUserId: "" })?.mediaServerUserId).toBeNull();
  });

  test.each([
    ["a deleted account", null],
    ["Ombi's built-in system user", { ...MARA, userName: "Api", userType: 0 }],
    ["something without a name", { userType: 5 }],
  ])("is nobody for %s", (_, user) => {
    expect(requesterOf(user)).toBeNull();
  });
});

test("no request with an id is lost, whatever else is in it, and none takes another's person", () => {
  const user = fc.record({ userName: fc.string(), userType: fc.integer({ min: 0, max: 6 }) });
  const row = fc.record({
    id: fc.integer({ min: 1 }),
    title: fc.jsonValue(),
    theMovieDbId: fc.jsonValue(),
    requestedDate: fc.jsonValue(),
    has4KRequest: fc.jsonValue(),
    denied: fc.jsonValue(),
    requestedUser: fc.oneof(user, fc.constant(null)),
  });
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: (one) => one.id }), (rows) => {
      const movies = (parseMovieRequests(rows) ?? []).map((one) => toMovieRequest("ombi", one));
      const children = (parseShows([{ title: "Show", childRequests: rows }]) ?? []).flatMap((one) =>
        toShowRequests("ombi", one),
      );
      for (const requests of [movies, children]) {
        expect(requests.map((one) => one.id)).toEqual(rows.map((one) => one.id));
        for (const [at, { requester }] of requests.entries()) {
          const { requestedUser } = rows[at] ?? {};
          const isPerson =
            requestedUser !== null &&
            requestedUser?.userName.trim() !== "" &&
            requestedUser?.userType !== 0;
          expect(requester !== null).toBe(isPerson);
        }
      }
    }),
  );
});
