import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Browser, Stream } from "./browser.ts";
import { grabEpisode, startHousehold, type Household } from "./household.ts";
import type { Tab } from "./reliability/tab.ts";
import { TestClock } from "./test-clock.ts";
import { PEOPLE, TABS_EACH, Throng } from "./throng.ts";

const MS_FOR_A_THOUSAND = 180_000;
const CALM_STEPS = 3;
/** After so many, connections that nobody reads from are full: the system holds some 4 MB for each. */
const FILLING_STEPS = 4;
const FULL_STEPS = 14;
/** Of an admin's ten tabs; the others, one of whole pages and one of steps, take everything. */
const STUCK_TABS = TABS_EACH - 2;
/** Whoever scrapes more often than once a second is turned away. */
const SCRAPED_EVERY_MS = 1_000;

describe("a thousand tabs of a hundred people", () => {
  let throng: Throng;

  beforeEach(async () => {
    throng = await Throng.start();
  }, MS_FOR_A_THOUSAND);
  afterEach(async () => {
    await throng.stop();
  });

  /** Whoever was not told what is theirs, or was told what is not, or saw an older state again, is among the complaints. */
  function expectNoComplaints(): void {
    expect(throng.complaints).toEqual([]);
    expect(throng.errors).toEqual([]);
  }

  test(
    "show each of them theirs as it changes, and nobody else's; when they have left, none is counted",
    async () => {
      await throng.come();
      for (let at = 0; at < CALM_STEPS; at += 1) {
        throng.moveOn();
        await throng.untilNewest(throng.tabs);
      }
      expectNoComplaints();
      const open = await throng.scrape();
      expect(open.get("sofarr_streams")).toBe(PEOPLE * TABS_EACH);
      expect(open.get("sofarr_viewers")).toBe(PEOPLE);
      throng.leave();
      const streams = async (): Promise<unknown> => (await throng.scrape()).get("sofarr_streams");
      await expect.poll(streams, { interval: SCRAPED_EVERY_MS, timeout: 30_000 }).toBe(0);
      expect((await throng.scrape()).get("sofarr_viewers")).toBe(0);
    },
    MS_FOR_A_THOUSAND,
  );

  test(
    "are up to date while some take nothing; those are then told the newest, and not all that was before",
    async () => {
      const stuck = throng.tabs.filter(
        ({ looking }, at) => looking.person.isAdmin && at % TABS_EACH < STUCK_TABS,
      );
      const quick = throng.tabs.filter((tab) => !stuck.includes(tab));
      const twins = quick.filter(({ looking }) => looking.person.isAdmin);
      for (const tab of stuck) tab.pause();
      await throng.come();
      const goOn = async (steps: number): Promise<void> => {
        for (let at = 0; at < steps; at += 1) {
          throng.moveOn();
          // Not one of them waits for those who are stuck: these take nothing all the while.
          await throng.untilNewest(quick);
        }
      };
      await goOn(FILLING_STEPS);
      const [sentBefore, memoryBefore] = [charactersOf(twins), await throng.memory()];
      await goOn(FULL_STEPS);
      const grownBy = (await throng.memory()) - memoryBefore;
      expect(charactersOf(stuck)).toBe(0);
      // What the others were sent meanwhile. Were it kept for each who is stuck, memory would show it.
      const owed = ((charactersOf(twins) - sentBefore) / twins.length) * stuck.length;
      expect(grownBy).toBeLessThan(owed / 2);

      for (const tab of stuck) tab.resume();
      await throng.untilNewest(throng.tabs);
      for (const tab of stuck) {
        const twin = twins.find(({ looking }) => isAlike(looking, tab.looking)) as Tab;
        expect(throng.toldTo(tab).characters).toBeLessThan(throng.toldTo(twin).characters / 2);
      }
      await goOn(1);
      await throng.untilNewest(stuck);
      expectNoComplaints();
    },
    MS_FOR_A_THOUSAND,
  );

  function charactersOf(tabs: readonly Tab[]): number {
    return tabs.reduce((sum, tab) => sum + throng.toldTo(tab).characters, 0);
  }
});

describe("all ten tabs", () => {
  const RECHECKED_AFTER_MS = 2 * 60_000 + 30_000;
  const QUERIES = [
    "",
    "?delta=1",
    "?showAll=true",
    "?showAll=true&delta=table",
    "?delta=table",
  ] as const;
  let household: Household;
  let clock: TestClock;

  beforeEach(async () => {
    clock = new TestClock();
    household = await startHousehold({ clock });
    grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["root"] });
    grabEpisode(household, { title: "Copper.Valley.S01E01", series: "Copper", tags: ["bob"] });
    grabEpisode(household, { title: "Silver.Creek.S01E01", series: "Silver", tags: ["alice"] });
    await household.start();
  });
  afterEach(async () => {
    await household.stop();
  });

  /** Ten of them, some opened in another browser of the same person. */
  async function openTen(browsers: readonly [Browser, Browser]): Promise<Stream[]> {
    const opening = browsers.flatMap((one) => QUERIES.map((query) => one.stream(query)));
    return await Promise.all(opening);
  }
  async function browsersOf(who: "alice" | "bob" | "admin"): Promise<[Browser, Browser]> {
    return [await household.signedIn(who), await household.signedIn(who)];
  }
  async function untilClosed(streams: readonly Stream[]): Promise<void> {
    for (const one of streams) await one.until(() => one.isClosed, "the stream has ended");
    expect(streams.filter(({ isWhole }) => !isWhole)).toEqual([]);
  }

  test("of whoever is no admin any more, or no user at all, are closed, and nobody else's", async () => {
    const [admin, alice, bob] = [
      await browsersOf("admin"),
      await browsersOf("alice"),
      await browsersOf("bob"),
    ];
    const [admins, alices, bobs] = [await openTen(admin), await openTen(alice), await openTen(bob)];
    for (const one of [...admins, ...alices, ...bobs]) {
      await one.until(() => one.view().size > 0, "something");
    }
    household.mediaServer.setPolicy(household.users.admin.id, { isAdmin: false });
    household.mediaServer.removeUser(household.users.alice.id);
    clock.advance(RECHECKED_AFTER_MS);
    await untilClosed([...admins, ...alices]);

    const theirsNow = await openTen(admin);
    for (const one of theirsNow) {
      await one.until(() => one.view().size > 0, "their own");
      expect(Array.from(one.view().values(), ({ title }) => title)).toEqual([
        "Harbor.Lights.S01E01",
      ]);
      expect(one.raw).not.toMatch(/Copper|Silver/u);
    }
    for (const { status, raw } of await openTen(alice)) {
      expect(status).toBe(401);
      expect(raw).not.toContain("Silver");
    }
    expect(bobs.filter(({ isClosed }) => isClosed)).toEqual([]);
    household.qbittorrent.downloads().forEach(({ id }) => {
      household.qbittorrent.update(id, { bytesPerSecond: 4_321 });
    });
    for (const one of bobs) {
      await one.until(() => [...one.view().values()][0]?.speed === 4_321, "what is new");
      expect(one.raw).not.toMatch(/Harbor|Silver/u);
    }
    for (const one of [...theirsNow, ...bobs]) one.close();
  });
});

function isAlike(a: Tab["looking"], b: Tab["looking"]): boolean {
  return a.person === b.person && a.isDelta === b.isDelta;
}
