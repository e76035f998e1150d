import { describe, expect, it } from "vitest";

import { applyFrame } from "./dashboard.ts";
import { makeDownload, makePayload } from "./make-download.ts";
import { createPeopleSelector, isOf } from "./people.ts";
import { NOBODY } from "./view-options.ts";

const compareText = new Intl.Collator("en").compare;
const ofMira = makeDownload({ id: "1", tagBadges: [{ label: "mira", user: "Mira" }] });
const ofBoth = makeDownload({
  id: "2",
  tagBadges: [
    { label: "mira", user: "Mira" },
    { label: "ana", user: "Ana" },
  ],
});
const unclear = makeDownload({ id: "3", tagBadges: [{ label: "jonas-k", user: null }] });
const untagged = makeDownload({ id: "4" });

function frame(downloads: ReturnType<typeof makeDownload>[]) {
  return applyFrame(null, makePayload({ showAll: true, downloads }), 0);
}

describe("whose a download is", () => {
  it("is everybody's who is named on it", () => {
    expect([ofMira, ofBoth, unclear].map((download) => isOf(download, "Mira"))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("is nobody's without a label, or with one that names no person", () => {
    expect([untagged, unclear, ofMira].map((download) => isOf(download, NOBODY))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("the people of a dashboard", () => {
  it("are named once and in order, and orphans are noticed", () => {
    const select = createPeopleSelector(compareText);
    expect(select(frame([ofMira, ofBoth]))).toEqual({ names: ["Ana", "Mira"], hasOrphans: false });
    expect(select(frame([untagged]))).toEqual({ names: [], hasOrphans: true });
  });

  it("stay the same object while numbers tick by", () => {
    const select = createPeopleSelector(compareText);
    const before = select(frame([ofMira]));
    expect(select(frame([{ ...ofMira, progress: 51 }]))).toBe(before);
  });

  it("are unknown before the first frame", () => {
    expect(createPeopleSelector(compareText)(null)).toBeNull();
  });
});
