import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { openHouse } from "./open-house.ts";
import { PHONE } from "./visitor.ts";

/** As narrow as WCAG asks for: a large window at 400 %. */
const NARROW = { width: 320, height: 640 };
const PLACES = [
  "/?everyone=1",
  "/history?everyone=1",
  "/requests?everyone=1",
  "/admin",
  "/admin?show=webhooks",
  "/admin?show=logs",
];
/** Less than so many pixels is no room for words. */
const LEAST_TEXT_WIDTH_PX = 80;

describe("where there is little room", () => {
  const house = openHouse();

  test.each([
    ["on a window of 320 px", NARROW, 100],
    ["with text twice as large on a phone", PHONE, 200],
  ])(
    "nothing runs out of the window, and words keep a line to stand on, %s",
    async (_name, viewport, percent) => {
      const { page, leave } = await house.visit("Robin", "/", { viewport });
      const runsOut: string[] = [];
      for (const place of PLACES) {
        await page.goto(new URL(`.${place}`, house.address).href);
        await page.evaluate(`document.documentElement.style.fontSize = "${percent}%"`);
        await page.getByRole("main").getByRole("heading", { level: 2 }).first().waitFor();
        if (await isWiderThanWindow(page)) runsOut.push(place);
      }
      expect(runsOut).toEqual([]);

      await page.goto(new URL("./?everyone=1", house.address).href);
      await page.evaluate(`document.documentElement.style.fontSize = "${percent}%"`);
      const bars = page.getByRole("article").getByRole("progressbar");
      await bars.first().waitFor();
      expect((await bars.first().boundingBox())?.width).toBeGreaterThan(LEAST_TEXT_WIDTH_PX);
      await leave();
    },
  );
});

async function isWiderThanWindow(page: Page): Promise<boolean> {
  return await page.evaluate(
    "document.documentElement.scrollWidth > document.documentElement.clientWidth",
  );
}
