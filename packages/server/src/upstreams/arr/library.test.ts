import { describe, expect, test } from "vitest";

import { RADARR } from "../radarr/shape.ts";
import { SONARR } from "../sonarr/shape.ts";
import { createLibraryBuilder } from "./library.ts";
import { parseTags, parseTitles, type WireTag, type WireTitle } from "./wire.ts";

const SERIES = {
  id: 12,
  title: "Harbor Lights",
  titleSlug: "harbor-lights-2024",
  year: 2024,
  tvdbId: 4711,
  tmdbId: 0,
  path: "/tv/Harbor Lights",
  images: [
    {
      coverType: "banner",
      url: "/MediaCover/12/banner.jpg",
      remoteUrl: "https://art.example/b.jpg",
    },
    {
      coverType: "poster",
      url: "/MediaCover/12/poster.jpg",
      remoteUrl: "https://art.example/p.jpg",
    },
  ],
  statistics: { episodeFileCount: 3, episodeCount: 8 },
  tags: [1, 2],
};

function titles(...rows: object[]): readonly WireTitle[] {
  return parseTitles(SONARR, rows) ?? [];
}
function tags(...labels: string[]): readonly WireTag[] {
  return parseTags(labels.map((label, at) => ({ id: at + 1, label }))) ?? [];
}

describe("the library", () => {
  test("tells a series completely, its tags as lower-cased labels", () => {
    const library = createLibraryBuilder(SONARR)(titles(SERIES), tags("Mara", "4k"));
    expect(library.titles.get(12)).toEqual({
      id: 12,
      title: "Harbor Lights",
      year: 2024,
      tmdbId: null,
      tvdbId: 4711,
      pagePath: "/series/harbor-lights-2024",
      path: "/tv/Harbor Lights",
      posterUrl: "https://art.example/p.jpg",
      tagLabels: ["mara", "4k"],
      hasFile: true,
      isOut: true,
      comesOutAt: null,
    });
  });

  test("tells what is not out yet, and when it will be as far as the *arr knows", () => {
    const tells = (shape: typeof SONARR, change: object) => {
      const [title] = parseTitles(shape, [{ id: 12, title: "Later", tags: [], ...change }]) ?? [];
      return [title?.isOut, title?.comesOutAt];
    };
    const june = Date.UTC(2027, 5, 1);
    const [date, later] = ["2027-06-01T00:00:00Z", "2027-09-01T00:00:00Z"];
    expect(tells(SONARR, { status: "upcoming", firstAired: date })).toEqual([false, june]);
    expect(tells(SONARR, { status: "upcoming", nextAiring: date })).toEqual([false, june]);
    expect(tells(SONARR, { status: "upcoming" })).toEqual([false, null]);
    expect(tells(SONARR, { status: "continuing", nextAiring: date })).toEqual([true, null]);
    const both = { digitalRelease: later, physicalRelease: date };
    expect(tells(RADARR, { isAvailable: false, ...both })).toEqual([false, june]);
    expect(tells(RADARR, { isAvailable: false, inCinemas: date })).toEqual([false, null]);
    expect(tells(RADARR, { isAvailable: true, ...both })).toEqual([true, null]);
    expect(tells(RADARR, {})).toEqual([true, null]);
  });

  test("tells a movie by its TMDB id", () => {
    const movie = {
      id: 3,
      title: "Slow Tide",
      titleSlug: "77",
      tmdbId: 77,
      hasFile: false,
      tags: [],
    };
    const library = createLibraryBuilder(RADARR)(parseTitles(RADARR, [movie]) ?? [], []);
    expect(library.titles.get(3)).toMatchObject({
      tmdbId: 77,
      tvdbId: null,
      pagePath: "/movie/77",
      hasFile: false,
      posterUrl: null,
    });
  });

  test("never takes a poster that only the *arr itself can show", () => {
    const images = [{ coverType: "poster", url: "/MediaCover/12/poster.jpg" }];
    const relative = [{ coverType: "poster", remoteUrl: "/MediaCover/12/poster.jpg" }];
    const library = createLibraryBuilder(SONARR)(
      titles({ ...SERIES, images }, { ...SERIES, id: 13, images: relative }),
      tags("a", "b"),
    );
    expect([...library.titles.values()].map((title) => title.posterUrl)).toEqual([null, null]);
  });

  test("takes the first poster that has an address, where earlier ones have none", () => {
    const images = [
      { coverType: "fanart", remoteUrl: "https://art.example/fanart.jpg" },
      { coverType: "poster", url: "/MediaCover/12/poster.jpg" },
      { coverType: "poster", remoteUrl: "/MediaCover/12/poster.jpg" },
      { coverType: "poster", remoteUrl: "https://art.example/second.jpg" },
      { coverType: "poster", remoteUrl: "https://art.example/third.jpg" },
    ];
    const library = createLibraryBuilder(SONARR)(titles({ ...SERIES, images }), []);
    expect(library.titles.get(12)?.posterUrl).toBe("https://art.example/second.jpg");
  });

  test("takes no poster whose address is endless", () => {
    const images = [{ coverType: "poster", remoteUrl: `https://art.example/${"p".repeat(3000)}` }];
    const library = createLibraryBuilder(SONARR)(titles({ ...SERIES, images }), []);
    expect(library.titles.get(12)?.posterUrl).toBeNull();
  });

  test("is told although a name in it is half a surrogate pair, or has lines and turns the text", () => {
    const odd = { ...SERIES, titleSlug: "\ud800", title: "a\nb\u202ec", path: "/tv/a\nb" };
    const library = createLibraryBuilder(SONARR)(titles(odd), tags("Ma\u202era", "4k\u0007"));
    expect(library.titles.get(12)).toMatchObject({
      title: "a b c",
      path: "/tv/a b",
      pagePath: "/series/%EF%BF%BD",
      tagLabels: ["ma ra", "4k"],
    });
  });

  test("names the tags it does not know", () => {
    const build = createLibraryBuilder(SONARR);
    const library = build(titles(SERIES), tags("mara"));
    expect(library.titles.get(12)?.tagLabels).toEqual(["mara"]);
    expect(library.missingTagIds).toEqual(new Set([2]));
  });

  test("equal titles stay the same objects, and an equal library the same map", () => {
    const build = createLibraryBuilder(SONARR);
    const before = build(titles(SERIES, { ...SERIES, id: 13 }), tags("a", "b"));
    const same = build(titles(SERIES, { ...SERIES, id: 13 }), tags("a", "b"));
    expect(same.titles).toBe(before.titles);
    const after = build(titles(SERIES, { ...SERIES, id: 13, year: 2025 }), tags("a", "b"));
    expect(after.titles).not.toBe(before.titles);
    expect(after.titles.get(12)).toBe(before.titles.get(12));
    expect(after.titles.get(13)?.year).toBe(2025);
  });

  test("a tag renamed changes the titles that carry it", () => {
    const build = createLibraryBuilder(SONARR);
    const wire = titles(SERIES);
    build(wire, tags("old", "4k"));
    expect(build(wire, tags("new", "4k")).titles.get(12)?.tagLabels).toEqual(["new", "4k"]);
  });
});
