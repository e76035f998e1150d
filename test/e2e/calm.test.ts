import type { DashboardPayload } from "@sofarr/contract";
import { describe, expect, test } from "vitest";

import {
  makeAwaited,
  makeDownload,
  makePayload,
} from "../../packages/web/src/state/make-download.ts";
import { tableEvent } from "../table-event.ts";
import { openHouse } from "./open-house.ts";
import { PHONE } from "./visitor.ts";

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
