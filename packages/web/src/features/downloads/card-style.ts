import type { NormalizedDownload } from "@sofarr/contract";

import { describeState, type Tone } from "./describe-state.ts";

export const CARD = "overflow-hidden rounded-2xl border border-line bg-surface shadow-card";

/**
 * A whole poster, never cut: it keeps two by three however high its card is. Its share of the card is capped, so that
 * on a narrow phone or with large text the words keep their room.
 */
export const CARD_POSTER = "w-24 max-w-[30%] self-start rounded-lg sm:w-26";

/**
 * One column on a phone, as many as fit with room to breathe elsewhere. Cards of a row are equally high, until
 * one shows its details: the others need not grow with it.
 */
export const CARD_GRID =
  "grid gap-3.5 has-aria-expanded:items-start sm:grid-cols-[repeat(auto-fill,minmax(21rem,1fr))] sm:gap-5";

/** Colour of words and icon for each tone. */
export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  moving: "text-accent",
  waiting: "text-muted",
  working: "text-working",
  done: "text-done",
  stuck: "text-stuck",
  failed: "text-failed",
};

/** Colour of the progress bar for each tone. */
export const TONE_BAR: Readonly<Record<Tone, string>> = {
  moving: "bg-accent",
  waiting: "bg-edge",
  working: "bg-working",
  done: "bg-done",
  stuck: "bg-stuck",
  failed: "bg-failed",
};

/** The ground of everything on a card that is about its trouble. */
export function troubleGround(download: NormalizedDownload): string {
  return describeState(download).tone === "failed" ? "bg-failed-soft" : "bg-stuck-soft";
}
