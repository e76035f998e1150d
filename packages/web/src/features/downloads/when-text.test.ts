import type { NormalizedDownload } from "@sofarr/contract";
import { expect, it } from "vitest";

import { createFormat } from "../../format/format.ts";
import { createTranslate } from "../../i18n/catalogue.ts";
import { en } from "../../i18n/en.ts";
import { makeDownload } from "../../state/make-download.ts";
import { whenText } from "./when-text.ts";

const words = { t: createTranslate("en", en), format: createFormat("en") };
const whole: Partial<NormalizedDownload> = { progress: 100, status: "Seeding", eta: null };
const blocked = { ...whole, arrState: "importBlocked" };
/** No *arr knows it. */
const alone = { arrType: null, arrState: null, arrQueueId: null } as const;

it.each<[string, Partial<NormalizedDownload>]>([
  ["About 12 min left, then it is added to the library.", { eta: 744 }],
  ["Less than a minute left, then it is added to the library.", { eta: 20 }],
  ["About 12 min left.", { ...alone, eta: 744 }],
  ["Less than a minute left.", { ...alone, eta: 20 }],
  ["More than a week left at this pace.", { eta: 8 * 86_400 }],
  ["How long it takes is not known yet.", { eta: null }],
  [
    "It has only just begun. How long it takes shows soon.",
    { status: "Fetching metadata", eta: 0 },
  ],
  ["It starts by itself once others are done.", { status: "Queued", eta: null }],
  ["It starts by itself and is here in about 1 hr.", { status: "Queued", eta: 3_600 }],
  ["It is number 3 in line and starts by itself.", { status: "Queued", eta: null, placeInLine: 3 }],
  [
    "It is number 3 in line, and here in about 1 hr.",
    { status: "Queued", eta: 3_600, placeInLine: 3 },
  ],
  ["It goes on when somebody starts it again.", { status: "Paused", eta: 3_600 }],
  ["What is here of it is looked through before it goes on.", { status: "Checking" }],
  [
    "All of it is here. It is checked and unpacked, then added to the library.",
    { status: "Verifying", progress: 100 },
  ],
  ["All of it is here and is being made ready.", { ...alone, status: "Verifying", progress: 100 }],
  [
    "It arrived damaged. It is repaired and unpacked, then added to the library.",
    { status: "Repairing" },
  ],
  [
    "All of it is here. It is unpacked, then added to the library.",
    { status: "Unpacking", progress: 100 },
  ],
  [
    "Nearly there: it is put in its place, then added to the library.",
    { status: "Moving", progress: 100 },
  ],
  ["All of it is here. Next it is added to the library.", { ...whole, arrState: "importPending" }],
  [
    "It is added to the library right now. A moment more and you can watch it.",
    { ...whole, arrState: "importing" },
  ],
  ["You can watch it now.", { ...whole, arrState: "imported" }],
  ["All of it is here. It does not go to the library by itself.", { ...whole, ...alone }],
  [
    "It goes on only if somebody with the missing parts comes online.",
    { status: "Stalled", availability: 62, seeders: 0 },
  ],
  [
    "It goes on by itself once somebody who has all of it is online.",
    { status: "Stalled", availability: null, seeders: 0 },
  ],
  [
    "It goes on by itself once data comes in again.",
    { status: "Stalled", availability: 100, seeders: 3 },
  ],
  [
    "You can watch the one that is in the library already.",
    { ...blocked, importIssues: ["Not an upgrade for existing episode file(s)"] },
  ],
  [
    "Nobody has to do anything: it is tried again by itself.",
    { ...whole, arrState: "importPending", importIssues: ["Episode has a TBA title"] },
  ],
  [
    "All of it is here, but somebody has to help before you can watch it.",
    { ...blocked, importIssues: ["Episode has a TBA title", "Purple elephants"] },
  ],
  [
    "All of it is here, but somebody has to help before you can watch it.",
    { ...blocked, importIssues: [] },
  ],
  ["This copy will not come any more.", { status: "Failed" }],
  ["It goes on once somebody has put that right.", { status: "Error" }],
  ["Its download client does not say how far it is.", { status: "Teleporting" }],
])("answers %j", (sentence, parts) => {
  expect(whenText(makeDownload(parts), words)).toBe(sentence);
});

it("does not promise what only may be: out of the queue is not in the library", () => {
  const gone = makeDownload({ ...whole, arrState: null, arrQueueId: null });
  expect(whenText(gone, words)).toContain("Most likely you can watch it.");
});
