import { describe, expect, test } from "vitest";

import { blocklistVerdict, importIssuesOf } from "./blocklist-eligibility.ts";
import { makeDownload, makeReading, makeRecord, makeTitle } from "./make.case.ts";
import { matchDownloads, type TrackedDownload } from "./match-downloads.ts";
import type { Download } from "./download.ts";
import type { QueueRecord } from "./arr-reading.ts";

const HOUR = 3_600_000;
const NOW = 10 * HOUR;

function tracked(
  download: Partial<Download>,
  record: Partial<QueueRecord> | null = {},
): TrackedDownload {
  const queue = record === null ? [] : [makeRecord(record)];
  const [one] = matchDownloads(
    [makeDownload(download)],
    [makeReading({ queue, titles: [makeTitle()] })],
  );
  if (one === undefined) throw new Error("nothing matched");
  return one;
}

describe("an owner may have another copy looked for", () => {
  test.each([
    ["import blocked", {}, { trackedState: "importBlocked" }, true],
    [
      "import pending with a warning",
      {},
      { trackedState: "importPending", trackedStatus: "warning" },
      true,
    ],
    ["import pending and fine", {}, { trackedState: "importPending", trackedStatus: "ok" }, false],
    [
      "old torrent under a full copy",
      { addedAt: NOW - HOUR - 1, availabilityPercent: 99.9 },
      {},
      true,
    ],
    ["torrent exactly an hour old", { addedAt: NOW - HOUR, availabilityPercent: 50 }, {}, false],
    ["old torrent with a full copy", { addedAt: 0, availabilityPercent: 100 }, {}, false],
    ["old torrent, availability unknown", { addedAt: 0, availabilityPercent: null }, {}, false],
    ["torrent of unknown age", { addedAt: null, availabilityPercent: 10 }, {}, false],
    [
      "usenet, whatever its availability",
      {
        protocol: "usenet" as const,
        joinKeys: ["torrent:aa11"],
        addedAt: 0,
        availabilityPercent: 10,
      },
      {},
      false,
    ],
  ])("%s: %s", (_name, download, record, isAllowed) => {
    expect(blocklistVerdict(tracked(download, record), false, NOW).allowed).toBe(isAllowed);
  });

  test("an admin always may, once a queue has it", () => {
    expect(blocklistVerdict(tracked({}), true, NOW).allowed).toBe(true);
    expect(blocklistVerdict(tracked({}, null), true, NOW).allowed).toBe(false);
  });

  test("not even an admin may where the *arr does not know what it is", () => {
    const verdict = blocklistVerdict(tracked({}, { titleId: null }), true, NOW);
    expect(verdict).toMatchObject({ allowed: false, reason: expect.stringContaining("search") });
  });

  test("what no download client has is an owner's to replace only when it cannot be imported", () => {
    const gone = (record: Partial<QueueRecord>) => ({
      download: null,
      links: tracked({}, record).links,
    });
    expect(blocklistVerdict(gone({}), false, NOW).allowed).toBe(false);
    expect(blocklistVerdict(gone({ trackedState: "importBlocked" }), false, NOW).allowed).toBe(
      true,
    );
  });
});

describe("why an owner may not is what is known of it, and nothing that is not", () => {
  const usenet = { protocol: "usenet", joinKeys: ["torrent:aa11"] } as const;
  test.each<[string, Partial<Download>, string]>([
    [
      "a part here, and nobody knows what is there",
      { status: "Stalled", progressPercent: 40, availabilityPercent: null },
      "How much of it is within reach is not known.",
    ],
    [
      "stopped by an error, with no word of what is there",
      { status: "Error", progressPercent: 40, availabilityPercent: null },
      "An error has stopped it.",
    ],
    [
      "stopped by an error though all of it is there",
      { status: "Error", progressPercent: 100, availabilityPercent: 100 },
      "An error has stopped it.",
    ],
    ["failed on Usenet", { ...usenet, status: "Failed" }, "It has failed."],
    ["under way on Usenet", { ...usenet, status: "Downloading" }, "It is still on its way."],
    [
      "all of it here, so that nobody asks what is there",
      { status: "Completed", progressPercent: 100, availabilityPercent: null },
      "A full copy is within reach.",
    ],
    [
      "a part here and all of it there",
      { status: "Stalled", progressPercent: 40, availabilityPercent: 100 },
      "A full copy is within reach.",
    ],
    [
      "stopped by an error, less than a copy there, and young",
      { status: "Error", availabilityPercent: 50, addedAt: NOW },
      "It has not had an hour to find its missing parts.",
    ],
  ])("%s", (_name, download, reason) => {
    const verdict = blocklistVerdict(tracked(download), false, NOW);
    expect(verdict).toMatchObject({ allowed: false, reason });
  });
});

test("import issues are every reason once, and never nothing", () => {
  const messages = {
    trackedState: "importBlocked",
    statusMessages: ["Not an upgrade", "Not an upgrade", "Sample"],
  };
  expect(importIssuesOf(tracked({}, messages))).toEqual(["Not an upgrade", "Sample"]);
  expect(importIssuesOf(tracked({}, { trackedState: "importBlocked" }))).toHaveLength(1);
  expect(importIssuesOf(tracked({}, { statusMessages: ["just a note"] }))).toEqual([]);
});
