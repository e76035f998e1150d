import type { NormalizedDownload } from "@sofarr/contract";
import { expect, it } from "vitest";

import { GROUPS, groupOf } from "./groups.ts";
import { makeDownload } from "./make-download.ts";

const whole: Partial<NormalizedDownload> = { progress: 100, status: "Seeding" };

it.each<[string, Partial<NormalizedDownload>, string]>([
  ["a moving one", { status: "Downloading" }, "downloading"],
  ["a magnet without metadata", { status: "Fetching metadata", progress: 0 }, "downloading"],
  ["one whose half is checked again", { status: "Checking", progress: 50 }, "downloading"],
  ["a queued one", { status: "Queued" }, "waiting"],
  ["a paused one", { status: "Paused" }, "waiting"],
  ["one in a state nobody knows", { status: "Unknown" }, "waiting"],
  ["one in a state of tomorrow", { status: "Teleporting" }, "waiting"],
  ["a verifying one", { status: "Verifying" }, "finishing"],
  ["a repairing one", { status: "Repairing" }, "finishing"],
  ["an unpacking one", { status: "Unpacking" }, "finishing"],
  ["a moving one with all data", { status: "Moving", progress: 100 }, "finishing"],
  ["a final check", { status: "Checking", progress: 100 }, "finishing"],
  ["one the *arr has not looked at yet", { ...whole, arrState: "downloading" }, "finishing"],
  ["one that waits for import", { ...whole, arrState: "importPending" }, "finishing"],
  ["one being imported", { ...whole, arrState: "importing" }, "finishing"],
  ["an imported one that seeds", { ...whole, arrState: "imported" }, "done"],
  ["one no *arr asked for", { ...whole, arrState: null }, "done"],
  ["a paused one with all data", { status: "Paused", progress: 100, arrState: null }, "done"],
  ["a stalled one", { status: "Stalled" }, "attention"],
  ["a failed one", { status: "Failed" }, "attention"],
  ["one in error", { status: "Error" }, "attention"],
  ["one that cannot be imported", { ...whole, arrState: "importBlocked" }, "attention"],
  [
    "one whose import found nothing usable",
    { ...whole, arrState: "importPending", importIssues: ["Sample"] },
    "attention",
  ],
  ["a moving one the *arr grumbled about earlier", { importIssues: ["Stalled"] }, "downloading"],
  [
    "an imported one with an old complaint",
    { ...whole, arrState: "imported", importIssues: ["Sample"] },
    "done",
  ],
])("puts %s where it belongs", (_what, parts, group) => {
  expect(groupOf(makeDownload(parts))).toBe(group);
  expect(GROUPS).toContain(group);
});
