import { expect, it } from "vitest";

import { happenings } from "./announcements.ts";
import { applyFrame } from "./dashboard.ts";
import { makeDownload, makePayload } from "./make-download.ts";

const withDownloads = (...parts: Parameters<typeof makeDownload>[0][]) =>
  applyFrame(null, makePayload({ downloads: parts.map((part) => makeDownload(part)) }), 1);

it("tells what finished and what got into trouble", () => {
  const before = withDownloads({ id: "a" }, { id: "b" }, { id: "c" });
  const after = withDownloads(
    { id: "a", status: "Seeding", progress: 100, arrState: "imported" },
    { id: "b", status: "Stalled" },
    { id: "c", progress: 51 },
  );
  const told = happenings(before, after);
  expect(told.finished.map((download) => download.id)).toEqual(["a"]);
  expect(told.troubled.map((download) => download.id)).toEqual(["b"]);
});

it("is silent about the first frame and about what just appeared or went", () => {
  const stuck = withDownloads({ id: "a", status: "Stalled" });
  const nothing = { finished: [], troubled: [] };
  expect(happenings(null, stuck)).toEqual(nothing);
  expect(happenings(withDownloads(), stuck)).toEqual(nothing);
  expect(happenings(stuck, withDownloads())).toEqual(nothing);
});

it("is silent when the view changes to everyone's", () => {
  const mine = withDownloads({ id: "a" });
  const all = applyFrame(
    null,
    makePayload({ showAll: true, downloads: [makeDownload({ id: "a", status: "Stalled" })] }),
    1,
  );
  expect(happenings(mine, all)).toEqual({ finished: [], troubled: [] });
});
