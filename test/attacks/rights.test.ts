import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Browser } from "../journeys/browser.ts";
import { openGate } from "../journeys/gate.ts";
import { grabEpisode, startHousehold, type Household } from "../journeys/household.ts";
import { TestClock } from "../journeys/test-clock.ts";

const RECHECKED_AFTER_MS = 2 * 60_000 + 30_000;
/** What only admins are shown of a download. */
const ADMIN_FIELDS = [
  "savePath",
  "downloadPath",
  "targetPath",
  "arrLink",
  "indexer",
  "tagBadges",
] as const;
/** Of each kind of call one that only admins may make. */
const ADMIN_CALLS = [
  "/api/status/status",
  "/api/sonarr/queue",
  "/api/sabnzbd/history",
  "/api/emby/users",
  "/api/webhook/config",
];

let household: Household;
let clock: TestClock;

beforeEach(async () => {
  clock = new TestClock();
  household = await startHousehold({ clock });
  grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["root", "family"] });
  grabEpisode(household, { title: "Copper.Valley.S01E01", series: "Copper", tags: ["bob"] });
  await household.start();
});
afterEach(async () => {
  await household.stop();
});

function demote(): void {
  household.mediaServer.setPolicy(household.users.admin.id, { isAdmin: false });
}

async function statusesOf(browser: Browser): Promise<number[]> {
  return await Promise.all(ADMIN_CALLS.map(async (path) => (await browser.get(path)).status));
}

describe("an admin who is none any more", () => {
  test("is shown nothing that is for admins: neither others' downloads, nor more of their own, nor any other call", async () => {
    const admin = await household.signedIn("admin");
    const everything = await admin.stream("?showAll=true&delta=table");
    await everything.until(() => everything.view().size === 2, "everybody's");
    const [before] = [...everything.view().values()].filter(({ title }) =>
      title.startsWith("Harbor"),
    );
    expect(ADMIN_FIELDS.filter((name) => before?.[name] == null)).toEqual([]);
    expect(before?.allTags).toEqual(["root", "family"]);
    expect(before?.arrInstanceUrl).toBe(household.sonarr.url);
    expect(await statusesOf(admin)).toEqual(ADMIN_CALLS.map(() => 200));

    demote();
    clock.advance(RECHECKED_AFTER_MS);
    await everything.until(() => everything.isClosed, "the stream has ended");
    expect(await statusesOf(admin)).toEqual(ADMIN_CALLS.map(() => 403));
    // The browser comes back by itself, with the last event id it saw.
    const lastEventId = everything.events.at(-1)?.id ?? "";
    const own = await admin.stream("?showAll=true&delta=table", { "last-event-id": lastEventId });
    await own.until(() => own.view().size > 0, "their own");
    expect(own.events[0]?.event).toBe("table");
    const [after, ...others] = own.view().values();
    expect(others).toEqual([]);
    expect(ADMIN_FIELDS.filter((name) => after?.[name] != null)).toEqual([]);
    expect([after?.tags, after?.allTags]).toEqual([[], ["root"]]);
    expect(after?.arrInstanceUrl).toBe("urn:sofarr:arr:sonarr-main");
    expect(own.raw).not.toContain("Copper");
    own.close();
  });

  test("keeps no stream of the logs open", async () => {
    await household.stopServer();
    await household.start({ ENABLE_LOG_STREAM: "true" });
    const admin = await household.signedIn("admin");
    const logs = await admin.follow("/api/debug/server-logs");
    await logs.until(() => logs.events.length > 0, "a line");
    demote();
    clock.advance(RECHECKED_AFTER_MS);
    await logs.until(() => logs.isClosed, "the stream has ended");
    expect((await admin.get("/api/debug/server-logs")).status).toBe(403);
  });
});

describe("somebody who becomes an admin", () => {
  test("is one from the next check on, in a stream of their own choice, and not by what the old one held", async () => {
    const bob = await household.signedIn("bob");
    const stream = await bob.stream("?showAll=true");
    await stream.until(() => stream.view().size === 1, "his");
    household.mediaServer.setPolicy(household.users.bob.id, { isAdmin: true });
    expect(await statusesOf(bob)).toEqual(ADMIN_CALLS.map(() => 403));
    clock.advance(RECHECKED_AFTER_MS);
    await stream.until(() => stream.isClosed, "the stream has ended");
    expect(stream.raw).not.toContain("Harbor");
    expect(await statusesOf(bob)).toEqual(ADMIN_CALLS.map(() => 200));
  });
});

describe("somebody who signs out while a page opens", () => {
  test("gets no stream, however closely one follows the other", async () => {
    const gate = await openGate(household.mediaServer.url);
    await household.stopServer();
    await household.start({ EMBY_URL: gate.url, ENABLE_LOG_STREAM: "true" });
    const admin = await household.signedIn("admin");
    // All of them wait for the same check of the same session, and go on in the order they came in.
    clock.advance(RECHECKED_AFTER_MS);
    gate.hold();
    const leaving = admin.post("/api/auth/logout");
    await expect.poll(() => gate.held).toBeGreaterThan(0);
    const opening = [
      admin.follow("/api/dashboard/stream"),
      admin.follow("/api/dashboard/stream?showAll=true&delta=table"),
      admin.follow("/api/debug/server-logs"),
    ];
    await household.browser().get("/health");
    gate.release();
    expect(await leaving).toMatchObject({ status: 200 });
    for (const stream of await Promise.all(opening)) {
      expect(stream.status).toBe(401);
      await stream.until(() => stream.isClosed, "the refusal is over");
      expect(stream.events).toEqual([]);
    }
    await gate.close();
  });
});
