import {
  DashboardTable,
  TITLE_FIELDS,
  type DashboardPayload,
  type NormalizedDownload,
} from "@sofarr/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { dashboardTable } from "../../packages/server/src/http/table/dashboard-table.ts";
import { payloadOf } from "../../packages/web/src/api/dashboard-table.ts";
import { makeDownload, makePayload } from "../../packages/web/src/state/make-download.ts";
import { payloadIn } from "../journeys/told-table.ts";

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const isTable = ajv.compile(DashboardTable);

const HEX_DIGITS = Array.from({ length: 16 }, (_, digit) => digit.toString(16));
const text = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    "b",
    "__proto__",
    "constructor",
    "[]",
    "null",
    '"',
    "\0",
    "\u2028",
    "é😀",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 3 });
const hash = fc.string({
  unit: fc.constantFrom(...HEX_DIGITS),
  minLength: 40,
  maxLength: 40,
});
const whole = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 53, 1e21, 0.5, -7.25),
);
const date = fc.oneof(
  fc.integer({ min: -1e11, max: 1e12 }).map((seconds) => new Date(seconds * 1_000).toISOString()),
  fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
  fc.constantFrom(
    "",
    "2026-11-26",
    "2026-02-30T00:00:00.000Z",
    "2026-11-26T12:00:00.000+01:00",
    "x",
  ),
);
const episodes = fc.array(
  fc.record({ seasonNumber: whole, episodeNumber: whole, title: orNull(text) }),
  { maxLength: 3 },
);
const badges = fc.array(fc.record({ label: text, user: orNull(text) }), { maxLength: 2 });

const download: fc.Arbitrary<NormalizedDownload> = fc
  .record({
    needed: fc.record({
      id: fc.oneof(
        hash,
        hash.map((id) => id.toUpperCase()),
        text,
      ),
      title: text,
      type: fc.constantFrom("usenet" as const, "torrent" as const),
      instanceId: fc.constantFrom("one", "two"),
      status: text,
      progress: fc.oneof(
        fc.integer({ min: 0, max: 100 }),
        fc.double({ min: 0, max: 100, noNaN: true }),
      ),
      size: whole,
      downloaded: whole,
      speed: whole,
      eta: orNull(whole),
      placeInLine: orNull(whole),
      tags: fc.array(text, { maxLength: 2 }),
      arrQueueId: orNull(whole),
      arrType: fc.constantFrom("series" as const, "movie" as const, null),
      seriesName: orNull(text),
      movieName: orNull(text),
      year: orNull(whole),
      coverArt: orNull(text),
      allTags: fc.array(text, { maxLength: 2 }),
      matchedUserTag: orNull(text),
      episodes,
      importIssues: fc.array(text, { maxLength: 2 }),
      availability: orNull(whole),
      arrContentId: orNull(whole),
      arrContentIds: fc.array(whole, { maxLength: 2 }),
      canBlocklist: fc.boolean(),
    }),
    optional: fc.record({ savePath: text, addedOn: date, tagBadges: badges }, { requiredKeys: [] }),
  })
  .map(({ needed, optional }) => makeDownload({ ...needed, ...optional }));

/** Many lists, and lists in which much is alike, as in a household. */
const downloads = fc.oneof(
  fc.array(download, { maxLength: 6 }),
  fc
    .tuple(
      fc.array(download, { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(fc.nat(), hash), { maxLength: 60 }),
    )
    .map(([kinds, ones]) =>
      ones.map(([kind, id]) => ({ ...kinds[kind % kinds.length], id }) as NormalizedDownload),
    ),
);

/** As it is after a journey as JSON: what is -0 here is 0 there. */
function sent<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function sorted(payload: DashboardPayload): DashboardPayload {
  const texts = new Map(payload.downloads.map((one) => [one, canonical(one)]));
  const of = (one: NormalizedDownload): string => texts.get(one) ?? "";
  const byText = payload.downloads.toSorted((a, b) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0));
  return { ...payload, downloads: byText };
}

function canonical(download: NormalizedDownload): string {
  return JSON.stringify(Object.entries(download).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe("a payload told as a table", () => {
  test("is the same one again, to the web app and to a reader of its own", () => {
    fc.assert(
      fc.property(downloads, (list) => {
        const payload = sent(makePayload({ downloads: list }));
        const data = JSON.stringify(dashboardTable(payload));
        isTable(JSON.parse(data));
        expect(isTable.errors ?? null).toBe(null);
        expect(sorted(payloadOf(JSON.parse(data) as DashboardTable))).toStrictEqual(
          sorted(payload),
        );
        expect(sorted(payloadIn(data))).toStrictEqual(sorted(payload));
      }),
      { numRuns: 500 },
    );
  });

  test("tells a title's fields once, however many downloads it has", () => {
    const title = { seriesName: "The Long Night", coverArt: "/poster/of-the-long-night" };
    const list = Array.from({ length: 40 }, (_, at) => makeDownload({ ...title, id: `id-${at}` }));
    const table = dashboardTable(makePayload({ downloads: [...list, makeDownload()] }));
    expect(table.titles.count).toBe(2);
    expect(JSON.stringify(table).split(title.coverArt)).toHaveLength(2);
    const ofDownloads = table.titles.fields["downloads"];
    const own = ofDownloads !== undefined && "table" in ofDownloads ? ofDownloads.table.fields : {};
    expect(Object.keys(own)).toContain("title");
    expect(Object.keys(own).filter((name) => TITLE_FIELDS.some((one) => one === name))).toEqual([]);
  });
});
