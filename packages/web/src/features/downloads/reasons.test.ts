import type { NormalizedDownload } from "@sofarr/contract";
import { describe, expect, it } from "vitest";

import { makeDownload } from "../../state/make-download.ts";
import { originalMessages, reasonsOf } from "./reasons.ts";

const blocked: Partial<NormalizedDownload> = {
  progress: 100,
  status: "Seeding",
  arrState: "importBlocked",
};

describe("why a download does not get on", () => {
  it("is nothing while it does, whatever somebody once said", () => {
    expect(reasonsOf(makeDownload({ clientMessage: "Connection timed out" }))).toEqual([]);
  });

  it("says how much of it is within reach", () => {
    expect(reasonsOf(makeDownload({ status: "Stalled", availability: 43, seeders: 0 }))).toEqual([
      { kind: "available", percent: 43 },
    ]);
  });

  it("says that nobody has all of it, where that is known", () => {
    expect(reasonsOf(makeDownload({ status: "Stalled", availability: null, seeders: 0 }))).toEqual([
      { kind: "plain", key: "reason.noSeeders" },
    ]);
  });

  it("says that nothing comes when no more is known", () => {
    expect(reasonsOf(makeDownload({ status: "Stalled", seeders: 3 }))).toEqual([
      { kind: "plain", key: "reason.noData" },
    ]);
  });

  it("puts known messages in plain words, once, and quotes the rest", () => {
    const download = makeDownload({
      ...blocked,
      importIssues: ["Sample", "a.mkv: Sample", "Purple elephants"],
      clientMessage: " ",
    });
    expect(reasonsOf(download)).toEqual([
      { kind: "plain", key: "issue.sample" },
      { kind: "quote", text: "Purple elephants" },
    ]);
    expect(originalMessages(download)).toEqual(["Sample", "a.mkv: Sample"]);
  });

  it.each<[Partial<NormalizedDownload>, string]>([
    [blocked, "reason.importBlocked"],
    [{ status: "Failed" }, "reason.failed"],
    [{ status: "Error" }, "reason.failed"],
  ])("is never silent: %j", (parts, key) => {
    expect(reasonsOf(makeDownload(parts))).toEqual([{ kind: "plain", key }]);
  });

  it("keeps the words of a download client that is doing fine for the details", () => {
    expect(originalMessages(makeDownload({ clientMessage: "Purple elephants" }))).toEqual([
      "Purple elephants",
    ]);
  });
});
