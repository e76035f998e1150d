import { describe, expect, it } from "vitest";

import { applyFrame, type Dashboard } from "./dashboard.ts";
import {
  createStaleSelector,
  dataAgeSeconds,
  isComplete,
  sourceAgeSeconds,
  staleInstances,
  troubledSources,
} from "./freshness.ts";
import { makePayload, makeSource } from "./make-download.ts";

const READ_AT = 50_000;
const clients = ["one", "two"].map((id) => ({ id, name: id, type: "qbittorrent" }));

function dashboardWith(...sources: Parameters<typeof makeSource>[0][]): Dashboard {
  return applyFrame(
    null,
    makePayload({ downloadClients: clients, sources: sources.map((parts) => makeSource(parts)) }),
    READ_AT,
  );
}

describe("the age of the data", () => {
  it("is that of the oldest download client that answers, counted on since", () => {
    const dashboard = dashboardWith({ id: "one", ageSeconds: 2 }, { id: "two", ageSeconds: 5 });
    expect(dataAgeSeconds(dashboard, READ_AT)).toBe(5);
    expect(dataAgeSeconds(dashboard, READ_AT + 7_999)).toBe(12);
  });

  it("leaves out those in trouble and those that are no download client", () => {
    const dashboard = dashboardWith(
      { id: "one", ageSeconds: 3 },
      { id: "two", state: "stale", ageSeconds: 900 },
      { id: "sonarr-main", type: "sonarr", ageSeconds: 300 },
    );
    expect(dataAgeSeconds(dashboard, READ_AT)).toBe(3);
  });

  it("is unknown when nothing was ever read", () => {
    const dashboard = dashboardWith({ id: "one", state: "never", ageSeconds: null });
    expect(dataAgeSeconds(dashboard, READ_AT)).toBeNull();
  });

  it("never runs backwards when the clock is set back", () => {
    expect(sourceAgeSeconds(makeSource({ ageSeconds: 4 }), { sourcesReadAt: 9_000 }, 1_000)).toBe(
      4,
    );
  });
});

describe("trouble", () => {
  it("names download clients first, and neither the healthy nor the not yet asked", () => {
    const dashboard = dashboardWith(
      { id: "sonarr-main", state: "failed" },
      { id: "one", state: "never" },
      { id: "two", state: "stale" },
    );
    expect(troubledSources(dashboard).map((source) => source.id)).toEqual(["two", "sonarr-main"]);
  });

  it("dates the downloads of a silent instance by its last answer", () => {
    const dashboard = dashboardWith(
      { id: "one" },
      { id: "two", state: "stale", lastSuccessAt: "2026-11-23T11:00:00.000Z" },
      { id: "three", state: "failed", lastSuccessAt: null },
    );
    expect([...staleInstances(dashboard)]).toEqual([
      ["two", "2026-11-23T11:00:00.000Z"],
      ["three", "1970-01-01T00:00:00.000Z"],
    ]);
  });

  it("is the same answer while only ages move", () => {
    const select = createStaleSelector();
    const first = select(dashboardWith({ id: "one", state: "stale", ageSeconds: 60 }));
    expect(select(dashboardWith({ id: "one", state: "stale", ageSeconds: 65 }))).toBe(first);
    expect(select(dashboardWith({ id: "one" }))).not.toBe(first);
  });

  it.each([
    ["ok", true],
    ["stale", false],
    ["failed", false],
    ["never", false],
  ] as const)("believes an empty list when a download client is %s: %s", (state, believed) => {
    expect(isComplete(dashboardWith({ id: "one" }, { id: "two", state }))).toBe(believed);
  });

  it("believes an empty list though Sonarr is down", () => {
    expect(isComplete(dashboardWith({ id: "one" }, { id: "sonarr", state: "failed" }))).toBe(true);
  });
});
