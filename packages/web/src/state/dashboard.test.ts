import { downloadKey, type DashboardPatch } from "@sofarr/contract";
import { describe, expect, it } from "vitest";

import { applyFrame, applyPatch, changedKeys } from "./dashboard.ts";
import { keyOf } from "./download-key.ts";
import { makeAwaited, makeDownload, makePayload, makeSource } from "./make-download.ts";

const patch = (parts: Partial<DashboardPatch>): DashboardPatch => ({
  set: {},
  del: [],
  serverTime: "2026-11-23T12:00:09.000Z",
  ...parts,
});

describe("a frame", () => {
  it("replaces everything that was there", () => {
    const first = applyFrame(null, makePayload({ downloads: [makeDownload({ id: "old" })] }), 1);
    const second = applyFrame(
      first,
      makePayload({ downloads: [makeDownload({ id: "new" })], showAll: true }),
      2,
    );
    expect([...second.downloads.keys()]).toEqual(["qbittorrent-main/new"]);
    expect(second).toMatchObject({ showAll: true, sourcesReadAt: 2 });
  });

  it("keeps the object of a download that says the same as before", () => {
    const downloads = [makeDownload({ id: "same" }), makeDownload({ id: "moves", progress: 1 })];
    const first = applyFrame(null, makePayload({ downloads }), 1);
    const again = structuredClone(downloads);
    again[1] = makeDownload({ id: "moves", progress: 2 });
    const second = applyFrame(first, makePayload({ downloads: again }), 2);
    expect(changedKeys(first, second)).toEqual(["qbittorrent-main/moves"]);
  });

  it("keeps two instances with the same id apart", () => {
    const state = applyFrame(
      null,
      makePayload({
        downloads: [makeDownload(), makeDownload({ instanceId: "qbittorrent-attic" })],
      }),
      1,
    );
    expect(state.downloads.size).toBe(2);
  });
});

describe("a patch", () => {
  const first = applyFrame(
    null,
    makePayload({ downloads: [makeDownload({ id: "a" }), makeDownload({ id: "b" })] }),
    1_000,
  );

  it("replaces what is awaited when it says so, and leaves it alone otherwise", () => {
    const awaited = [makeAwaited()];
    const next = applyPatch(first, patch({ awaited }), 2);
    expect(next.awaited).toBe(awaited);
    expect(applyPatch(next, patch({}), 3).awaited).toBe(awaited);
    expect(applyFrame(next, makePayload({ awaited: [makeAwaited()] }), 4).awaited).toBe(awaited);
  });

  it("deletes first, then sets", () => {
    const back = makeDownload({ id: "a", progress: 1 });
    const next = applyPatch(
      first,
      patch({ del: ["qbittorrent-main/a", "qbittorrent-main/b"], set: { [keyOf(back)]: back } }),
      2_000,
    );
    expect([...next.downloads.values()]).toEqual([back]);
    expect(first.downloads.size).toBe(2);
  });

  it("names what changed and what went, and nothing else", () => {
    const moved = makeDownload({ id: "a", progress: 51 });
    const next = applyPatch(
      first,
      patch({ set: { [keyOf(moved)]: moved }, del: ["qbittorrent-main/b", "nobody/knows"] }),
      2_000,
    );
    expect(changedKeys(first, next)).toEqual(["qbittorrent-main/a", "qbittorrent-main/b"]);
  });

  it("leaves ages counting on when it brings no sources", () => {
    expect(applyPatch(first, patch({}), 2_000).sourcesReadAt).toBe(1_000);
    const fresh = applyPatch(first, patch({ sources: [makeSource({ state: "stale" })] }), 2_000);
    expect(fresh.sourcesReadAt).toBe(2_000);
    expect(fresh.sources[0]?.state).toBe("stale");
  });
});

it("keys downloads as the contract does", () => {
  const download = makeDownload({ id: "x/y", instanceId: "rtorrent-attic" });
  expect(keyOf(download)).toBe(downloadKey(download));
});
