import type { DashboardPayload } from "@sofarr/contract";
import { describe, expect, test } from "vitest";

import {
  makeAwaited,
  makeDownload,
  makePayload,
} from "../../packages/web/src/state/make-download.ts";
import { tableEvent } from "../table-event.ts";
import { openHouse } from "./open-house.ts";
import { PHONE, violationsInAnyLook } from "./visitor.ts";

describe("what ticks moves nothing else", () => {
  const house = openHouse();

  test.each([PHONE.width, 860, 1100])(
    "the toolbar stays where it is while the next time to go changes, %i px wide",
    async (width) => {
      const { page, leave } = await house.visit("Robin", "/?everyone=1", {
        viewport: { width, height: 900 },
      });
      let eta: number | null = 20;
      await page.route("**/api/dashboard/stream*", (route) =>
        route.fulfill({
          contentType: "text/event-stream",
          body: `retry: 100\n${tableEvent(everyones(eta))}`,
        }),
      );
      await page.reload();
      const toolbar = page.getByRole("search");
      const top = async (): Promise<number | undefined> => (await toolbar.boundingBox())?.y;
      const sentence = page.getByRole("main").locator("[data-longest]");
      await expect.poll(() => sentence.innerText()).toMatch(/less than a minute/u);
      const before = await top();
      for (const [seconds, text] of [
        [180, / 3 min/u],
        [null, /477 MB\/s\. 2 requests/u],
      ] as const) {
        eta = seconds;
        await expect.poll(() => sentence.innerText()).toMatch(text);
        expect(await top()).toBe(before);
      }
      await leave();
    },
  );
});

/** As they come and go while a download runs, with shorter and longer words. */
const STATES = [
  { status: "Downloading", progress: 8 },
  { status: "Fetching metadata", progress: 0 },
  { status: "Queued", progress: 0 },
  { status: "Checking", progress: 100 },
  { status: "Error", progress: 18 },
] as const;

describe("a card", () => {
  const house = openHouse();

  test("has its bar and what is below at the same height in every state, also on a phone", async () => {
    const { page, leave } = await house.visit("Mira", "/", { viewport: PHONE });
    const downloads = STATES.map((state, at) =>
      makeDownload({ id: `state-${at}`, seriesName: `Of state ${at}`, ...state }),
    );
    await page.route("**/api/dashboard/stream*", (route) =>
      route.fulfill({
        contentType: "text/event-stream",
        body: tableEvent(makePayload({ user: "Mira", downloads })),
      }),
    );
    await page.reload();
    const heights: number[] = [];
    for (const at of STATES.keys()) {
      const card = page.getByRole("article", { name: `Of state ${at}` });
      await card.scrollIntoViewIfNeeded();
      const top = (await card.getByRole("heading").boundingBox())?.y ?? 0;
      const bar = (await card.getByRole("progressbar").boundingBox())?.y ?? 0;
      heights.push(Math.round(bar - top));
    }
    expect(new Set(heights).size).toBe(1);
    await leave();
  });
});

/** Notes how what comes late looks at its first moment, before the page could have answered. */
const NOTE_LATE = `new MutationObserver((_records, observer) => {
  const late = document.querySelector(".late");
  if (late === null) return;
  observer.disconnect();
  const { opacity } = getComputedStyle(late);
  const [fade] = late.getAnimations();
  globalThis.late = { opacity, delay: fade?.effect.getTiming().delay };
}).observe(document, { subtree: true, childList: true });`;

describe("who comes back over a slow line", () => {
  const house = openHouse();

  test.each(["no-preference", "reduce"] as const)(
    "sees nothing for a moment, then the mark and that it goes on; motion: %s",
    async (reducedMotion) => {
      const { page, trouble, leave } = await house.visit("Mira", "/", { reducedMotion });
      let answer = (): void => {};
      const isAnswered = new Promise<void>((resolve) => (answer = resolve));
      await page.route("**/api/auth/me", async (route) => {
        await isAnswered;
        await route.continue();
      });
      await page.addInitScript(NOTE_LATE);
      await page.reload();
      const late = page.locator(".late");
      await expect
        .poll(() =>
          late.evaluate((node) => node.ownerDocument.defaultView?.getComputedStyle(node).opacity),
        )
        .toBe("1");
      expect(await page.evaluate("globalThis.late")).toEqual({ opacity: "0", delay: 300 });
      const moving = await page.evaluate<number>(
        `document.getAnimations().filter(({ playState }) => playState === "running").length`,
      );
      expect(moving > 0).toBe(reducedMotion === "no-preference");
      expect(await late.locator("svg").boundingBox()).toMatchObject({ width: 64, height: 64 });
      expect(await violationsInAnyLook(page)).toEqual([]);

      answer();
      await page.getByRole("heading", { level: 1, name: "Your downloads" }).waitFor();
      expect(await late.count()).toBe(0);
      await leave();
      expect(trouble).toEqual([]);
    },
  );
});

/** A busy list with the longest sentences above it, as an admin sees it. */
function everyones(eta: number | null): DashboardPayload {
  const others = Array.from({ length: 7 }, (_, at) =>
    makeDownload({ id: `other-${at}`, speed: 0, eta: null }),
  );
  return makePayload({
    user: "Robin",
    isAdmin: true,
    showAll: true,
    downloads: [
      makeDownload({ id: "next", speed: 477_000_000, eta }),
      makeDownload({ id: "stuck", status: "Error", speed: 0, eta: null }),
      ...others,
    ],
    awaited: [makeAwaited(), makeAwaited({ id: "ombi-main/movie/2" })],
  });
}
