import * as fc from "fast-check";
import { expect, test } from "vitest";

import { DOWNLOAD_STATUSES } from "../../domain/download.ts";
import { normalizeTorrent } from "./normalize.ts";
import { columnsIn, parseTorrents, type Column } from "./wire.ts";
import type { XmlRpcValue } from "./xml-reader.ts";

const COLUMNS: readonly Column[] = columnsIn(null) ?? [];
const HASH = "4E94BF8F5A82BD096C703B077427F413422A4377";

/** Mostly what rTorrent would say, now and then anything. */
const cell: fc.Arbitrary<XmlRpcValue> = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 3 }) },
  { weight: 2, arbitrary: fc.nat() },
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(null, [], "Tracker: [Timeout was reached]", "%E0%A4%A", "1e400"),
);

test("whatever the row holds, the download is in range", () => {
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: COLUMNS.length, maxLength: COLUMNS.length }),
      (cells) => {
        const row = cells.map((value, at) => (COLUMNS[at] === "hash" ? HASH : value));
        const [torrent] = parseTorrents([row], COLUMNS) ?? [];
        if (torrent === undefined) throw new Error("a usable row was left out");
        const download = normalizeTorrent("i", torrent);
        // Neither NaN nor Infinity: both would turn into null.
        expect(JSON.parse(JSON.stringify(download))).toEqual(download);
        expect(DOWNLOAD_STATUSES).toContain(download.status);
        expect(download.progressPercent).toBeGreaterThanOrEqual(0);
        expect(download.progressPercent).toBeLessThanOrEqual(100);
        expect(download.sizeBytes === null || download.sizeBytes > 0).toBe(true);
        expect(download.downloadedBytes).toBeGreaterThanOrEqual(0);
        expect(download.bytesPerSecond).toBeGreaterThanOrEqual(0);
        expect(download.etaSeconds === null || download.etaSeconds > 0).toBe(true);
        if (download.etaSeconds !== null) expect(download.status).toBe("Downloading");
        expect(download.seeders === null || download.seeders >= 0).toBe(true);
        expect(download.peers === null || download.peers >= 0).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
