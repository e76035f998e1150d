import type { HistoryResponse } from "@sofarr/contract";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { openHouse } from "./open-house.ts";
import { DESKTOP, hasFocus, violationsInAnyLook, violationsOn } from "./visitor.ts";

const HISTORY_API = "**/api/history/recent*";

describe("recently finished", () => {
  const house = openHouse();

  const cards = (page: Page) => page.getByRole("main").getByRole("article");

  test("a member finds it in the navigation, by day, with their own titles alone", async () => {
    const { page, trouble, leave } = await house.visit("Mira");
    await page.getByRole("link", { name: "Finished" }).click();
    const heading = page.getByRole("heading", { level: 1, name: "Recently finished" });
    await heading.waitFor();
    await expect.poll(() => hasFocus(heading)).toBe(true);
    await expect.poll(() => page.title()).toContain("Recently finished");
    await page.getByRole("heading", { level: 2, name: /Today/ }).waitFor();
    expect(await page.getByRole("link", { name: "Finished" }).getAttribute("aria-current")).toBe(
      "page",
    );
    const text = (await cards(page).allInnerTexts()).join("\n");
    expect(text).toContain("Harbour of Glass");
    expect(text).toContain("In the library");
    expect(text).not.toContain("The Last Tram"); // Of Jonas K.
    expect(await page.getByRole("group", { name: "Whose downloads" }).count()).toBe(0);
    await leave();
    expect(trouble).toEqual([]);
  });

  test("an admin sees everyone's, why something failed, and keeps both choices over a reload", async () => {
    const { page, trouble, leave } = await house.visit("Robin", "/history", {
      viewport: DESKTOP,
    });
    await page.getByText("Everyone’s", { exact: true }).click();
    await page.getByText("Ana Lucía", { exact: true }).first().waitFor();
    const failed = cards(page).filter({ hasText: "Did not work out" }).first();
    await failed.getByText("Parts of it are missing and it cannot be repaired.").waitFor();
    await page.getByLabel("How far back").selectOption({ label: "30 days" });
    await expect.poll(() => page.url()).toContain("/history?days=30&everyone=1");
    await page.reload();
    await page.getByText("Ana Lucía", { exact: true }).first().waitFor();
    expect(await page.getByLabel("How far back").inputValue()).toBe("30");
    const link = page.getByRole("link", { name: /in Radarr$/ }).first();
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
    expect(await link.getAttribute("target")).toBe("_blank");
    // The choice goes along to the next screen.
    await page.getByRole("link", { name: "Downloads" }).click();
    await page.getByRole("heading", { level: 1, name: "Everyone’s downloads" }).waitFor();
    await leave();
    expect(trouble).toEqual([]);
  });

  test("what the stream sees end is read again without a reload", async () => {
    const { page, leave } = await house.visit("Robin", "/history?everyone=1");
    await cards(page).first().waitFor();
    const { qbittorrent } = house.household.simulators;
    const again = page.waitForRequest(HISTORY_API);
    const leaving = qbittorrent.add({ title: "leaves.soon", progress: 1, state: "seeding" });
    await page.getByRole("link", { name: "Downloads" }).click();
    await page.getByText("leaves.soon").first().waitFor();
    await page.getByRole("link", { name: "Finished" }).click();
    await cards(page).first().waitFor();
    qbittorrent.remove(leaving.id);
    expect((await again).method()).toBe("GET");
    await leave();
  });

  test("what cannot be brought up to date stays on the page, and is said", async () => {
    const { page, leave } = await house.visit("Robin", "/?everyone=1");
    const { qbittorrent } = house.household.simulators;
    const leaving = qbittorrent.add({ title: "leaves.too", progress: 1, state: "seeding" });
    await page.getByText("leaves.too").first().waitFor();
    await page.getByRole("link", { name: "Finished" }).click();
    await cards(page).first().waitFor();
    const before = await cards(page).count();
    await page.route(HISTORY_API, (route) => route.fulfill({ status: 500, json: { error: "x" } }));
    qbittorrent.remove(leaving.id);
    const notice = page.getByRole("alert").filter({ hasText: "could not be brought up to date" });
    await notice.waitFor();
    expect(await cards(page).count()).toBe(before);
    expect(await violationsOn(page)).toEqual([]);
    await page.unroute(HISTORY_API);
    await notice.getByRole("button", { name: "Try again" }).click();
    await notice.waitFor({ state: "detached" });
    await leave();
  });

  test("loading, failed with a way to try again, and empty each look like what they are", async () => {
    const { page, leave } = await house.visit("Mira");
    let answer: "late" | "broken" | "empty" = "late";
    let goOn = (): void => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.route(HISTORY_API, async (route) => {
      if (answer === "late") await held;
      if (answer !== "empty") return route.fulfill({ status: 500, json: { error: "broken" } });
      return route.fulfill({ json: emptyHistory(route.request().url()) });
    });
    await page.getByRole("link", { name: "Finished" }).click();
    await page.getByRole("heading", { level: 1, name: "Recently finished" }).waitFor();
    await page.locator("[aria-busy=true]").getByText("Loading").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    answer = "broken";
    goOn();
    await page.getByRole("alert").getByText("This could not be loaded").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    answer = "empty";
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Nothing of yours was finished in the last 7 days.").waitFor();
    await page.getByRole("button", { name: "Look further back" }).click();
    await page.getByText("Nothing of yours was finished in the last 30 days.").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await leave();
  });

  test("while another choice is on its way, the list before stays, is marked, and can be read", async () => {
    const { page, leave } = await house.visit("Robin", "/history?everyone=1");
    await cards(page).first().waitFor();
    let goOn = (): void => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.route("**/api/history/recent?days=30*", async (route) => {
      await held;
      await route.continue();
    });
    const before = await cards(page).count();
    await page.getByLabel("How far back").selectOption({ label: "30 days" });
    const changing = page.locator("[aria-busy=true]").filter({ has: page.getByRole("article") });
    await changing.waitFor();
    expect(await cards(page).count()).toBe(before);
    expect(await violationsOn(page)).toEqual([]);
    goOn();
    await changing.waitFor({ state: "detached" });
    await leave();
  });

  test("axe finds nothing, in any look", async () => {
    const { page, leave } = await house.visit("Robin", "/history?everyone=1");
    await cards(page).first().waitFor();
    expect(await violationsInAnyLook(page)).toEqual([]);
    await leave();
  });

  test("an instance that goes silent keeps its part of the list, as of when it last answered", async () => {
    const { radarr } = house.household.simulators;
    const { page, leave } = await house.visit("Robin", "/history?everyone=1&days=1");
    await cards(page).filter({ hasText: "· Radarr" }).first().waitFor();
    radarr.server.fault = "status-500";
    // A span nobody has read before, so that it has to be asked.
    await page.getByLabel("How far back").selectOption({ label: "90 days" });
    await page
      .getByText(
        /^Radarr is not answering\. What it finished is shown as of .+, and goes back only to/u,
      )
      .waitFor();
    await cards(page).filter({ hasText: "· Radarr" }).first().waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await leave();
    radarr.server.fault = null;
  });
});

describe("recently finished, of an instance that was never read", () => {
  const house = openHouse();

  test("an instance that cannot be read is named, and the others are shown", async () => {
    const { radarr } = house.household.simulators;
    radarr.server.fault = "status-500";
    const { page, leave } = await house.visit("Robin", "/history?everyone=1&days=90");
    await page
      .getByText("Radarr could not be read, so what it finished is missing here.")
      .waitFor();
    const cards = page.getByRole("main").getByRole("article");
    const text = (await cards.allInnerTexts()).join("\n");
    expect(text).toContain("Main Sonarr");
    expect(text).not.toContain("· Radarr");
    expect(await violationsOn(page)).toEqual([]);
    await leave();
    radarr.server.fault = null;
  });
});

/** The answer for somebody who had nothing finished. */
function emptyHistory(url: string): HistoryResponse {
  const days = Number(new URL(url).searchParams.get("days"));
  return { user: "Mira", isAdmin: false, showAll: false, days, history: [], unread: [] };
}
