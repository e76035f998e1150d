import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { launchChromium } from "./chromium.ts";
import { MortalHouse } from "./mortal-house.ts";
import { DESKTOP, PHONE, visit } from "./visitor.ts";

/** A cut shorter than this gets no word, see the web app's stream. */
const NO_WORD_BEFORE_MS = 3_000;
const WORD_WITHIN_MS = 15_000;
const BACK_WITHIN_MS = 40_000;

let house: MortalHouse;
let browser: Browser;
let guestId: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([MortalHouse.start(), launchChromium()]);
  guestId = house.household.simulators.qbittorrent.add({
    title: "Guest.Of.This.Test",
    state: "downloading",
    bytesPerSecond: 1_000_000,
  }).id;
});
beforeEach(() => setGuest(0.25));
afterAll(async () => {
  await browser.close();
  await house.stop();
});

function setGuest(progress: number): void {
  house.household.simulators.qbittorrent.update(guestId, { progress });
}

describe.each([
  ["a phone", PHONE],
  ["a desktop", DESKTOP],
] as const)("when something goes away, on %s", (_name, viewport) => {
  const visitEveryone = () => visit(browser, house, "Robin", "/?everyone=1", { viewport });
  const cards = (page: Page) => page.getByRole("main").getByRole("article");
  const guest = (page: Page) =>
    cards(page).filter({ hasText: "Guest" }).first().getByRole("progressbar");
  const lamp = (page: Page) => page.getByRole("button", { name: "Show where it comes from" });
  const percentOf = (page: Page) => guest(page).getAttribute("aria-valuenow");
  const isAllShown = async (page: Page, all: number) => {
    await expect.poll(() => cards(page).count()).toBe(all);
  };
  /** How many there are by the page's own word, once all of them are on it. */
  const countOf = async (page: Page) => {
    const chip = page.getByRole("group", { name: "Show" }).getByText(/^All/u);
    const all = Number(/\d+/u.exec(await chip.innerText())?.[0]);
    expect(all).toBeGreaterThan(1);
    await isAllShown(page, all);
    return all;
  };

  test("a silent download client is named, its downloads stay, and all is well once it is back", async () => {
    const { qbittorrent } = house.household.simulators;
    const { page, trouble, leave } = await visitEveryone();
    await expect.poll(() => percentOf(page)).toBe("25");
    const before = await countOf(page);
    const notice = page.getByRole("region", { name: "Sources in trouble" });
    expect(await notice.count()).toBe(0);
    expect(await lamp(page).innerText()).toMatch(/\d+ s(ec)?\S* ago/u);

    await qbittorrent.server.stop();
    await notice.getByText("Main qBittorrent has not answered since").waitFor();
    await isAllShown(page, before);
    expect(await percentOf(page)).toBe("25");
    // Only its own downloads are marked as old.
    const old = cards(page).filter({ hasText: /as of \d/u });
    expect(await old.filter({ hasText: "Main qBittorrent" }).count()).toBe(await old.count());
    expect(await old.count()).toBeGreaterThan(0);
    expect(await old.count()).toBeLessThan(before);
    expect(await lamp(page).innerText()).toContain("1 source is not answering");
    await lamp(page).click();
    const panel = page.getByRole("dialog", { name: "Where this comes from" });
    await panel.getByText(/^not answering since/u).waitFor();
    await page.keyboard.press("Escape");

    setGuest(0.5);
    await qbittorrent.server.start();
    await expect.poll(() => notice.count(), { timeout: BACK_WITHIN_MS }).toBe(0);
    await expect.poll(() => percentOf(page)).toBe("50");
    expect(
      await cards(page)
        .filter({ hasText: /as of \d/u })
        .count(),
    ).toBe(0);
    await isAllShown(page, before);
    await leave();
    expect(trouble).toEqual([]);
  });

  test("a silent *arr takes away neither titles nor downloads", async () => {
    const { radarr } = house.household.simulators;
    const { page, trouble, leave } = await visitEveryone();
    await guest(page).waitFor();
    const titles = async (): Promise<string[]> =>
      (await cards(page).getByRole("heading").allTextContents()).toSorted();
    const before = await titles();
    await radarr.server.stop();
    await page
      .getByText("Radarr is not answering. Titles, posters and import problems may be out of date.")
      .waitFor();
    expect(await titles()).toEqual(before);
    await radarr.server.start();
    await expect
      .poll(() => page.getByText("Radarr is not answering.").count(), { timeout: BACK_WITHIN_MS })
      .toBe(0);
    await leave();
    expect(trouble).toEqual([]);
  });

  test("a server that dies is said after a few seconds, and the truth comes back without a reload", async () => {
    const { page, trouble, leave } = await visitEveryone();
    await expect.poll(() => percentOf(page)).toBe("25");
    const before = await countOf(page);
    await page.evaluate("globalThis.isSamePage = true");
    const bar = page.getByRole("complementary", { name: "Connection lost" });

    const killedAt = Date.now();
    await house.killServer();
    await bar.waitFor({ timeout: WORD_WITHIN_MS });
    expect(Date.now() - killedAt).toBeGreaterThan(NO_WORD_BEFORE_MS);
    await bar.getByText(/^There has been no connection since \d/u).waitFor();
    await isAllShown(page, before);
    expect(await lamp(page).innerText()).toMatch(/Lost · \d+ \S+ old/u);

    setGuest(0.75);
    await house.startServer();
    await expect.poll(() => bar.count(), { timeout: BACK_WITHIN_MS }).toBe(0);
    await expect.poll(() => percentOf(page)).toBe("75");
    await expect.poll(() => lamp(page).innerText()).toMatch(/\d+ \S+ ago/u);
    expect(await lamp(page).innerText()).not.toContain("Lost");
    await isAllShown(page, before);
    expect(await page.evaluate("globalThis.isSamePage")).toBe(true);
    await leave();
    // The browser itself notes what it could not reach.
    expect(trouble.filter((text) => !/net::ERR_/u.test(text))).toEqual([]);
  });
});
