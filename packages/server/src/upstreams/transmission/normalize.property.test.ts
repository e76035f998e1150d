import * as fc from "fast-check";
import { expect, test } from "vitest";

import { DOWNLOAD_STATUSES } from "../../domain/download.ts";
import { normalizeTorrent } from "./normalize.ts";
import { readTorrent } from "./wire.ts";

const HASH = "59c5266b68b3b1ffdbb525f785381e2a8a35c73a";
const anyValue = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, 1, 2, 3, 4, 5, 6, -1, -2, 1e300, -1e300, null, "", "12", {}, ["a"], true),
  fc.string({ unit: "binary" }),
);
const FIELDS = [
  "name",
  "status",
  "error",
  "errorString",
  "totalSize",
  "sizeWhenDone",
  "leftUntilDone",
  "desiredAvailable",
  "percentDone",
  "metadataPercentComplete",
  "rateDownload",
  "eta",
  "peersConnected",
  "peersSendingToUs",
  "webseedsSendingToUs",
  "addedDate",
  "downloadDir",
  "labels",
];
const anyRow = fc
  .record(Object.fromEntries(FIELDS.map((field) => [field, anyValue])), { requiredKeys: [] })
  .map((row) => JSON.parse(JSON.stringify(row)) as Record<string, unknown>);

test("whatever a row holds, every number is in range and every word is ours", () => {
  fc.assert(
    fc.property(anyRow, (row) => {
      const torrent = readTorrent({ ...row, id: 1, hashString: HASH });
      const download = normalizeTorrent({ instanceId: "t", torrent, defaultDir: "/data" });
      expect(download.progressPercent).toBeGreaterThanOrEqual(0);
      expect(download.progressPercent).toBeLessThanOrEqual(100);
      expect(download.etaSeconds === null || download.etaSeconds > 0).toBe(true);
      expect(download.sizeBytes === null || download.sizeBytes > 0).toBe(true);
      expect(download.downloadedBytes).toBeGreaterThanOrEqual(0);
      expect(download.bytesPerSecond).toBeGreaterThanOrEqual(0);
      const availability = download.availabilityPercent ?? 0;
      expect(availability >= 0 && availability <= 100).toBe(true);
      expect(DOWNLOAD_STATUSES).toContain(download.status);
      expect(download.title).not.toBe("");
      expect(JSON.parse(JSON.stringify(download))).toEqual(download);
    }),
    { numRuns: 500 },
  );
});
