import * as fc from "fast-check";
import { expect, test } from "vitest";

import { DOWNLOAD_STATUSES } from "../../domain/download.ts";
import { normalizeTorrent } from "./normalize.ts";
import { readMainData } from "./wire.ts";

const HASH = "21e797ff512921c282111c0340e3398f6a371c03";
const STATES = ["downloading", "stalledDL", "checkingDL", "checkingUP", "uploading", "metaDL"];

const anyValue = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, 1, -1, 8_640_000, 1e300, -1e300, null, "", "12", {}),
  fc.string({ unit: "binary" }),
);
const anyRow = fc
  .record(
    {
      state: fc.oneof(fc.constantFrom(...STATES), anyValue),
      name: anyValue,
      size: anyValue,
      completed: anyValue,
      progress: anyValue,
      dlspeed: anyValue,
      eta: anyValue,
      priority: anyValue,
      added_on: anyValue,
      availability: anyValue,
      num_seeds: anyValue,
      num_leechs: anyValue,
      tags: anyValue,
      infohash_v1: anyValue,
      infohash_v2: anyValue,
    },
    { requiredKeys: [] },
  )
  .map((row) => JSON.parse(JSON.stringify(row)) as unknown);

test("whatever a row holds, every number is in range and every word is ours", () => {
  fc.assert(
    fc.property(anyRow, (row) => {
      const torrent = readMainData({ rid: 1, torrents: { [HASH]: row } })?.torrents.get(HASH);
      if (torrent === undefined) throw new Error("the row was not read");
      const download = normalizeTorrent({
        instanceId: "qbittorrent-main",
        hash: HASH,
        torrent,
        trackerMessage: null,
      });
      expect(download.progressPercent).toBeGreaterThanOrEqual(0);
      expect(download.progressPercent).toBeLessThanOrEqual(100);
      expect(download.etaSeconds === null || download.etaSeconds > 0).toBe(true);
      if (download.placeInLine !== null) {
        expect([download.status, download.placeInLine > 0]).toEqual(["Queued", true]);
      }
      expect(download.sizeBytes === null || download.sizeBytes > 0).toBe(true);
      expect(download.downloadedBytes).toBeGreaterThanOrEqual(0);
      expect(download.bytesPerSecond).toBeGreaterThanOrEqual(0);
      const availability = download.availabilityPercent ?? 0;
      expect(availability >= 0 && availability <= 100).toBe(true);
      expect(DOWNLOAD_STATUSES).toContain(download.status);
      expect(download.joinKeys).toContain(`torrent:${HASH}`);
      expect(download.title).not.toBe("");
      expect(JSON.parse(JSON.stringify(download))).toEqual(download);
    }),
    { numRuns: 500 },
  );
});
