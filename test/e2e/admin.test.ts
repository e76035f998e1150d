import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { DashboardPayload } from "@sofarr/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { tableEvent } from "../table-event.ts";
import { makeDownload } from "../../packages/web/src/state/make-download.ts";
import { launchChromium } from "./chromium.ts";
import { startHouse, type House } from "./house.ts";
import { DESKTOP, PHONE, violationsInAnyLook, violationsOn, visit } from "./visitor.ts";
import { freePort } from "../../scripts/free-port.ts";

const SECRET = "a-secret-of-this-test";
/** How often the page asks, and how long a browser gathers what its console says. */
const STATUS_EVERY_MS = 10_000;
const CONSOLE_EVERY_MS = 5_000;
const TABS = ["", "?show=webhooks", "?show=logs"];

/** The card of one service. */
function card(page: Page, name: string) {
  return page
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name, exact: true }) });
}

/** Waits for a sentence while the page asks the server again at its own pace, with the page's clock put forward. */
async function seenInTime(page: Page, sentence: string): Promise<void> {
  const look = async (): Promise<number> => {
    await page.clock.fastForward(STATUS_EVERY_MS);
    return page.getByText(sentence).count();
  };
  await expect.poll(look, { interval: 500 }).toBe(1);
}

describe("what an admin looks after", () => {
  let house: House;
  let browser: Browser;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "sofarr-e2e-"));
    writeFileSync(join(dataDir, "sofarr.db"), "no database");
    const port = await freePort();
    [house, browser] = await Promise.all([
      startHouse({
        DATA_DIR: dataDir,
        PORT: String(port),
        SOFARR_BASE_URL: `http://127.0.0.1:${port}`,
        SOFARR_WEBHOOK_SECRET: SECRET,
        ENABLE_LOG_STREAM: "true",
      }),
      launchChromium(),
    ]);
    const { ombi } = house.household.simulators;
    await fetch(`${ombi.url}/api/v1/settings/notifications/webhook`, {
      method: "POST",
      headers: { ApiKey: ombi.apiKey, "Content-Type": "application/json" },
      body: JSON.stringify({
        ...ombi.webhook(),
        enabled: true,
        webhookUrl: "http://chat.example:8443/hook?token=abc",
      }),
    });
  });
  afterAll(async () => {
    await browser.close();
    await house.stop();
    rmSync(dataDir, { recursive: true });
  });

  test("a member neither finds it nor gets there", async () => {
    const { page, leave } = await visit(browser, house, "Mira", "/admin");
    await page.getByText("There is nothing here").waitFor();
    expect(await page.getByRole("link", { name: "Admin" }).count()).toBe(0);
    await leave();
  });

  test("every service is said to answer, and one that fails comes first with what to do", async () => {
    const { page, trouble, leave } = await visit(browser, house, "Robin");
    await page.clock.install();
    await page.getByRole("link", { name: "Admin" }).click();
    await page.getByText("All 9 services answer.").waitFor();
    const { radarr } = house.household.simulators;
    radarr.server.fault = "status-500";
    await seenInTime(page, "1 service needs a look.");
    const first = page.getByRole("main").getByRole("listitem").first();
    await first.getByRole("heading", { name: "Radarr" }).waitFor();
    await first.getByText("Not answering").waitFor();
    await first.getByText(/tr(y|ies)( in a row)? ha(s|ve) failed/u).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    radarr.server.fault = null;
    await seenInTime(page, "All 9 services answer.");
    await leave();
    expect(trouble).toEqual([]);
  });

  test("a German admin reads what is wrong and what to do in German, with the exact words below", async () => {
    const { radarr } = house.household.simulators;
    radarr.server.fault = "status-500";
    const { page, leave } = await visit(browser, house, "Robin", "/admin");
    await page.getByRole("button", { name: "Account of Robin" }).click();
    await page.getByLabel("Language").selectOption({ label: "Deutsch" });
    const notice = page.getByRole("listitem").filter({ hasText: "Radarr" }).first();
    await notice.getByText("Der Dienst antwortet mit einem Fehler.").waitFor();
    await notice.getByText("Sieh im Protokoll des Dienstes nach").waitFor();
    const exact = notice.getByText(/^It answered with status 500/u);
    expect(await exact.getAttribute("lang")).toBe("en");
    await page.goto(house.address);
    await page.getByText("Der Dienst antwortet mit einem Fehler.").waitFor();
    radarr.server.fault = null;
    await leave();
  });

  test("a label that fits two people comes with the setting that gives it to one", async () => {
    const { page, leave } = await visit(browser, house, "Robin", "/admin");
    const problem = card(page, "jonas-k");
    await problem.getByText("Fits Jonas K and jonas-k").waitFor();
    const setting = problem.getByText('USER_TAGS={"Jonas K":["jonas-k"]}');
    await expect.poll(() => setting.count()).toBe(1);
    await leave();
  });

  test("one press sets up a webhook, and a test event arrives", async () => {
    const { page, trouble, leave } = await visit(browser, house, "Robin", "/admin?show=webhooks");
    const sonarr = card(page, "Main Sonarr");
    await sonarr.getByText("Not set up").waitFor();
    await sonarr.getByRole("button", { name: "Set up Main Sonarr" }).click();
    await sonarr.getByText("Main Sonarr tells sofarr of its events from now on.").waitFor();
    await sonarr.getByText("Set up", { exact: true }).waitFor();
    await sonarr.getByRole("button", { name: "Test Main Sonarr" }).click();
    await sonarr.getByText("Main Sonarr sent a test event, and it arrived.").waitFor();
    // The one beside it is left alone.
    await card(page, "Anime Sonarr").getByText("Not set up").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await leave();
    expect(trouble).toEqual([]);
  });

  test("a service that cannot be asked is not said to have failed at what nobody pressed", async () => {
    const { page, leave } = await visit(browser, house, "Robin");
    await page.route(/\/api\/radarr\/notifications/u, (route) =>
      route.fulfill({ status: 502, json: { error: "radarr-radarr refused the connection." } }),
    );
    await page.goto(new URL("./admin?show=webhooks", house.address).href);
    const radarr = card(page, "Radarr");
    await radarr.getByText("Radarr could not be asked.").waitFor();
    await radarr.getByText("radarr-radarr refused the connection.").waitFor();
    expect(await radarr.getByText("That did not work.").count()).toBe(0);
    await radarr.getByRole("button", { name: "Set up Radarr" }).click();
    await radarr.getByText("That did not work.").waitFor();
    await leave();
  });

  test("another's webhook in Ombi is named, and replaced only when that is confirmed", async () => {
    const settings = house.household.simulators.ombi;
    const { page, leave } = await visit(browser, house, "Robin", "/admin?show=webhooks");
    const ombi = card(page, "Ombi");
    await ombi.getByText("Its one webhook leads to chat.example:8443 now.").waitFor();
    await ombi.getByRole("button", { name: "Set up Ombi" }).click();
    const dialog = page.getByRole("dialog", { name: "Replace the webhook of Ombi?" });
    await dialog.getByText("chat.example:8443").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    expect(settings.webhook().webhookUrl).toContain("chat.example");

    await ombi.getByRole("button", { name: "Set up Ombi" }).click();
    await dialog.getByRole("button", { name: "Replace it" }).click();
    await ombi.getByText("Ombi tells sofarr of its events from now on.").waitFor();
    expect(settings.webhook().webhookUrl).toContain("/api/webhook/ombi");
    await ombi.getByRole("button", { name: "Test Ombi" }).click();
    await ombi.getByText("Ombi sent a test event, and it arrived.").waitFor();
    await leave();
  });

  test("what a browser's console says is in the logs, filtered, paused and emptied", async () => {
    const { page, leave } = await visit(browser, house, "Robin", "/admin?show=logs");
    await page.getByText("Browsers", { exact: true }).click();
    await page.getByText("Live", { exact: true }).waitFor();
    const lines = page.getByRole("region", { name: "Log lines" });
    await lines.getByText("Nothing was logged yet.").waitFor();
    await page.clock.install();
    await page.evaluate(`console.error("it fell over"); console.warn("it is slow")`);
    await page.clock.fastForward(CONSOLE_EVERY_MS);
    await lines.getByText("it fell over").waitFor();
    await lines.getByText("it is slow").waitFor();

    await page.getByLabel("How much").selectOption({ label: "Errors alone" });
    await lines.getByText("it is slow").waitFor({ state: "hidden" });
    await page.getByText("1 of 2 lines").waitFor();
    await page.getByLabel("How much").selectOption({ label: "Everything" });
    await page.getByRole("textbox", { name: "Search" }).fill("SLOW");
    await lines.getByText("it fell over").waitFor({ state: "hidden" });
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("textbox", { name: "Search" }).fill("");

    await page.getByRole("button", { name: "Pause" }).click();
    await page.evaluate(`console.warn("unseen for now")`);
    await page.clock.fastForward(CONSOLE_EVERY_MS);
    await page.getByText("1 new line").waitFor();
    expect(await lines.getByText("unseen for now").count()).toBe(0);
    await page.getByRole("button", { name: "Go on" }).click();
    await lines.getByText("unseen for now").waitFor();
    await page.getByRole("button", { name: "Empty" }).click();
    await lines.getByText("Nothing was logged yet.").waitFor();
    await leave();
  });

  test("a database that was replaced, and one that cannot be written, are told until all is well", async () => {
    const { page, leave } = await visit(browser, house, "Robin");
    await page.clock.install();
    await page.getByRole("link", { name: "Admin" }).click();
    await page.getByText("The database was replaced by a fresh one").waitFor();
    await page.getByText(/kept aside as sofarr\.db\.damaged-\d{8}T\d{6}Z/u).waitFor();
    const other = new DatabaseSync(join(dataDir, "sofarr.db"));
    other.exec("BEGIN IMMEDIATE");
    // Whoever signs in now would be written down.
    const { leave: leaveAgain } = await visit(browser, house, "Mira");
    await seenInTime(page, "Nothing is kept right now");
    await page.getByText(/Another program has .*sofarr\.db locked/u).waitFor();
    expect(await violationsInAnyLook(page)).toEqual([]);
    other.close();
    for (const name of readdirSync(dataDir)) {
      if (name.includes("damaged")) rmSync(join(dataDir, name));
    }
    const notices = page.getByText(/The database was replaced|Nothing is kept right now/u);
    const look = async (): Promise<number> => {
      await page.clock.fastForward(STATUS_EVERY_MS);
      return notices.count();
    };
    await expect.poll(look, { interval: 500, timeout: 20_000 }).toBe(0);
    await leaveAgain();
    await leave();
  });

  test("loading and failed look like what they are, on each part", async () => {
    const { page, leave } = await visit(browser, house, "Robin");
    for (const [path, api] of [
      ["/admin", "**/api/status/status"],
      ["/admin?show=webhooks", "**/api/webhook/config"],
      ["/admin?show=logs", "**/api/debug/status"],
    ] as const) {
      /* oxlint-disable no-await-in-loop -- one page, one part after the other */
      await page.route(api, (route) => route.fulfill({ status: 500, json: { error: "broken" } }));
      await page.goto(new URL(`.${path}`, house.address).href);
      await page.getByText("This could not be loaded").waitFor();
      expect(await violationsOn(page)).toEqual([]);
      await page.unroute(api);
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByText("This could not be loaded").waitFor({ state: "hidden" });
      /* oxlint-enable no-await-in-loop */
    }
    await leave();
  });

  test("what is missing for webhooks and logs is named with the settings that mend it", async () => {
    const { page, leave } = await visit(browser, house, "Robin");
    await page.route("**/api/webhook/config", (route) =>
      route.fulfill({
        json: {
          valid: false,
          missing: ["SOFARR_WEBHOOK_SECRET", "SOFARR_BASE_URL"],
          baseUrl: null,
        },
      }),
    );
    await page.route("**/api/debug/status", (route) => route.fulfill({ json: { enabled: false } }));
    await page.goto(new URL("./admin?show=webhooks", house.address).href);
    await page.getByText("SOFARR_WEBHOOK_SECRET=").waitFor();
    await page.getByText(`SOFARR_BASE_URL=${new URL(house.address).origin}`).waitFor();
    expect(
      await page
        .getByRole("button", { name: /^Set up/u })
        .first()
        .isDisabled(),
    ).toBe(true);
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("link", { name: "Logs" }).click();
    await page.getByText("ENABLE_LOG_STREAM=true").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await leave();
  });

  test("a press on a name shows that person's downloads alone, and the address keeps it", async () => {
    const { page, leave } = await visit(browser, house, "Robin");
    await page.route("**/api/dashboard/stream*", (route) =>
      route.fulfill({
        contentType: "text/event-stream",
        body: `retry: 60000\n${tableEvent(frameOfEveryone())}`,
      }),
    );
    await page.goto(new URL("./?everyone=1", house.address).href);
    const titles = page.getByRole("article").getByRole("heading");
    await expect.poll(() => titles.allInnerTexts()).toHaveLength(3);
    await page.getByRole("button", { name: "Mira", exact: true }).click();
    await expect.poll(() => titles.allInnerTexts()).toEqual(["Of Mira"]);
    expect(page.url()).toContain("person=Mira");
    expect(
      await page.getByRole("button", { name: "Mira", exact: true, pressed: true }).count(),
    ).toBe(1);
    expect(await violationsOn(page)).toEqual([]);
    await page.reload();
    await expect.poll(() => titles.allInnerTexts()).toEqual(["Of Mira"]);
    await page.getByRole("button", { name: "More filters" }).waitFor();
    await page.getByLabel("Person").selectOption({ label: "Nobody’s" });
    await expect.poll(() => titles.allInnerTexts()).toEqual(["Of nobody"]);
    // A label that is no person's may be a quality: it does not say whose this is.
    await page.getByText("Label: hd").waitFor();
    await leave();
  });

  test("everyone's downloads are rows on a desktop, several times as many at a glance, and cards when wanted", async () => {
    const { page, trouble, leave } = await visit(browser, house, "Robin", "/?everyone=1", {
      viewport: DESKTOP,
    });
    const articles = page.getByRole("article");
    const row = articles.filter({ has: page.getByRole("progressbar") }).first();
    await row.waitFor();
    // The radio button itself lies behind its picture.
    const choose = async (name: string): Promise<void> =>
      await page.getByRole("radio", { name }).locator("xpath=..").click();
    const heightOf = async (): Promise<number> => (await row.boundingBox())?.height ?? 0;
    const rowHeight = await heightOf();
    await row.getByRole("button", { name: /^More about/u }).click();
    await row.getByText("Download client", { exact: true }).waitFor();
    // Also what a button has taken the place of, and what is cut for want of room.
    await row.getByText("Size", { exact: true }).waitFor();
    await row.getByText("Labels", { exact: true }).waitFor();
    expect(await violationsOn(page)).toEqual([]);

    const count = await articles.count();
    await choose("Cards");
    await expect.poll(heightOf).toBeGreaterThan(rowHeight * 1.5);
    expect(page.url()).toContain("look=cards");
    expect(await articles.count()).toBe(count);
    // A card is narrow: three of them share the width of one row.
    expect(((await row.boundingBox())?.width ?? 0) * 2).toBeLessThan(DESKTOP.width);
    await choose("Rows");
    await expect.poll(heightOf).toBeLessThan(rowHeight * 1.5);

    await page.setViewportSize(PHONE);
    await expect.poll(async () => (await row.boundingBox())?.width ?? 0).toBeLessThan(PHONE.width);
    expect(await page.getByRole("radio", { name: "Rows" }).count()).toBe(0);
    await leave();
    expect(trouble).toEqual([]);
  });

  test("axe finds nothing, and nothing is wider than the window, in any look", async () => {
    const { page, leave } = await visit(browser, house, "Robin", "/admin");
    const tooWide = async (): Promise<string[]> =>
      (await page.evaluate<boolean>(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth",
      ))
        ? ["it is wider than the window"]
        : [];
    for (const tab of TABS) {
      /* oxlint-disable no-await-in-loop -- one page, one part after the other */
      await page.goto(new URL(`./admin${tab}`, house.address).href);
      await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
      await page
        .getByRole("main")
        .getByText(/services answer|Main Sonarr|Live/u)
        .first()
        .waitFor();
      expect(await violationsInAnyLook(page, tooWide)).toEqual([]);
      /* oxlint-enable no-await-in-loop */
    }
    await leave();
  });
});

/** Three downloads, of Mira, of Ana and of nobody; nothing else matters of them. */
function frameOfEveryone(): DashboardPayload {
  const download = (id: string, movieName: string, user: string | null) =>
    makeDownload({
      id,
      title: `${movieName}.1080p`,
      arrType: "movie",
      seriesName: null,
      movieName,
      episodes: [],
      tagBadges: [{ label: user ?? "hd", user }],
      arrContentType: "movie",
    });
  return {
    user: "Robin",
    isAdmin: true,
    showAll: true,
    downloads: [
      download("1", "Of Mira", "Mira"),
      download("2", "Of Ana", "Ana"),
      download("3", "Of nobody", null),
    ],
    downloadClients: [{ id: "qbittorrent-main", name: "Main qBittorrent", type: "qbittorrent" }],
    mediaServerUrl: null,
    awaited: [],
    sources: [],
    serverTime: new Date().toISOString(),
    serverVersion: "2.0.0",
  };
}
