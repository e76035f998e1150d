import { describe, expect, test } from "vitest";

import { ombiLink } from "./ombi-link.ts";

const member = { id: "alice", name: "Alice", isAdmin: false };
const admin = { id: "root", name: "Root", isAdmin: true };
const inside = { url: "http://ombi:3579/ombi", publicUrl: null };
const outside = { ...inside, publicUrl: "https://requests.example.org" };
const show = { mediaType: "tv", tmdbId: 1396, title: "Harbor Lights" } as const;

describe("links to Ombi", () => {
  test("lead to the title's page, which is the only one Ombi 4 has", () => {
    expect(ombiLink(outside, member, show)).toBe("https://requests.example.org/details/tv/1396");
    expect(ombiLink(outside, member, { ...show, mediaType: "movie" })).toBe(
      "https://requests.example.org/details/movie/1396",
    );
  });

  test("lead to a search for it while its TMDB id is not known", () => {
    const unknown = (title: string) => ombiLink(outside, member, { ...show, tmdbId: null, title });
    expect(unknown("What/Why? #2")).toBe(
      "https://requests.example.org/discover/What%2FWhy%3F%20%232",
    );
    expect(unknown("cut \ud83d")).toBe("https://requests.example.org/discover/cut%20%EF%BF%BD");
    expect(unknown("")).toBeNull();
  });

  test("show the internal address to admins alone", () => {
    expect(ombiLink(inside, member, show)).toBeNull();
    expect(ombiLink(inside, admin, show)).toBe("http://ombi:3579/ombi/details/tv/1396");
    expect(ombiLink(outside, admin, show)).toBe("https://requests.example.org/details/tv/1396");
    expect(ombiLink(undefined, admin, show)).toBeNull();
  });
});
