import type { Browser, BrowserContext, Page, ViewportSize } from "playwright-core";

import type { Section } from "../report.ts";
import type { FixtureServer } from "./fixture-server.ts";
import { addProbe } from "./page-probe.ts";

/** What every measurement in the browser stands on. */
export interface Stage {
  readonly browser: Browser;
  readonly server: FixtureServer;
  /** How many cards there are. */
  readonly cards: number;
  /** How many of them a step touches. */
  readonly touched: number;
}

/** A measurement and whether it reached its goals. */
export interface Judged {
  readonly section: Section;
  readonly isMet: boolean;
}

const DESKTOP = { width: 1280, height: 900 };

/** A window of its own, with nothing remembered. */
export async function openWindow(
  { browser }: Stage,
  viewport: ViewportSize = DESKTOP,
): Promise<BrowserContext> {
  return await browser.newContext({ viewport, locale: "en-GB" });
}

/** Opens the app and waits until all cards are there. The caller closes the page's context. */
export async function openApp(stage: Stage): Promise<Page> {
  const page = await (await openWindow(stage)).newPage();
  await addProbe(page);
  await page.goto(`${stage.server.url}/`);
  await page
    .locator("li.card")
    .nth(stage.cards - 1)
    .waitFor({ state: "attached" });
  return page;
}

/** Opens the page that does the least. The caller closes the page's context. */
export async function openBare(stage: Stage): Promise<Page> {
  const page = await (await openWindow(stage)).newPage();
  await page.goto(`${stage.server.url}/bare/`);
  await page
    .locator("li")
    .nth(stage.cards - 1)
    .waitFor({ state: "attached" });
  return page;
}

export function goal(isMet: boolean): string {
  return isMet ? "met" : "MISSED";
}
