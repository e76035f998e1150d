import { describe, expect, test } from "vitest";

import type { OwnedOutcome } from "../../domain/history.ts";
import { makeTitle } from "../../domain/make.case.ts";
import type { Viewer } from "../../domain/user.ts";
import type { Instance } from "../../upstreams/instance.ts";
import type { PresentContext } from "./download.ts";
import { presentOutcome } from "./history.ts";

const alice: Viewer = { id: "alice", name: "Alice", isAdmin: false };
const root: Viewer = { id: "root", name: "Root", isAdmin: true };
const users = { alice: { id: "alice", name: "Alice" }, bob: { id: "bob", name: "Bob" } };

const context: PresentContext = {
  instances: new Map([
    [
      "radarr-main",
      { name: "Main", url: "http://radarr:7878", publicUrl: null } as Partial<Instance> as Instance,
    ],
  ]),
  coverArt: (viewer, posterUrl) => `/cover-art/${viewer.id}/${posterUrl.length}`,
};

describe("what came of a release, as somebody may see it", () => {
  test("holds no path or link, wherever the *arr put one, not even for admins", () => {
    const outcome = makeOutcome({
      releaseTitle: "/downloads/By Hand/By.Hand.mkv",
      message: "See https://indexer.example/x?apikey=1 and C:\\downloads\\x",
    });
    for (const viewer of [alice, root]) {
      expect(presentOutcome(outcome, viewer, context)).toMatchObject({
        title: "[path]",
        failureMessage: "See [link] and [path]",
      });
    }
  });

  test("shows others than admins their own label and no address", () => {
    const { allTags, matchedUserTag, arrLink, tagBadges } = presentOutcome(
      makeOutcome(),
      alice,
      context,
    );
    expect({ allTags, matchedUserTag, arrLink, tagBadges }).toEqual({
      allTags: ["alice"],
      matchedUserTag: "alice",
      arrLink: null,
      tagBadges: undefined,
    });
  });

  test("shows admins every label with whom it means, and its page", () => {
    expect(presentOutcome(makeOutcome(), root, context)).toMatchObject({
      allTags: ["alice", "bob", "hd"],
      matchedUserTag: "alice",
      arrLink: "http://radarr:7878/movie/1",
      tagBadges: [
        { label: "alice", user: "Alice" },
        { label: "bob", user: "Bob" },
        { label: "hd", user: null },
      ],
    });
  });

  test("is an upgrade only when it failed; a reason is for failures alone", () => {
    const imported = makeOutcome({ outcome: "imported", isOnDisk: true, message: "copied" });
    expect(presentOutcome(imported, alice, context)).toMatchObject({
      availableForUpgrade: false,
      failureMessage: null,
    });
    expect(presentOutcome(makeOutcome({ isOnDisk: true }), alice, context)).toMatchObject({
      availableForUpgrade: true,
    });
  });

  test("without a title has no names, no poster and no page", () => {
    expect(presentOutcome(makeOutcome({ title: null }), root, context)).toMatchObject({
      movieName: null,
      seriesName: null,
      coverArt: null,
      arrLink: null,
    });
  });
});

function makeOutcome(change: Partial<OwnedOutcome> = {}): OwnedOutcome {
  return {
    id: "radarr-main/failed/1/AA11",
    instanceId: "radarr-main",
    kind: "radarr",
    outcome: "failed",
    releaseTitle: "Some.Release.1080p",
    title: makeTitle({ pagePath: "/movie/1", posterUrl: "https://images.example/1.jpg" }),
    episodes: [],
    at: 0,
    quality: null,
    message: null,
    isOnDisk: false,
    owners: new Map([
      ["alice", { label: "alice", request: null }],
      ["bob", { label: "bob", request: null }],
    ]),
    labels: [
      { label: "alice", verdict: { kind: "user", user: users.alice } },
      { label: "bob", verdict: { kind: "user", user: users.bob } },
      { label: "hd", verdict: { kind: "nobody" } },
    ],
    ...change,
  };
}
