import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { launchChromium } from "./chromium.ts";
import { startDemo, type Demo } from "./demo.ts";
import { arrive, DESKTOP, loginOf, signIn, violationsInAnyLook, visit } from "./visitor.ts";

describe("the dashboard in a real browser", () => {
  let demo: Demo;
  let browser: Browser;

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  const nameOf = (role: string): string => demo.logins.find((one) => one.role === role)?.name ?? "";

  test("a member signs in on a phone and sees their own downloads move", async () => {
    const { page, trouble, leave } = await visit(browser, demo, nameOf("member"), "/", {
      colorScheme: "dark",
      reducedMotion: "no-preference",
      serviceWorkers: "allow",
    });
    await page.getByRole("progressbar").first().waitFor();
    const progress = async (): Promise<string> =>
      (
        await page
          .getByRole("progressbar")
          .evaluateAll((bars) => bars.map((bar) => bar.getAttribute("aria-valuenow")))
      ).join(",");
    const before = await progress();
    await expect.poll(progress, { timeout: 30_000 }).not.toBe(before);
    const posters = page.locator("article img, li img");
    await expect.poll(async () => await posters.count()).toBeGreaterThan(0);
    await leave();
    expect(trouble).toEqual([]);
  });

  test("a wrong password says so and nothing is shown", async () => {
    const { page, trouble, leave } = await arrive(browser, demo);
    await signIn(page, { name: nameOf("member"), password: "not-the-password" });
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("progressbar").count()).toBe(0);
    await leave();
    // The browser itself notes the 401.
    expect(trouble.filter((text) => !text.includes("401"))).toEqual([]);
  });

  test("an admin sees everyone's downloads with whose they are, and keeps the choice over a reload", async () => {
    const { page, trouble, leave } = await visit(browser, demo, nameOf("admin"), "/", {
      viewport: DESKTOP,
      serviceWorkers: "allow",
    });
    await page.getByText("Everyone’s", { exact: true }).click();
    const owner = page.getByRole("article").getByText(nameOf("member"), { exact: true });
    await owner.first().waitFor();
    const all = await page.getByRole("progressbar").count();
    expect(all).toBeGreaterThan(3);
    await page.reload();
    await owner.first().waitFor();
    await leave();
    expect(trouble).toEqual([]);
  });

  test("axe finds nothing, in any look", async () => {
    const { page, leave } = await arrive(browser, demo);
    await page.getByLabel("Name", { exact: true }).waitFor();
    expect(await violationsInAnyLook(page)).toEqual([]);
    await signIn(page, loginOf(demo, nameOf("admin")));
    await page.getByText("Everyone’s", { exact: true }).click();
    await page.getByRole("article").getByText(nameOf("member"), { exact: true }).first().waitFor();
    expect(await violationsInAnyLook(page)).toEqual([]);
    await leave();
  });
});
