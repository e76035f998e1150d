import type { NormalizedDownload } from "@sofarr/contract";
import { describe, expect, it } from "vitest";

import { createDashboardStore } from "./dashboard-store.ts";
import { keyOf } from "./download-key.ts";
import { createLayoutSelector } from "./layout.ts";
import { makeDownload, makePayload } from "./make-download.ts";
import { DEFAULT_VIEW } from "./view-options.ts";

const compareText = new Intl.Collator("en", { numeric: true }).compare;
const serverTime = "2026-11-23T12:00:09.000Z";

const setOf = (downloads: readonly NormalizedDownload[]) =>
  Object.fromEntries(downloads.map((download) => [keyOf(download), download]));

describe("the dashboard store", () => {
  it("wakes 50 cards, and no list, for 50 updates among 1,000", () => {
    const downloads = Array.from({ length: 1_000 }, (_, index) =>
      makeDownload({ id: `d${index}`, progress: 10 }),
    );
    const store = createDashboardStore();
    store.frame(makePayload({ downloads }), 1);

    const woken: string[] = [];
    for (const download of downloads) {
      const key = keyOf(download);
      store.subscribeTo(key, () => woken.push(key));
    }
    const select = createLayoutSelector(DEFAULT_VIEW, compareText);
    const layout = select(store.get());

    const moved = downloads
      .filter((_, index) => index % 20 === 0)
      .map((download) => ({ ...download, progress: 11 }));
    store.patch({ set: setOf(moved), del: [], serverTime }, 2);

    expect(woken).toEqual(moved.map(keyOf));
    expect(woken).toHaveLength(50);
    expect(select(store.get())).toBe(layout);
  });

  it("wakes nobody's card when a frame repeats what is known", () => {
    const store = createDashboardStore();
    store.frame(makePayload({ downloads: [makeDownload()] }), 1);
    let woken = 0;
    store.subscribeTo(keyOf(makeDownload()), () => (woken += 1));
    store.frame(makePayload({ downloads: [makeDownload()] }), 2);
    expect(woken).toBe(0);
  });

  it("shows a listener the new download, and undefined when it is gone", () => {
    const store = createDashboardStore();
    const key = keyOf(makeDownload());
    const seen: (number | undefined)[] = [];
    store.subscribeTo(key, () => seen.push(store.download(key)?.progress));
    store.frame(makePayload({ downloads: [makeDownload({ progress: 1 })] }), 1);
    store.patch({ set: {}, del: [key], serverTime }, 2);
    expect(seen).toEqual([1, undefined]);
  });

  it("tells no one who has left", () => {
    const store = createDashboardStore();
    let told = 0;
    const leave = store.subscribeTo(keyOf(makeDownload()), () => (told += 1));
    const leaveAll = store.subscribe(() => (told += 1));
    leave();
    leaveAll();
    store.frame(makePayload({ downloads: [makeDownload()] }), 1);
    expect(told).toBe(0);
  });

  it("ignores a patch before the first frame", () => {
    const store = createDashboardStore();
    store.patch({ set: setOf([makeDownload()]), del: [], serverTime }, 1);
    expect(store.get()).toBeNull();
  });
});
