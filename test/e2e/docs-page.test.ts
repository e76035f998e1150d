import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { withApp } from "../../scripts/openapi.ts";
import { launchChromium } from "./chromium.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});

test.each(["", "/media"])(
  "the page of the contract works under our content security policy, below %j",
  async (basePath) => {
    await withApp(
      async (app) => {
        const address = await app.listen({ port: 0, host: "127.0.0.1" });
        const page = await browser.newPage();
        const trouble: string[] = [];
        page.on("pageerror", (error) => trouble.push(error.message));
        page.on("console", (message) => {
          if (message.type() === "error") trouble.push(message.text());
        });
        await page.goto(`${address}${basePath}/api/docs`);
        await page.getByText("/api/dashboard/user-downloads").first().waitFor();

        await page.getByText("/health").first().click();
        await page.getByRole("button", { name: "Try it out" }).click();
        await page.getByRole("button", { name: "Execute" }).click();
        await page.getByText('"uptime"').first().waitFor();
        expect(trouble).toEqual([]);
        await page.close();
      },
      basePath === "" ? {} : { BASE_PATH: basePath },
    );
  },
);
