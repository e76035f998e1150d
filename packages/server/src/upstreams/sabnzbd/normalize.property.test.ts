import * as fc from "fast-check";
import { expect, test } from "vitest";

import { DOWNLOAD_STATUSES } from "../../domain/download.ts";
import { jobsOf } from "./jobs.ts";
import { normalizeJob } from "./normalize.ts";
import { paceAfter } from "./pace.ts";
import { parseHistory, parseQueue } from "./wire.ts";

/** What a field may hold on a bad day. */
const anyNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.double().map(String),
  fc.constantFrom("0.00", "-1", "", "NaN", null, undefined),
);
const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(null, 7));
const queueSlot = fc.record({
  nzo_id: fc.string({ minLength: 1 }),
  filename: anyText,
  cat: anyText,
  status: fc.oneof(anyText, fc.constantFrom("Downloading", "Fetching", "Paused", "Queued")),
  priority: fc.oneof(anyText, fc.constantFrom("Force", "Normal")),
  mb: anyNumber,
  mbleft: anyNumber,
  mbmissing: anyNumber,
  percentage: anyNumber,
  timeleft: fc.oneof(anyText, fc.constantFrom("0:00:00", "9:9:9:9", "1:02:03")),
  labels: fc.array(anyText),
  time_added: anyNumber,
});
const historySlot = fc.record({
  nzo_id: fc.string({ minLength: 1 }),
  name: anyText,
  status: fc.oneof(anyText, fc.constantFrom("Completed", "Failed", "Moving", "Running")),
  bytes: anyNumber,
  completed: anyNumber,
  time_added: anyNumber,
  storage: anyText,
  fail_message: anyText,
});

test("whatever the rows hold, every job is in range and told once", () => {
  fc.assert(
    fc.property(
      fc.record({ paused: fc.boolean(), kbpersec: anyNumber, slots: fc.array(queueSlot) }),
      fc.array(historySlot),
      fc.option(
        fc.record({
          kbpersec: fc.double({ min: 0.01, max: 1e15, noNaN: true }),
          at: fc.integer(),
        }),
      ),
      (queueAnswer, slots, earlier) => {
        const queue = parseQueue({ queue: queueAnswer });
        const history = parseHistory({ history: { slots } });
        if (queue === null || history === null || history === "unchanged") {
          throw new Error("an answer of the right shape was not taken");
        }
        const reading = { queue, history: history.slots, now: 1_795_427_100_000 };
        const pace = paceAfter(earlier, queue.kbpersec, reading.now);
        const jobs = Array.from(jobsOf({ ...reading, pace }).values(), (job) =>
          normalizeJob("i", job),
        );
        expect(new Set(jobs.map((job) => job.id)).size).toBe(jobs.length);
        expect(jobs.filter((job) => job.bytesPerSecond > 0).length).toBeLessThanOrEqual(1);
        for (const job of jobs) {
          // Neither NaN nor Infinity: both would turn into null.
          expect(JSON.parse(JSON.stringify(job))).toEqual(job);
          expect(DOWNLOAD_STATUSES).toContain(job.status);
          expect(job.progressPercent).toBeGreaterThanOrEqual(0);
          expect(job.progressPercent).toBeLessThanOrEqual(100);
          expect(job.sizeBytes === null || job.sizeBytes > 0).toBe(true);
          expect(job.downloadedBytes).toBeGreaterThanOrEqual(0);
          expect(job.bytesPerSecond).toBeGreaterThanOrEqual(0);
          expect(job.etaSeconds === null || job.etaSeconds > 0).toBe(true);
          const { availabilityPercent } = job;
          expect(
            availabilityPercent === null ||
              (availabilityPercent >= 0 && availabilityPercent <= 100),
          ).toBe(true);
        }
      },
    ),
  );
});
