import { describe, expect, it } from "vitest";

import { createFormat } from "../../format/format.ts";
import { createTranslate } from "../../i18n/catalogue.ts";
import { en } from "../../i18n/en.ts";
import { makeDownload } from "../../state/make-download.ts";
import { detailsOf } from "./details.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const locale = { t: createTranslate("en-GB", en), format: createFormat("en-GB", "UTC") };

const detail = (name: string, parts: Parameters<typeof makeDownload>[0], isStale = false) =>
  detailsOf(makeDownload(parts), isStale, NOW, locale).find((one) => one.name === name)?.text;

describe("details", () => {
  it("give the clock time of arrival, unless the numbers are old", () => {
    expect(detail("Ready", { eta: 3_600 })).toBe("about 13:00");
    expect(detail("Ready", { eta: 3_600 }, true)).toBeUndefined();
    expect(detail("Ready", { eta: null })).toBeUndefined();
  });

  it("name the release, unless it is the title already", () => {
    expect(detail("Release", {})?.replaceAll("\u200B", "")).toBe("Some.Show.S01E02.1080p.WEB-DL");
    expect(detail("Release", { seriesName: null })).toBeUndefined();
  });

  it("leave out what nobody knows", () => {
    const names = detailsOf(
      makeDownload({ category: "", eta: null, tagBadges: [] }),
      false,
      NOW,
      locale,
    ).map(({ name }) => name);
    expect(names).toEqual(["Release", "Size", "Quality", "Download client"]);
  });

  it("say how old it is, never a negative time", () => {
    expect(detail("Added", { addedOn: "2026-11-23T09:30:00Z" })).toBe("2 hrs ago");
    expect(detail("Added", { addedOn: "2026-11-23T12:00:09Z" })).toBe("0 secs ago");
    expect(detail("Added", { addedOn: "yesterday" })).toBeUndefined();
  });

  it("tell a swarm nobody is in from one nobody knows", () => {
    expect(detail("Connected", { seeders: 0, peers: 0 })).toBe("0 complete, 0 others");
    expect(detail("Connected", { seeders: null, peers: 3 })).toBeUndefined();
  });

  it("give the size, also where a row has a button in its place", () => {
    expect(detail("Size", {})).toBe("2.0 GB of 4.0 GB");
    expect(detail("Size", { status: "Seeding", progress: 100 })).toBe("4.0 GB");
    expect(detail("Size", { size: 0 })).toBeUndefined();
  });

  it("tell admins every label, also those that are no person's", () => {
    const tagBadges = [
      { label: "mira", user: "Mira" },
      { label: "jonas-tablet", user: null },
    ];
    expect(detail("Labels", { tagBadges })).toBe("mira, jonas-tablet");
    expect(detail("Labels", { allTags: ["mira"], matchedUserTag: "mira" })).toBeUndefined();
  });

  it("do not ask who has it once it is here", () => {
    const whole = { status: "Seeding", progress: 100, seeders: 2, peers: 3, availability: 100 };
    expect(detail("Connected", whole)).toBeUndefined();
    expect(detail("Within reach", whole)).toBeUndefined();
    expect(detail("Within reach", { availability: 43.9 })).toBe("43%");
  });
});
