import type { Page } from "playwright-core";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import { Browser as Caller, type Stream } from "../journeys/browser.ts";
import { tableEvent } from "../table-event.ts";
import { openHouse } from "./open-house.ts";
import { loginOf, violationsInAnyLook, violationsOn } from "./visitor.ts";

const WHO = "Mira";
const PER_PERSON = 32;

const house = openHouse();
let caller: Caller;
let streams: Stream[];

beforeAll(async () => {
  caller = new Caller(house.address);
  const { name, password } = loginOf(house, WHO);
  await caller.login(name, password);
});
beforeEach(async () => {
  streams = [];
  for (let n = 0; n < PER_PERSON; n += 1) streams.push(await caller.stream());
  if (streams.some(({ status }) => status !== 200)) throw new Error("there is no room as it is");
});

/** What the page asks of the stream's address, from now on. */
function callsOf(page: Page): string[] {
  const calls: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === "/api/dashboard/stream") calls.push(request.resourceType());
  });
  return calls;
}

async function closeOne(): Promise<void> {
  const [one] = streams;
  one?.close();
  await one?.until(() => one.isClosed, "closed");
}

describe("a page that is one too many", () => {
  test("says so, asks for nothing meanwhile, and goes on when there is room", async () => {
    const { page, trouble, leave } = await house.visit(WHO);
    await page.getByRole("heading", { name: "Too many pages are open" }).waitFor();
    const calls = callsOf(page);
    expect(await violationsInAnyLook(page)).toEqual([]);
    expect(calls).toEqual([]);

    const retry = page.getByRole("button", { name: "Try again" });
    await retry.click();
    // Once by EventSource, and once to hear why not.
    await expect.poll(() => calls).toEqual(["eventsource", "fetch"]);
    await closeOne();
    await retry.click();
    await page.getByRole("main").getByRole("article").first().waitFor();
    expect(await page.getByText("Too many pages").count()).toBe(0);
    for (const one of streams) one.close();
    await leave();
    expect(trouble.filter((text) => !text.includes("429"))).toEqual([]);
  });

  test("that has something to show keeps it, and says from when it is", async () => {
    const frame = await caller.downloads();
    const { page, leave } = await house.visit(WHO, "/history");
    let isFirst = true;
    await page.route("**/api/dashboard/stream*", async (route) => {
      if (!isFirst) return await route.continue();
      isFirst = false;
      return await route.fulfill({
        contentType: "text/event-stream",
        body: `retry: 100\n${tableEvent(frame)}`,
      });
    });
    await page.goto(house.address);
    const bar = page.getByRole("complementary", { name: "On hold" });
    await bar.getByText("Too many pages of sofarr are open").waitFor();
    expect(await page.getByRole("main").getByRole("article").count()).toBeGreaterThan(0);
    const lamp = page.getByRole("button", { name: "Show where it comes from" });
    expect(await lamp.innerText()).toMatch(/On hold · \d+ \S+ old/u);
    expect(await violationsOn(page)).toEqual([]);

    await closeOne();
    await bar.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => bar.count()).toBe(0);
    expect(await lamp.innerText()).not.toContain("On hold");
    for (const one of streams) one.close();
    await leave();
  });
});
