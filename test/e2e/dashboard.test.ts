import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { launchChromium } from "./chromium.ts";
import { startDemo, type Demo } from "./demo.ts";

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };

describe("the dashboard in a real browser", () => {
  let demo: Demo;
  let browser: Browser;
  const trouble: string[] = [];

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  /** A page of its own, every console error and failed request noted. */
  async function open(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") trouble.push(message.text());
    });
    page.on("pageerror", (error) => trouble.push(error.message));
    await page.goto(demo.address);
    return page;
  }

  async function signIn(page: Page, name: string, password?: string): Promise<void> {
    const login = demo.logins.find((one) => one.name === name);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Password", { exact: true }).fill(password ?? login?.password ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
  }

  const loginOf = (role: string): string =>
    demo.logins.find((one) => one.role === role)?.name ?? "";

  test("a member signs in on a phone and sees their own downloads move", async () => {
    const page = await open({ viewport: PHONE, colorScheme: "dark" });
    await signIn(page, loginOf("member"));
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
    await page.context().close();
    expect(trouble).toEqual([]);
  });

  test("a wrong password says so and nothing is shown", async () => {
    const page = await open({ viewport: PHONE });
    await signIn(page, loginOf("member"), "not-the-password");
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("progressbar").count()).toBe(0);
    await page.context().close();
    // The browser itself notes the 401.
    expect(trouble.filter((text) => !text.includes("401"))).toEqual([]);
    trouble.length = 0;
  });

  test("an admin sees everyone's downloads with whose they are, and keeps the choice over a reload", async () => {
    const page = await open({ viewport: DESKTOP });
    await signIn(page, loginOf("admin"));
    await page.getByText("Everyone’s", { exact: true }).click();
    await page.getByRole("article").getByText(loginOf("member"), { exact: true }).first().waitFor();
    const all = await page.getByRole("progressbar").count();
    expect(all).toBeGreaterThan(3);
    await page.reload();
    await page.getByRole("article").getByText(loginOf("member"), { exact: true }).first().waitFor();
    await page.context().close();
    expect(trouble).toEqual([]);
  });

  test.each([
    ["phone", PHONE, "light"],
    ["phone", PHONE, "dark"],
    ["desktop", DESKTOP, "light"],
    ["desktop", DESKTOP, "dark"],
  ] as const)("axe finds nothing on a %s (%o, %s)", async (_name, viewport, colorScheme) => {
    const page = await open({ viewport, colorScheme, reducedMotion: "reduce" });
    await page.getByLabel("Name", { exact: true }).waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await signIn(page, loginOf("admin"));
    await page.getByText("Everyone’s", { exact: true }).click();
    await page.getByRole("progressbar").first().waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.context().close();
  });
});
