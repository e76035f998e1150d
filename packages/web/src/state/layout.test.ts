import type { NormalizedDownload } from "@sofarr/contract";
import { describe, expect, it } from "vitest";

import { applyFrame } from "./dashboard.ts";
import { keyOf } from "./download-key.ts";
import { createLayoutSelector, layOut } from "./layout.ts";
import { makeAwaited, makeDownload, makePayload } from "./make-download.ts";
import { DEFAULT_VIEW, NOBODY, type ViewOptions } from "./view-options.ts";

const compareText = new Intl.Collator("en", { numeric: true }).compare;

function idsOf(downloads: readonly NormalizedDownload[], view: Partial<ViewOptions> = {}) {
  const byKey = new Map(downloads.map((download) => [keyOf(download), download]));
  const layout = layOut(
    { downloads: byKey, awaited: [] },
    { ...DEFAULT_VIEW, ...view },
    compareText,
  );
  return layout.groups.map(({ group, keys }) => [
    group,
    keys.map((key) => key.split("/")[1]).join(" "),
  ]);
}

describe("the layout", () => {
  it("shows groups in their order and leaves out empty ones", () => {
    expect(
      idsOf([
        makeDownload({ id: "done", status: "Seeding", progress: 100, arrState: null }),
        makeDownload({ id: "moving" }),
        makeDownload({ id: "stuck", status: "Stalled" }),
      ]),
    ).toEqual([
      ["attention", "stuck"],
      ["downloading", "moving"],
      ["done", "done"],
    ]);
  });

  it("counts every group, also while one is chosen", () => {
    const byKey = new Map(
      [makeDownload({ id: "a" }), makeDownload({ id: "b", status: "Paused" })].map((download) => [
        keyOf(download),
        download,
      ]),
    );
    const layout = layOut(
      { downloads: byKey, awaited: [] },
      { ...DEFAULT_VIEW, group: "waiting" },
      compareText,
    );
    expect(layout.groups.map(({ group }) => group)).toEqual(["waiting"]);
    expect(layout.counts).toMatchObject({ downloading: 1, waiting: 1, done: 0 });
    expect(layout.total).toBe(2);
  });

  it("has what is awaited in a group of its own, filtered like the rest, and counted", () => {
    const awaited = [
      makeAwaited({ id: "b", title: "Beta", people: ["Mira"] }),
      makeAwaited({ id: "a", title: "Alpha" }),
    ];
    const download = makeDownload({ status: "Seeding", progress: 100, arrState: "imported" });
    const dashboard = { downloads: new Map([[keyOf(download), download]]), awaited };
    const layoutOf = (view: Partial<ViewOptions>) => {
      const { groups, total } = layOut(dashboard, { ...DEFAULT_VIEW, ...view }, compareText);
      expect(total).toBe(3);
      return groups.map(({ group, keys }) => [group, keys.length === 1 ? "one" : keys.join(" ")]);
    };
    expect(layoutOf({})).toEqual([
      ["asked", "b a"],
      ["done", "one"],
    ]);
    expect(layoutOf({ sort: "title", group: "asked" })).toEqual([["asked", "a b"]]);
    expect(layoutOf({ query: "alph" })).toEqual([["asked", "one"]]);
    expect(layoutOf({ person: "Mira" })).toEqual([["asked", "one"]]);
    expect(layoutOf({ client: "qbittorrent-main" })).toEqual([["done", "one"]]);
  });

  it("filters by client and by words", () => {
    const downloads = [
      makeDownload({ id: "a" }),
      makeDownload({ id: "b", instanceId: "sabnzbd-attic" }),
      makeDownload({ id: "c", seriesName: "Other" }),
    ];
    expect(idsOf(downloads, { client: "sabnzbd-attic" })).toEqual([["downloading", "b"]]);
    expect(idsOf(downloads, { query: "other" })).toEqual([["downloading", "c"]]);
  });

  it("filters by person", () => {
    const downloads = [
      makeDownload({ id: "a", tagBadges: [{ label: "mira", user: "Mira" }] }),
      makeDownload({ id: "b", tagBadges: [{ label: "other", user: null }] }),
    ];
    expect(idsOf(downloads, { person: "Mira" })).toEqual([["downloading", "a"]]);
    expect(idsOf(downloads, { person: NOBODY })).toEqual([["downloading", "b"]]);
  });

  it("puts the newest first and the undated last", () => {
    expect(
      idsOf([
        makeDownload({ id: "undated" }),
        makeDownload({ id: "old", addedOn: "2026-11-20T10:00:00.000Z" }),
        makeDownload({ id: "new", addedOn: "2026-11-23T10:00:00.000Z" }),
      ]),
    ).toEqual([["downloading", "new old undated"]]);
  });

  it("puts the soonest first and the unknown last, without trading places over seconds", () => {
    const downloads = [
      makeDownload({ id: "unknown", eta: null }),
      makeDownload({ id: "a", eta: 601 }),
      makeDownload({ id: "b", eta: 600 }),
      makeDownload({ id: "first", eta: 20 }),
    ];
    expect(idsOf(downloads, { sort: "soonest" })).toEqual([["downloading", "first a b unknown"]]);
  });

  it("sorts by title, then by episode, with numbers as numbers", () => {
    const episode = (seasonNumber: number, episodeNumber: number) => ({
      episodes: [{ seasonNumber, episodeNumber, title: null }],
    });
    expect(
      idsOf(
        [
          makeDownload({ id: "ten", seriesName: "Show 10" }),
          makeDownload({ id: "s2", seriesName: "Show 9", ...episode(2, 1) }),
          makeDownload({ id: "s1e10", seriesName: "Show 9", ...episode(1, 10) }),
          makeDownload({ id: "s1e9", seriesName: "Show 9", ...episode(1, 9) }),
        ],
        { sort: "title" },
      ),
    ).toEqual([["downloading", "s1e9 s1e10 s2 ten"]]);
  });
});

describe("the layout selector", () => {
  const select = () => createLayoutSelector(DEFAULT_VIEW, compareText);
  const dashboard = (downloads: NormalizedDownload[]) =>
    applyFrame(null, makePayload({ downloads }), 1);

  it("has no layout before the first frame", () => {
    expect(select()(null)).toBeNull();
  });

  it("hands out the same layout while only numbers move", () => {
    const selector = select();
    const first = selector(dashboard([makeDownload({ id: "a", progress: 1 })]));
    expect(selector(dashboard([makeDownload({ id: "a", progress: 2, speed: 9 })]))).toBe(first);
  });

  it("keeps the groups that a change does not concern", () => {
    const selector = select();
    const queued = makeDownload({ id: "q", status: "Queued" });
    const first = selector(dashboard([makeDownload({ id: "a" }), queued]));
    const second = selector(
      dashboard([makeDownload({ id: "a" }), makeDownload({ id: "b" }), queued]),
    );
    expect(second).not.toBe(first);
    expect(second?.groups[0]).not.toBe(first?.groups[0]);
    expect(second?.groups[1]).toBe(first?.groups[1]);
  });

  it("changes when a download moves to another group", () => {
    const selector = select();
    const first = selector(dashboard([makeDownload({ id: "a" })]));
    const second = selector(dashboard([makeDownload({ id: "a", status: "Stalled" })]));
    expect(second).not.toBe(first);
    expect(second?.groups[0]?.group).toBe("attention");
  });
});
