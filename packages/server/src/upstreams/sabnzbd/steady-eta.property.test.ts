import fc from "fast-check";
import { expect, test } from "vitest";

import type { Download } from "../../domain/download.ts";
import { NormalizedList } from "../normalized-list.ts";
import { jobsOf, type Job } from "./jobs.ts";
import { normalizeJob } from "./normalize.ts";
import { paceAfter, type Pace } from "./pace.ts";
import { isStillTrue } from "./steady-eta.ts";
import { parseQueue } from "./wire.ts";

const TOLERANCE_SHARE = 0.1;
const TOLERANCE_S = 60;

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** As SABnzbd writes it. */
function timeleftText(seconds: number): string {
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  const rest = `${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`;
  return hours < 24
    ? `${hours}:${rest}`
    : `${Math.floor(hours / 24)}:${twoDigits(hours % 24)}:${rest}`;
}

/** Some time passes; the line has another speed, and some jobs moved, came or went. */
const poll = fc.record({
  afterMs: fc.constantFrom(0, 5_000, 60_000),
  isPaused: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.boolean()),
  kbpersec: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 900, max: 1_100 }) },
    fc.constantFrom(0, 20_000),
  ),
  // Mostly the first moves on alone.
  firstLeftMb: fc.integer({ min: 1, max: 1_000 }),
  jobs: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 0, max: 6 }).map(String),
        mbleft: fc.integer({ min: 1, max: 20_000 }),
        status: fc.oneof(
          { weight: 9, arbitrary: fc.constant("Downloading") },
          fc.constantFrom("Paused", "Propagating"),
        ),
      }),
      { selector: ({ id }) => id, maxLength: 5 },
    ),
  ),
});

test("nobody is told of a waiting job what is off by more than was promised, and what is told stays the same object", () => {
  let kept = 0;
  fc.assert(
    fc.property(fc.array(poll, { minLength: 2, maxLength: 25 }), (polls) => {
      const told = new NormalizedList<Job, Download>({
        idOf: ({ slot }) => slot.nzoId,
        normalize: (job) => normalizeJob("i", job),
        saysTheSame: isStillTrue,
      });
      let pace: Pace | null = null;
      let now = 0;
      let jobs: { id: string; mbleft: number; status: string }[] = [];
      let before = new Map<string, Download>();
      for (const { afterMs, isPaused, kbpersec, firstLeftMb, ...change } of polls) {
        now += afterMs;
        jobs = change.jobs ?? jobs;
        let ahead = 0;
        const slots = jobs.map(({ id, mbleft, status }, at) => {
          const left = at === 0 ? firstLeftMb : mbleft;
          if (status === "Downloading") ahead += left;
          const seconds = kbpersec > 0 ? Math.floor((ahead * 1024) / kbpersec) : 0;
          const timeleft = status === "Downloading" ? timeleftText(seconds) : "0:00:00";
          return { nzo_id: id, filename: id, mb: 20_000, mbleft: left, status, timeleft };
        });
        const queue = parseQueue({ queue: { paused: isPaused, kbpersec, slots } });
        if (queue === null) throw new Error("an answer of the right shape was not taken");
        pace = paceAfter(pace, kbpersec, now);
        const newest = jobsOf({ queue, history: [], pace, now });
        told.replace(newest.values());

        expect(told.all.map(({ id }) => id).toSorted()).toEqual([...newest.keys()].toSorted());
        for (const download of told.all) {
          const job = newest.get(download.id);
          if (job === undefined) throw new Error("a job nobody has");
          const exact = normalizeJob("i", job);
          // All but the time left is as it is now.
          expect({ ...download, etaSeconds: null }).toEqual({ ...exact, etaSeconds: null });
          const [said, is] = [download.etaSeconds, exact.etaSeconds];
          if (said === null || is === null || exact.bytesPerSecond > 0) expect(said).toBe(is);
          else {
            const most = Math.max(TOLERANCE_S, TOLERANCE_SHARE * is);
            expect(Math.abs(said - is)).toBeLessThanOrEqual(most);
          }
          // What says the same is the same; what is another says something else, and that the newest.
          const earlier = before.get(download.id);
          if (earlier === download) {
            if (said !== is) kept += 1;
          } else {
            expect(download).not.toEqual(earlier);
            expect(said).toBe(is);
          }
        }
        before = new Map(told.all.map((download) => [download.id, download]));
      }
    }),
  );
  // Or nothing of the above was tried.
  expect(kept).toBeGreaterThan(0);
});
