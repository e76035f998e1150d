import { expect, it } from "vitest";

import { applyFrame } from "./dashboard.ts";
import { keyOf } from "./download-key.ts";
import { makeDownload, makePayload } from "./make-download.ts";
import { stillShown } from "./replacements.ts";

const download = makeDownload({ arrQueueId: 7 });
const replaced = new Map([[keyOf(download), 7]]);
const showing = (...downloads: (typeof download)[]) =>
  applyFrame(null, makePayload({ downloads }), 0);

it("keeps the same map for as long as what was removed is still shown", () => {
  expect(stillShown(replaced, showing(download))).toBe(replaced);
  expect(stillShown(replaced, null)).toBe(replaced);
});

it("forgets what is gone, and what is out of that queue", () => {
  expect(stillShown(replaced, showing()).size).toBe(0);
  expect(stillShown(replaced, showing(makeDownload({ arrQueueId: null }))).size).toBe(0);
  expect(stillShown(replaced, showing(makeDownload({ arrQueueId: 8 }))).size).toBe(0);
});
