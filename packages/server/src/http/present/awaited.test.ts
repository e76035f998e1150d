import { describe, expect, test } from "vitest";

import type { Awaited } from "../../domain/awaited.ts";
import { makeRequest, makeTitle } from "../../domain/make.case.ts";
import type { Viewer } from "../../domain/user.ts";
import type { Instance } from "../../upstreams/instance.ts";
import { presentAwaited } from "./awaited.ts";

const alice: Viewer = { id: "alice", name: "Alice", isAdmin: false };
const root: Viewer = { id: "root", name: "Root", isAdmin: true };

function instance(kind: string): Instance {
  const url = `http://${kind}.internal:1234`;
  const id = `${kind}-main`;
  const tls = { ca: null, insecure: false, setting: "SONARR_TLS" };
  return {
    id,
    kind,
    name: kind,
    url,
    publicUrl: null,
    apiKey: null,
    username: null,
    password: null,
    tls,
  };
}

const bobs = makeRequest({ id: 77, tmdbId: 5, requestedAt: 1_000 });
const held: Awaited = {
  key: "sonarr-main/1",
  mediaType: "tv",
  stage: "held",
  arr: {
    instanceId: "sonarr-main",
    title: makeTitle({ tmdbId: 5, posterUrl: "http://sonarr.internal/p.jpg" }),
  },
  owners: [
    { user: { id: "bob", name: "Bob" }, request: bobs },
    { user: { id: "alice", name: "Alice" }, request: null },
  ],
  episodes: [{ id: 31, seasonNumber: 1, episodeNumber: 2, title: "Two" }],
  foundAt: 2_000,
  until: 9_000,
};

function present(awaited: Awaited, viewer: Viewer) {
  return presentAwaited(awaited, viewer, {
    instances: new Map(["sonarr", "ombi"].map((kind) => [`${kind}-main`, instance(kind)])),
    coverArt: (who, url) => `/api/dashboard/cover-art?url=urn:for-${who.id}-${url.length}`,
  });
}

describe("something awaited", () => {
  test("tells its owner what, how far and until when, and nothing of the other's request", () => {
    expect(present(held, alice)).toEqual({
      id: "sonarr-main/1",
      mediaType: "tv",
      stage: "held",
      title: "Title 1",
      year: 2021,
      episodes: [{ seasonNumber: 1, episodeNumber: 2, title: "Two" }],
      coverArt: "/api/dashboard/cover-art?url=urn:for-alice-28",
      since: "1970-01-01T00:00:02.000Z",
      until: "1970-01-01T00:00:09.000Z",
      ombiRequestId: null,
      ombiLink: null,
      arrLink: null,
      people: [],
    });
  });

  test("tells an admin for whom it is and where to look", () => {
    expect(present(held, root)).toMatchObject({
      since: "1970-01-01T00:00:01.000Z",
      ombiRequestId: "77",
      ombiLink: "http://ombi.internal:1234/details/tv/5",
      arrLink: "http://sonarr.internal:1234/series/title-1",
      people: ["Bob", "Alice"],
    });
  });

  test("that no *arr knows goes by the words of its request", () => {
    const asked = { ...held, arr: null, owners: [{ user: null, request: bobs }], until: null };
    expect(present(asked, root)).toMatchObject({
      title: "Title",
      year: null,
      coverArt: null,
      until: null,
      arrLink: null,
      people: [],
    });
  });
});
