import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { explainVerdict } from "../../packages/web/src/features/replace/explain-verdict.ts";
import { openHouse } from "./open-house.ts";
import { DESKTOP, hasFocus, violationsInAnyLook, violationsOn } from "./visitor.ts";

/** Of Mira's, in Sonarr's library before sofarr reads it. */
const SERIES = [
  "Glass Orchard",
  "Tin Harbor",
  "Paper Gulls",
  "Low Meadow",
  "Short Winter",
  "Amber Road",
  "Full Cellar",
] as const;

const REPLACE_API = "**/api/dashboard/blocklist-search";

describe("finding another copy", () => {
  const house = openHouse({}, ({ simulators: { mainSonarr, qbittorrent } }) => {
    for (const title of SERIES) mainSonarr.addSeries({ title, tags: ["mira"], seasons: [4] });
    mainSonarr.onRemoveFromClient((downloadId) => qbittorrent.remove(downloadId.toLowerCase()));
  });

  /** A finished torrent of Mira's that Sonarr cannot import. */
  function addBlocked(series: (typeof SERIES)[number]): { readonly id: string } {
    const { mainSonarr, qbittorrent } = house.household.simulators;
    const { seriesId, episodeIds } = firstEpisodeOf(series);
    const title = `${series.replaceAll(" ", ".")}.S01E01.1080p.WEB-DL`;
    const { id } = qbittorrent.add({
      title,
      sizeBytes: 2e9,
      progress: 1,
      state: "seeding",
      category: "tv",
    });
    const downloadId = id.toUpperCase();
    mainSonarr.addHistory({
      eventType: "grabbed",
      titleId: seriesId,
      episodeIds,
      sourceTitle: title,
      downloadId,
    });
    mainSonarr.addQueueItem({
      title,
      seriesId,
      episodeIds,
      downloadId,
      status: "completed",
      trackedDownloadState: "importBlocked",
      trackedDownloadStatus: "warning",
      statusMessages: [{ title, messages: ["No files found are eligible for import"] }],
    });
    return { id: downloadId };
  }

  function firstEpisodeOf(series: (typeof SERIES)[number]) {
    const titles = house.household.simulators.mainSonarr.titles();
    const found = titles.find(({ title }) => title === series);
    if (found === undefined) throw new Error(`${series} is not in the library`);
    return { seriesId: found.id, episodeIds: found.episodes.slice(0, 1).map(({ id }) => id) };
  }

  let searchesBefore = 0;

  function searches(): number {
    const commands = house.household.simulators.mainSonarr.commands();
    return commands.filter(({ name }) => name.endsWith("Search")).length;
  }

  /** How often Sonarr was told to remove this download, and to search for anything since the test began. */
  function doneTo(downloadId: string): { removed: number; searched: number } {
    const deletions = house.household.simulators.mainSonarr.deletions();
    return {
      removed: deletions.filter((deletion) => deletion.downloadId === downloadId).length,
      searched: searches() - searchesBefore,
    };
  }

  const cardOf = (page: Page, title: string) => page.getByRole("article", { name: title });
  const askOn = (page: Page, title: string) =>
    cardOf(page, title).getByRole("button", { name: `Find another copy of ${title}` });

  test("after a look at what happens it is removed once and searched once, with the keyboard alone", async () => {
    const { id } = addBlocked("Glass Orchard");
    searchesBefore = searches();
    const { page, trouble, leave } = await house.visit("Mira", "/", {
      viewport: DESKTOP,
    });
    const ask = askOn(page, "Glass Orchard");
    await ask.waitFor();
    await ask.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Find another copy?" });
    await dialog.waitFor();
    await dialog.getByText("This copy is deleted from Main qBittorrent").waitFor();
    await dialog.getByText("A new search for this episode starts at once.").waitFor();
    await dialog.getByText("It is complete, but it cannot be added to the library.").waitFor();
    expect(await dialog.getByRole("heading", { level: 3 }).allInnerTexts()).toEqual([
      "What happens",
      "What is wrong with it",
      "Why it is possible",
    ]);
    const keep = dialog.getByRole("button", { name: "Keep this copy" });
    await expect.poll(() => hasFocus(keep)).toBe(true);

    // Esc changes its mind, and the focus is where it was.
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => hasFocus(ask)).toBe(true);
    expect(doneTo(id)).toEqual({ removed: 0, searched: 0 });

    await page.keyboard.press("Enter");
    await dialog.waitFor();
    await page.keyboard.press("Tab");
    expect(await hasFocus(dialog.getByRole("button", { name: "Find another copy" }))).toBe(true);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter"); // Twice does no more than once.
    await page.getByText(/Glass Orchard: this copy is gone/).waitFor();
    await cardOf(page, "Glass Orchard").waitFor({ state: "detached" });
    expect(doneTo(id)).toEqual({ removed: 1, searched: 1 });
    expect(house.household.simulators.mainSonarr.blocklist().at(-1)?.sourceTitle).toContain(
      "Glass.Orchard",
    );
    expect(house.household.simulators.qbittorrent.downloads().some((one) => one.id === id)).toBe(
      false,
    );
    await leave();
    expect(trouble).toEqual([]);
  });

  test("a double press asks once, and the card says that it is being replaced", async () => {
    addBlocked("Tin Harbor");
    const { page, leave } = await house.visit("Mira");
    let asked = 0;
    await page.route(REPLACE_API, (route) => {
      asked += 1;
      const message = "It was removed and blocklisted. A search for another copy has started.";
      return route.fulfill({ json: { ok: true, removed: true, searched: true, message } });
    });
    await askOn(page, "Tin Harbor").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Find another copy" }).dblclick();
    await dialog.waitFor({ state: "detached" });
    const button = cardOf(page, "Tin Harbor").getByRole("button", { name: "Being replaced" });
    await button.waitFor();
    expect(await button.getAttribute("aria-disabled")).toBe("true");
    await button.click({ force: true });
    expect(await dialog.count()).toBe(0);
    expect(asked).toBe(1);
    expect(await violationsOn(page)).toEqual([]);
    await leave();
  });

  test("removed without a search is said, and the search can be made up for", async () => {
    const { id } = addBlocked("Paper Gulls");
    searchesBefore = searches();
    const { page, leave } = await house.visit("Mira");
    const { server } = house.household.simulators.mainSonarr;
    server.faultFilter = ({ method, path, body }) =>
      method === "POST" && path.endsWith("/command") && body.includes("Search");
    server.fault = "status-500";
    await askOn(page, "Paper Gulls").click();
    await page.getByRole("dialog").getByRole("button", { name: "Find another copy" }).click();
    await page
      .getByText("Paper Gulls: this copy is gone, but the new search could not be started.")
      .waitFor({ timeout: 20_000 });
    expect(doneTo(id)).toEqual({ removed: 1, searched: 0 });
    expect(await violationsOn(page)).toEqual([]);
    server.fault = null;
    server.faultFilter = () => true;
    await page.getByRole("button", { name: "Start the search" }).click();
    await page.getByText(/Paper Gulls: this copy is gone, and the search/).waitFor();
    expect(doneTo(id)).toEqual({ removed: 1, searched: 1 });
    await page.getByRole("button", { name: "Close" }).click();
    expect(await page.getByText(/Paper Gulls: this copy is gone/).count()).toBe(0);
    await leave();
  });

  test("what goes wrong is said in the dialog, in words, and can be tried again", async () => {
    addBlocked("Low Meadow");
    const { page, leave } = await house.visit("Mira");
    const answers = [
      { status: 502, error: "Sonarr answered with status 500." },
      { status: 403, error: "A full copy is within reach." },
      { status: 404, error: "It is not in Sonarr's queue (any more)." },
    ];
    await page.route(REPLACE_API, (route) => {
      const { status = 500, error = "" } = answers.shift() ?? {};
      return route.fulfill({ status, json: { error } });
    });
    await askOn(page, "Low Meadow").click();
    const dialog = page.getByRole("dialog");
    const go = dialog.getByRole("button", { name: "Find another copy" });
    await go.click();
    await dialog.getByRole("alert").getByText("Sonarr or Radarr did not do it.").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await go.click();
    await dialog.getByRole("alert").getByText("All of it is within reach").waitFor();
    await go.click();
    await dialog.getByRole("alert").getByText("It is not in the queue any more").waitFor();
    await dialog.getByRole("button", { name: "Keep this copy" }).click();
    await dialog.waitFor({ state: "detached" });
    await leave();
  });

  test("where it is not possible yet, the card says why", async () => {
    const { mainSonarr, qbittorrent } = house.household.simulators;
    const { seriesId, episodeIds } = firstEpisodeOf("Short Winter");
    const title = "Short.Winter.S01E01.1080p.WEB-DL";
    const { id } = qbittorrent.add({
      title,
      progress: 0.3,
      state: "stalled",
      availability: 0.5,
      addedAt: Date.now() - 60_000,
    });
    mainSonarr.addQueueItem({
      title,
      seriesId,
      episodeIds,
      downloadId: id.toUpperCase(),
    });
    const { page, leave } = await house.visit("Mira");
    await cardOf(page, "Short Winter")
      .getByText(/when this one had an hour to find its missing parts/)
      .waitFor();
    expect(await askOn(page, "Short Winter").count()).toBe(0);
    await leave();
  });

  test("of what an error has stopped, the card does not say that all is well", async () => {
    const { mainSonarr, qbittorrent } = house.household.simulators;
    const { seriesId, episodeIds } = firstEpisodeOf("Full Cellar");
    const title = "Full.Cellar.S01E01.1080p.WEB-DL";
    const { id } = qbittorrent.add({ title, progress: 0.3, state: "error", availability: 2 });
    mainSonarr.addQueueItem({ title, seriesId, episodeIds, downloadId: id.toUpperCase() });
    const { page, leave } = await house.visit("Mira");
    const card = cardOf(page, "Full Cellar");
    await card.getByText("What stopped it has to be put right first.").waitFor();
    expect(await card.innerText()).not.toContain("within reach");
    expect(await askOn(page, "Full Cellar").count()).toBe(0);
    await leave();
  });

  test("axe finds nothing in the dialog, in any look", async () => {
    addBlocked("Amber Road");
    const { page, leave } = await house.visit("Mira");
    await askOn(page, "Amber Road").click();
    await page.getByRole("dialog").waitFor();
    expect(await violationsInAnyLook(page)).toEqual([]);
    await leave();
  });

  test("the app has words of its own for all that the server may say about it", () => {
    const file = "../../packages/server/src/domain/blocklist-eligibility.ts";
    const source = readFileSync(new URL(file, import.meta.url), "utf8");
    const sentences = [...source.matchAll(/(?:reason:|NOBODY_KNOWS_WHAT =)\s*"([^"]+)"/gu)].map(
      ([, sentence = ""]) => sentence,
    );
    expect(sentences.length).toBeGreaterThanOrEqual(12);
    expect(sentences.filter((sentence) => explainVerdict(sentence) === null)).toEqual([]);
  });
});
