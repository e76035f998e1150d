import { setTimeout as sleep } from "node:timers/promises";
import type { DashboardPayload } from "@sofarr/contract";

import { makeAwaited, makeDownload } from "../../../packages/web/src/state/make-download.ts";
import { manyCards } from "./many-cards.ts";
import { addProbe, readWatched, watchCards } from "./page-probe.ts";
import { openWindow, type Stage } from "./stage.ts";

const CARDS = 8;
/** A phone, and windows in which the sentences just fit into a line or just do not. */
const WIDTHS = [390, 860, 1100];
const HEIGHT = 900;
/** What is told as "less than a minute", and what as less and as more words. */
const TIMES_TO_GO_S = [180, 20, 35_700, 20, null, 20];
const SETTLED_AFTER_MS = 200;

/** What moved while the sentences above the list became longer and shorter, in a window so wide. */
export interface SentenceShift {
  readonly width: number;
  readonly shift: number;
  readonly moved: readonly string[];
}

/** An admin looks at everyone's, which has the longest sentences, while the next time to go ticks. */
export async function measureTickingSentence(stage: Stage): Promise<SentenceShift[]> {
  const before = stage.server.frame;
  stage.server.frame = everyonesFrame();
  const shifts: SentenceShift[] = [];
  for (const width of WIDTHS) shifts.push(await measureAt(stage, width));
  stage.server.frame = before;
  return shifts;
}

async function measureAt(stage: Stage, width: number): Promise<SentenceShift> {
  const context = await openWindow(stage, { width, height: HEIGHT });
  const page = await context.newPage();
  await addProbe(page);
  await page.goto(`${stage.server.url}/?everyone=1&look=cards`);
  await page.getByText("in less than a minute").waitFor();
  await sleep(SETTLED_AFTER_MS);
  await watchCards(page);
  const texts = new Set<string>();
  for (const eta of TIMES_TO_GO_S) {
    stage.server.say({
      set: { [KEY]: next(eta) },
      del: [],
      serverTime: stage.server.frame.serverTime,
    });
    await sleep(SETTLED_AFTER_MS);
    texts.add(await page.getByText("on their way").innerText());
  }
  const { shiftSince, moved } = await readWatched(page);
  await context.close();
  if (texts.size < new Set(TIMES_TO_GO_S).size) throw new Error("the sentence did not change");
  return { width, shift: shiftSince, moved };
}

const KEY = "sabnzbd/next";

/** The one that is here next; the others have no time to go. */
function next(eta: number | null): DashboardPayload["downloads"][number] {
  return makeDownload({ id: "next", instanceId: "sabnzbd", speed: 412_000_000, eta });
}

function everyonesFrame(): DashboardPayload {
  const frame = manyCards(CARDS);
  const others = frame.downloads.map((download) => ({ ...download, eta: null }));
  const stuck = makeDownload({ id: "stuck", status: "Error", speed: 0, eta: null });
  return {
    ...frame,
    isAdmin: true,
    showAll: true,
    downloads: [next(20), stuck, ...others],
    awaited: [makeAwaited(), makeAwaited({ id: "ombi-main/movie/2" })],
  };
}
