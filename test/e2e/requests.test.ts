import type { OmbiRequestsResponse } from "@sofarr/contract";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { openHouse } from "./open-house.ts";
import { DESKTOP, hasFocus, violationsInAnyLook, violationsOn } from "./visitor.ts";

const REQUESTS_API = "**/api/ombi/requests*";

describe("requests", () => {
  const house = openHouse();

  const cards = (page: Page) => page.getByRole("main").getByRole("article");
  const titles = (page: Page) =>
    page.getByRole("main").getByRole("article").getByRole("heading", { level: 3 }).allInnerTexts();

  test("a member sees what they asked for and how far it is, and nobody else's", async () => {
    const { page, trouble, leave } = await house.visit("Mira");
    await page.getByRole("link", { name: "Requests" }).click();
    const heading = page.getByRole("heading", { level: 1, name: "Your requests" });
    await heading.waitFor();
    await expect.poll(() => hasFocus(heading)).toBe(true);
    const waiting = cards(page).filter({ hasText: "Velvet Static" });
    await waiting.getByText("Waiting for approval").waitFor();
    expect(await titles(page)).not.toContain("Eleven Hours of Rain"); // Of Jonas K.
    const count = await cards(page).count();
    await page.getByText(`${count} requests`).waitFor();
    await leave();
    expect(trouble).toEqual([]);
  });

  test("kind, state, order and search are the server's work and stay in the address", async () => {
    const { page, trouble, leave } = await house.visit("Robin", "/requests?everyone=1", {
      viewport: DESKTOP,
    });
    await cards(page).first().waitFor();
    const asked: URL[] = [];
    page.on("request", (request) => {
      if (request.url().includes("api/ombi/requests")) asked.push(new URL(request.url()));
    });
    await page.getByRole("button", { name: "Denied" }).click();
    await expect.poll(() => titles(page)).toEqual(["Eleven Hours of Rain"]);
    const denied = cards(page).first();
    await denied.getByText("We have it on disc").waitFor();
    await denied.getByText(/Asked for by Jonas K/).waitFor();
    const link = denied.getByRole("link", { name: "Open Eleven Hours of Rain in Ombi" });
    expect(await link.getAttribute("target")).toBe("_blank");
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer");

    await page.getByRole("button", { name: "Denied" }).click();
    await page.getByLabel("Movies or series").selectOption({ label: "Movies" });
    await page.getByLabel("Order").selectOption({ label: "Title, A to Z" });
    await page.getByRole("textbox", { name: "Search" }).pressSequentially("rain", { delay: 20 });
    const searches = () => asked.map((url) => url.searchParams.get("search")).filter(Boolean);
    await expect.poll(searches).toEqual(["rain"]); // Not letter by letter.
    await expect.poll(() => titles(page)).toEqual(["Eleven Hours of Rain"]);
    expect(searches()).toEqual(["rain"]);
    expect(asked.at(-1)?.searchParams.toString()).toContain("sort=title_asc");
    expect(page.url()).toContain("/requests?q=rain&type=movie&sort=title_asc&everyone=1");

    await page.reload();
    await expect.poll(() => titles(page)).toEqual(["Eleven Hours of Rain"]);
    expect(await page.getByRole("textbox", { name: "Search" }).inputValue()).toBe("rain");
    await page.getByRole("textbox", { name: "Search" }).fill("no such title");
    await page.getByText("No request fits your search and filters.").waitFor();
    await page.getByRole("button", { name: "Show everything" }).click();
    await expect.poll(() => cards(page).count()).toBeGreaterThan(4);
    await leave();
    expect(trouble).toEqual([]);
  });

  test("no Ombi, nothing asked for, and a failure each look like what they are", async () => {
    const { page, leave } = await house.visit("Mira");
    let answer: OmbiRequestsResponse | null = null;
    await page.route(REQUESTS_API, (route) =>
      answer === null
        ? route.fulfill({ status: 500, json: { error: "broken" } })
        : route.fulfill({ json: answer }),
    );
    await page.getByRole("link", { name: "Requests" }).click();
    await page.getByRole("alert").getByText("This could not be loaded").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    answer = noRequests([]);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "No requests here" }).waitFor();
    expect(await page.getByRole("search").count()).toBe(0);
    expect(await violationsOn(page)).toEqual([]);
    answer = noRequests([
      {
        id: "ombi-main",
        name: "Ombi",
        type: "ombi",
        state: "ok",
        lastSuccessAt: new Date().toISOString(),
        ageSeconds: 1,
        reason: null,
      },
    ]);
    await page.reload();
    await page.getByRole("heading", { name: "Nothing asked for yet" }).waitFor();
    await leave();
  });

  test("axe finds nothing, in any look", async () => {
    const { page, leave } = await house.visit("Robin", "/requests?everyone=1");
    await cards(page).first().waitFor();
    expect(await violationsInAnyLook(page)).toEqual([]);
    await leave();
  });

  test("an Ombi that stops answering is named, and what it said stays on the page", async () => {
    const { page, leave } = await house.visit("Robin", "/requests?everyone=1");
    await cards(page).first().waitFor();
    await house.household.simulators.ombi.server.stop();
    await expect
      .poll(
        async () => {
          await page.reload();
          await cards(page).first().waitFor();
          return await page.getByText("Ombi has not answered since").count();
        },
        { interval: 1_000 },
      )
      .toBe(1);
    expect(await titles(page)).toContain("Velvet Static");
    expect(await violationsOn(page)).toEqual([]);
    await leave();
    await house.household.simulators.ombi.server.start();
  });
});

function noRequests(sources: OmbiRequestsResponse["sources"]): OmbiRequestsResponse {
  const requests = { movie: [], tv: [] };
  return { user: "Mira", isAdmin: false, showAll: false, requests, total: 0, sources };
}
