import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const SCRIPT = fileURLToPath(new URL("in-page.js", import.meta.url));
const ASK_EVERY_MS = 10;

/** What the page noticed about itself since it was asked last. */
export interface Watched {
  /** Titles of the cards whose component was rendered again. */
  readonly rendered: readonly string[];
  /** Titles of the cards in which the document changed. */
  readonly changed: readonly string[];
  /** Sums of the layout shifts until watching began, and since. */
  readonly shiftAtLoad: number;
  readonly shiftSince: number;
  /** What moved, as the first words of its text. */
  readonly moved: readonly string[];
}

/** Times are milliseconds since the navigation; bytes as they went over the wire. */
export interface FirstLoad {
  readonly card: number;
  readonly paint: number;
  /** Every file asked for until the first card was there. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

/** Has the page notice what happens in it. To be called before it goes anywhere. */
export async function addProbe(page: Page): Promise<void> {
  await page.addInitScript({ path: SCRIPT });
}

export function firstLoadOf(page: Page): Promise<FirstLoad> {
  return page.evaluate<FirstLoad>("probe.firstLoad()");
}

/** Begins to watch the cards that are there now. */
export async function watchCards(page: Page): Promise<void> {
  await page.evaluate("probe.watch()");
}

export function readWatched(page: Page): Promise<Watched> {
  return page.evaluate<Watched>("probe.read()");
}

/** Waits until a card shows that progress. Asked from outside: the page's policy allows no text to become code. */
export async function untilShown(page: Page, at: number, percent: number): Promise<void> {
  while ((await page.evaluate<number>(`probe.percentOf(${at})`)) !== percent) {
    await sleep(ASK_EVERY_MS);
  }
}
