import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { openHouse } from "./open-house.ts";
import { DESKTOP, PHONE } from "./visitor.ts";

/** Whether the page's ground is dark, as it is painted. */
const IS_DARK = `(() => {
  const ground = document.createElement("canvas").getContext("2d");
  ground.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  ground.fillRect(0, 0, 1, 1);
  return ground.getImageData(0, 0, 1, 1).data[0] < 128;
})()`;
/** The colours that the page tells the browser's own bar. */
const BAR = `[...document.querySelectorAll("meta[name=theme-color]")]
  .filter(({ media }) => matchMedia(media).matches)
  .map(({ dataset }) => dataset.scheme)
  .join()`;

describe("the theme", () => {
  const house = openHouse();

  async function choose(page: Page, name: string): Promise<void> {
    await page.getByRole("button", { name: "Account of Mira" }).click();
    await page.getByText(name, { exact: true }).click();
    await page.keyboard.press("Escape");
  }

  test.each([
    ["a phone", PHONE],
    ["a desktop", DESKTOP],
  ] as const)(
    "follows the system until somebody chooses, and the choice outlives a reload, on %s",
    async (_name, viewport) => {
      const { page, trouble, leave } = await house.visit("Mira", "/", {
        viewport,
        colorScheme: "light",
      });
      const isDark = (): Promise<boolean> => page.evaluate<boolean>(IS_DARK);
      const bar = (): Promise<string> => page.evaluate<string>(BAR);
      await expect.poll(isDark).toBe(false);
      await page.emulateMedia({ colorScheme: "dark" });
      await expect.poll(isDark).toBe(true);
      expect(await bar()).toBe("dark");

      await choose(page, "Light");
      await expect.poll(isDark).toBe(false);
      expect(await bar()).toBe("light");
      // The page is painted right from its first moment: before its own code ran.
      await page.route("**/assets/*.js", (route) => route.abort());
      await page.reload({ waitUntil: "commit" });
      await page.locator("#root").waitFor({ state: "attached" });
      expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("light");
      await page.unroute("**/assets/*.js");
      await page.reload();
      await page.getByRole("navigation", { name: "Main" }).waitFor();
      await expect.poll(isDark).toBe(false);
      expect(await bar()).toBe("light");

      await choose(page, "System");
      await expect.poll(isDark).toBe(true);
      await page.reload();
      await page.getByRole("navigation", { name: "Main" }).waitFor();
      await page.emulateMedia({ colorScheme: "light" });
      await expect.poll(isDark).toBe(false);
      await leave();
      // The one file that was held back on purpose.
      expect(trouble.filter((text) => !text.includes("net::ERR_FAILED"))).toEqual([]);
    },
  );
});
