import { expect, it } from "vitest";

import { applyFrame } from "./dashboard.ts";
import { makeDownload, makePayload, makeSource } from "./make-download.ts";
import { summarise } from "./summary.ts";

it("adds up what moves and names the next one", () => {
  const dashboard = applyFrame(
    null,
    makePayload({
      downloads: [
        makeDownload({ id: "a", speed: 3, eta: 90 }),
        makeDownload({ id: "b", speed: 4, eta: 60 }),
        makeDownload({ id: "c", speed: 0, eta: null }),
        makeDownload({ id: "d", status: "Stalled", speed: 0, eta: 5 }),
        makeDownload({ id: "e", status: "Seeding", progress: 100, speed: 100, arrState: null }),
      ],
    }),
    1,
  );
  expect(summarise(dashboard)).toEqual({
    counts: { attention: 1, downloading: 3, waiting: 0, finishing: 0, asked: 0, done: 1 },
    bytesPerSecond: 7,
    nextEtaSeconds: 60,
  });
});

it("promises nothing from a download client that does not answer", () => {
  const dashboard = applyFrame(
    null,
    makePayload({ downloads: [makeDownload()], sources: [makeSource({ state: "stale" })] }),
    1,
  );
  expect(summarise(dashboard)).toMatchObject({
    counts: { downloading: 1 },
    bytesPerSecond: 0,
    nextEtaSeconds: null,
  });
});
