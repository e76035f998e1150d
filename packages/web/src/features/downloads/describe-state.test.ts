import type { NormalizedDownload } from "@sofarr/contract";
import { expect, it } from "vitest";

import { makeDownload } from "../../state/make-download.ts";
import { describeState } from "./describe-state.ts";

const whole: Partial<NormalizedDownload> = { progress: 100, status: "Seeding" };

it.each<[Partial<NormalizedDownload>, string, string]>([
  [{ status: "Downloading" }, "state.downloading", "moving"],
  [{ status: "Fetching metadata" }, "state.fetchingMetadata", "moving"],
  [{ status: "Queued" }, "state.queued", "waiting"],
  [{ status: "Paused" }, "state.paused", "waiting"],
  [{ status: "Checking" }, "state.checking", "working"],
  [{ status: "Verifying", progress: 100 }, "state.verifying", "working"],
  [{ status: "Unpacking", progress: 100, arrState: "importPending" }, "state.unpacking", "working"],
  [{ status: "Repairing" }, "state.repairing", "working"],
  [{ status: "Moving", progress: 100 }, "state.moving", "working"],
  [{ ...whole, arrState: "downloading" }, "state.importPending", "working"],
  [{ ...whole, arrState: "importPending" }, "state.importPending", "working"],
  [{ ...whole, arrState: "importing" }, "state.importing", "working"],
  [{ ...whole, arrState: "imported" }, "state.imported", "done"],
  [{ ...whole, arrState: null }, "state.downloaded", "done"],
  [{ status: "Stalled" }, "state.stalled", "stuck"],
  [{ ...whole, arrState: "importBlocked" }, "state.importBlocked", "stuck"],
  [{ ...whole, arrState: "importPending", importIssues: ["x"] }, "state.importBlocked", "stuck"],
  [{ status: "Failed" }, "state.failed", "failed"],
  [{ ...whole, arrState: "failedPending" }, "state.failed", "failed"],
  [{ status: "Error" }, "state.error", "failed"],
  [{ status: "Unknown" }, "state.unknown", "waiting"],
  [{ status: "Teleporting" }, "state.unknown", "waiting"],
])("calls %j %s", (parts, key, tone) => {
  expect(describeState(makeDownload(parts))).toEqual({ key, tone });
});
