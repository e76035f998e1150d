import type { DashboardPayload } from "@sofarr/contract";
import { describe, expect, test } from "vitest";

import { tableEvent } from "../table-event.ts";
import { openHouse } from "./open-house.ts";
import { violationsOn } from "./visitor.ts";

/** Whether the service worker has taken over the page and keeps the app. */
const IS_KEPT = `navigator.serviceWorker.ready.then(
  async () => navigator.serviceWorker.controller !== null && (await caches.keys()).length === 1,
)`;

const KEPT = { serviceWorkers: "allow" } as const;

describe.each(["", "/media"])("without a connection, below %j", (basePath) => {
  const house = openHouse(basePath === "" ? {} : { BASE_PATH: basePath });

  test("the app opens, says what is going on, and goes on by itself", async () => {
    const { page, leave } = await house.visit("Mira", "/", KEPT);
    await expect.poll(() => page.evaluate(IS_KEPT)).toBe(true);

    await page.context().setOffline(true);
    await page.goto(new URL("history?days=30", `${house.address.replace(/\/$/u, "")}/`).href);
    await page.getByRole("heading", { level: 1, name: "You are offline" }).waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 1, name: "You are offline" }).waitFor();
    expect(await violationsOn(page)).toEqual([]);

    await page.context().setOffline(false);
    await page.getByRole("heading", { level: 1, name: "Recently finished" }).waitFor();
    expect(page.url()).toContain("/history?days=30");
    await leave();
  });

  test("nothing of the API is kept", async () => {
    const { page, trouble, leave } = await house.visit("Mira", "/", KEPT);
    await expect.poll(() => page.evaluate(IS_KEPT)).toBe(true);
    const kept = await page.evaluate<string[]>(
      `caches.keys().then(async ([name]) =>
        (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname))`,
    );
    expect(kept).toContain(`${basePath}/`);
    expect(
      kept.filter((path) => path.includes("/api/") || path.includes("service-worker")),
    ).toEqual([]);
    await leave();
    expect(trouble).toEqual([]);
  });

  test("the manifest leads back to where the app lives, with icons that are what they say", async () => {
    const { page, leave } = await house.visit("Mira", "/", KEPT);
    const manifest = await page.evaluate<{ start: string; sizes: string[] }>(`(async () => {
      const { href } = document.querySelector("link[rel=manifest]");
      const { start_url, icons } = await (await fetch(href)).json();
      const sizes = await Promise.all(
        icons.filter(({ type }) => type === "image/png").map(async ({ src, sizes }) => {
          const image = new Image();
          image.src = new URL(src, href).href;
          await image.decode();
          return sizes + " is " + image.naturalWidth + "x" + image.naturalHeight;
        }),
      );
      return { start: new URL(start_url, href).pathname, sizes };
    })()`);
    expect(manifest).toEqual({
      start: `${basePath}/`,
      sizes: ["192x192 is 192x192", "512x512 is 512x512", "512x512 is 512x512"],
    });
    await leave();
  });
});

describe("a newer version", () => {
  const house = openHouse();

  test("is offered when the server speaks with another version, and loaded on request", async () => {
    const { page, leave } = await house.visit("Mira");
    let version = "";
    await page.route("**/api/dashboard/stream*", async (route) => {
      const frame: DashboardPayload = {
        user: "Mira",
        isAdmin: false,
        showAll: false,
        downloads: [],
        downloadClients: [],
        awaited: [],
        sources: [],
        mediaServerUrl: null,
        serverTime: new Date().toISOString(),
        serverVersion: version,
      };
      await route.fulfill({
        contentType: "text/event-stream",
        body: `retry: 100\n${tableEvent(frame)}`,
      });
    });
    const bar = page.getByText("There is a newer version of sofarr.");
    version = "2.0.0";
    await page.reload();
    await page.getByText("All quiet").waitFor();
    expect(await bar.count()).toBe(0);
    version = "2.1.0";
    await bar.waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("button", { name: "Load it" }).click();
    await page.getByText("All quiet").waitFor();
    expect(await bar.count()).toBe(0);
    await leave();
  });
});
