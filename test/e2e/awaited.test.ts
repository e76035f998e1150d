import { describe, expect, test } from "vitest";

import { openHouse } from "./open-house.ts";
import { violationsInAnyLook } from "./visitor.ts";

const WATCH = "https://watch.example.org";

/** Velvet Static is Mira's request that nobody has approved; the household has it from the start. */
describe("what was asked for and is not coming in yet", () => {
  const house = openHouse({ EMBY_PUBLIC_URL: WATCH }, ({ simulators, now }) => {
    const { radarr, qbittorrent } = simulators;
    const held = radarr.addMovie({ title: "Slow Harvest", tags: ["mira"] });
    radarr.addQueueItem({
      downloadId: null,
      title: "Slow.Harvest.2024",
      movieId: held.id,
      status: "delay",
      timeleftSeconds: 7_200,
    });
    const here = radarr.addMovie({ title: "Ready Already", tags: ["mira"], hasFile: true });
    const { id } = qbittorrent.add({ title: "Ready.Already", state: "seeding", progress: 1 });
    const about = {
      titleId: here.id,
      sourceTitle: "Ready.Already",
      downloadId: id.toUpperCase(),
    };
    radarr.addHistory({ ...about, eventType: "grabbed", date: now() - 60_000 });
    radarr.addHistory({ ...about, eventType: "downloadFolderImported", date: now() - 30_000 });
  });

  test("is on the first screen, each with what it waits for, and can be filtered for", async () => {
    const { page, trouble, leave } = await house.visit("Mira");
    const asked = page.getByRole("region", { name: "Asked for" });
    const card = (title: string) => asked.getByRole("article").filter({ hasText: title });
    await card("Velvet Static").getByText("An admin has to say yes first.").waitFor();
    await card("Slow Harvest")
      .getByText(/^A copy was found\. It is fetched unless a better one turns up by .+\.$/u)
      .waitFor();
    await page.getByRole("button", { name: /^Asked for \d/u }).click();
    expect(await page.getByRole("region", { name: "Downloading" }).count()).toBe(0);
    expect(page.url()).toContain("state=asked");
    await page.getByLabel("Search", { exact: true }).fill("harvest");
    await expect.poll(() => asked.getByRole("article").count()).toBe(1);
    await leave();
    expect(trouble).toEqual([]);
  });

  test("is told on the requests' page as well, as far as it has come", async () => {
    const { page, trouble, leave } = await house.visit("Mira", "/requests");
    await page
      .getByRole("article")
      .filter({ hasText: "Velvet Static" })
      .getByText("An admin has to say yes first.")
      .waitFor();
    await leave();
    expect(trouble).toEqual([]);
  });

  test("what can be watched leads to the media server", async () => {
    const { page, leave } = await house.visit("Mira");
    const ready = page.getByRole("article").filter({ hasText: "Ready Already" });
    await ready.getByText("You can watch it now.").waitFor();
    const link = ready.getByRole("link", { name: "Open the media server" });
    expect(new URL((await link.getAttribute("href")) ?? "").origin).toBe(WATCH);
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
    await leave();
  });

  test("axe finds nothing, in any look", async () => {
    const { page, leave } = await house.visit("Robin", "/?everyone=1&state=asked");
    await page.getByRole("article").first().waitFor();
    expect(await violationsInAnyLook(page)).toEqual([]);
    await leave();
  });
});
