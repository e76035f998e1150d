import { describe, expect, test } from "vitest";

import { openHouse } from "./open-house.ts";
import { DESKTOP, hasFocus, PHONE } from "./visitor.ts";

/** What a thumb hits without looking. */
const LEAST_TARGET_PX = 44;

describe("the way from screen to screen, below a sub-path", () => {
  const house = openHouse({ BASE_PATH: "/media" });

  test("each screen has an address, a title and a heading that gets the focus; back goes back", async () => {
    const { page, trouble, leave } = await house.visit("Mira", "/", {
      viewport: DESKTOP,
    });
    const nav = page.getByRole("navigation", { name: "Main" });
    for (const [place, path, title] of [
      ["Finished", "/media/history", "Recently finished"],
      ["Requests", "/media/requests", "Your requests"],
      ["Downloads", "/media/", "Your downloads"],
    ] as const) {
      await nav.getByRole("link", { name: place }).focus();
      await page.keyboard.press("Enter");
      const heading = page.getByRole("heading", { level: 1, name: title });
      await heading.waitFor();
      await expect.poll(() => hasFocus(heading)).toBe(true);
      expect(new URL(page.url()).pathname).toBe(path);
      expect(await page.title()).toBe(`${title} · sofarr`);
      expect(await nav.locator("[aria-current=page]").allInnerTexts()).toEqual([place]);
    }
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Your requests" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Your requests" }).waitFor();
    await leave();
    expect(trouble).toEqual([]);
  });

  test("the way past it is as large as a thumb once the focus is on it, and not there before", async () => {
    const { page, leave } = await house.visit("Mira", "/history", { viewport: PHONE });
    await page.getByRole("article").first().waitFor();
    const skip = page.getByRole("link", { name: "Skip to the content" });
    expect((await skip.boundingBox())?.height).toBeLessThan(LEAST_TARGET_PX);
    await skip.focus();
    const words = await skip.evaluate((node) => {
      const range = node.ownerDocument.createRange();
      range.selectNodeContents(node);
      return range.getBoundingClientRect().width;
    });
    const box = await skip.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(LEAST_TARGET_PX);
    expect(box?.width).toBeGreaterThan(words + 24);
    await leave();
  });

  test("on a phone it is at the foot, as large as a thumb, and hides nothing for good", async () => {
    const { page, leave } = await house.visit("Mira", "/history", { viewport: PHONE });
    await page.getByRole("article").first().waitFor();
    const nav = page.getByRole("navigation", { name: "Main" });
    const bar = await nav.boundingBox();
    expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBe(PHONE.height);
    for (const link of await nav.getByRole("link").all()) {
      const box = await link.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(LEAST_TARGET_PX);
      expect(box?.width).toBeGreaterThanOrEqual(LEAST_TARGET_PX);
    }
    const last = page.getByRole("article").last();
    await page.keyboard.press("End");
    await expect
      .poll(async () => {
        const box = await last.boundingBox();
        return (box?.y ?? 0) + (box?.height ?? 0);
      })
      .toBeLessThanOrEqual(bar?.y ?? 0);
    await leave();
  });
});
