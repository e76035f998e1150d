import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/** A house on this machine answers at once, unless the machine has other things to do. */
const PATIENCE_MS = 20_000;

/** Both widths in both themes, for screens that are looked at as a whole. */
export const LOOKS = [
  { name: "phone, light", viewport: PHONE, colorScheme: "light" },
  { name: "phone, dark", viewport: PHONE, colorScheme: "dark" },
  { name: "desktop, light", viewport: DESKTOP, colorScheme: "light" },
  { name: "desktop, dark", viewport: DESKTOP, colorScheme: "dark" },
] as const;

interface Login {
  readonly name: string;
  readonly password: string;
}

/** Where people come to: a house, or the demo. */
export interface Place {
  readonly address: string;
  readonly logins: readonly Login[];
}

/** Somebody with a browser of their own. */
export interface Visitor {
  readonly page: Page;
  /** What the browser complained about: errors of the page, and blocked or broken requests. */
  readonly trouble: string[];
  readonly leave: () => Promise<void>;
}

/**
 * Somebody at the door, not signed in.
 *
 * @param path  below the base path.
 */
export async function arrive(
  browser: Browser,
  place: Place,
  path = "/",
  options: BrowserContextOptions = {},
): Promise<Visitor> {
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
  await page.goto(new URL(`.${path}`, place.address).href);
  return { page, trouble, leave: () => context.close() };
}

/** Fills in the form and sends it; what comes of it is for the caller to see. */
export async function signIn(page: Page, { name, password }: Login): Promise<void> {
  // As password managers find them, in every language.
  await page.locator("[autocomplete=username]").fill(name);
  await page.locator("[autocomplete=current-password]").fill(password);
  await page.locator("[type=submit]").click();
}

/**
 * Somebody who has signed in.
 *
 * @param who   a name of the household.
 * @param path  below the base path.
 */
export async function visit(
  browser: Browser,
  place: Place,
  who: string,
  path = "/",
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const visitor = await arrive(browser, place, path, options);
  await signIn(visitor.page, loginOf(place, who));
  await visitor.page.getByRole("navigation", { name: "Main" }).waitFor();
  return visitor;
}

/** @throws when nobody there has this name. */
export function loginOf(place: Place, who: string): Login {
  const login = place.logins.find(({ name }) => name === who);
  if (login === undefined) throw new Error(`nobody there is called ${who}`);
  return login;
}

/** What axe finds wrong with a page as it is now, one line each. */
export async function violationsOn(page: Page): Promise<string[]> {
  // No page of ours has frames: all in one go, without a second page for the results.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Whether the focus is on it. */
export function hasFocus(locator: Locator): Promise<boolean> {
  return locator.evaluate((node) => node.matches(":focus"));
}
