import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";

import type { House } from "./house.ts";

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/** A house on this machine answers at once; whatever takes longer is broken. */
const PATIENCE_MS = 8_000;

/** Both widths in both themes, for screens that are looked at as a whole. */
export const LOOKS = [
  { name: "phone, light", viewport: PHONE, colorScheme: "light" },
  { name: "phone, dark", viewport: PHONE, colorScheme: "dark" },
  { name: "desktop, light", viewport: DESKTOP, colorScheme: "light" },
  { name: "desktop, dark", viewport: DESKTOP, colorScheme: "dark" },
] as const;

/** Somebody with a browser of their own, signed in. */
export interface Visitor {
  readonly page: Page;
  /** What the browser complained about: errors of the page, and blocked or broken requests. */
  readonly trouble: string[];
  readonly leave: () => Promise<void>;
}

/**
 * @param who   a name of the household.
 * @param path  below the base path.
 */
export async function visit(
  browser: Browser,
  house: House,
  who: string,
  path = "/",
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const login = house.household.logins.find(({ name }) => name === who);
  if (login === undefined) throw new Error(`nobody in the household is called ${who}`);
  const context = await browser.newContext({
    viewport: PHONE,
    reducedMotion: "reduce",
    locale: "en-GB",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") trouble.push(message.text());
  });
  await page.goto(new URL(`.${path}`, house.address).href);
  await page.getByLabel("Name", { exact: true }).fill(login.name);
  await page.getByLabel("Password", { exact: true }).fill(login.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  return { page, trouble, leave: () => context.close() };
}

/** What axe finds wrong with a page as it is now, one line each. */
export async function violationsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Whether the focus is on it. */
export function hasFocus(locator: Locator): Promise<boolean> {
  return locator.evaluate((node) => node.matches(":focus"));
}
