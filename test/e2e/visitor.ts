import { AxeBuilder } from "@axe-core/playwright";
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from "playwright-core";
import { onTestFinished } from "vitest";

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/** A house on this machine answers at once, unless the machine has other things to do. */
const PATIENCE_MS = 20_000;

/** A page that a failed test leaves behind may have crashed. */
const LAST_LOOK_MS = 2_000;

/** Both widths in both themes, for screens that are looked at as a whole. */
const LOOKS = [
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
 * Somebody at the door, not signed in. Without a service worker, unless the options allow it: a request that meets one
 * that is just taking over the page escapes `page.route` now and then. When the test fails, it is told what was on the
 * page.
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
    serviceWorkers: "block",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") trouble.push(message.text());
  });
  onTestFinished(async ({ task }) => {
    if (task.result?.state === "fail") {
      const text = await page.locator("body").innerText({ timeout: LAST_LOOK_MS }).catch(String);
      process.stderr.write(`${page.url()}\n${[...trouble, text].join("\n")}\n`);
    }
    await context.close();
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

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

/** Who has been where before, with what their browser keeps: they need not sign in again. */
const keptCookies = new WeakMap<Place, Map<string, Cookies>>();

/**
 * Somebody who has signed in, now or on an earlier visit.
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
  const kept = keptCookies.get(place) ?? new Map<string, Cookies>();
  keptCookies.set(place, kept);
  const cookies = kept.get(who);
  const visitor = await arrive(browser, place, path, {
    ...options,
    storageState: { cookies: cookies ?? [], origins: [] },
  });
  if (cookies === undefined) await signIn(visitor.page, loginOf(place, who));
  await visitor.page.getByRole("navigation", { name: "Main" }).waitFor();
  kept.set(who, await visitor.page.context().cookies());
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

/**
 * What axe finds wrong with a page at both widths in both themes, one line each. What is asked of the page beside that is
 * told by `more`, one line each.
 */
export async function violationsInAnyLook(
  page: Page,
  more: () => Promise<string[]> = () => Promise.resolve([]),
): Promise<string[]> {
  const found: string[] = [];
  for (const { name, viewport, colorScheme } of LOOKS) {
    /* oxlint-disable no-await-in-loop -- one page, one look after the other */
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await untilPainted(page);
    for (const line of [...(await violationsOn(page)), ...(await more())]) {
      found.push(`${name}: ${line}`);
    }
    /* oxlint-enable no-await-in-loop */
  }
  return found;
}

/** Until what has just changed is on the screen. */
async function untilPainted(page: Page): Promise<void> {
  await page.evaluate(
    "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))",
  );
}

/** Whether the focus is on it. */
export function hasFocus(locator: Locator): Promise<boolean> {
  return locator.evaluate((node) => node.matches(":focus"));
}
