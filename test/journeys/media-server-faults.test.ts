import { describe, expect, test, type TestContext } from "vitest";

import type { Fault, SeenRequest } from "../../demo/simulators/simulator-server.ts";
import { grabEpisode, startHousehold } from "./household.ts";
import { TestClock } from "./test-clock.ts";

const USERS_INTERVAL_MS = 5 * 60_000;
/** The list is tried again after a minute, and has one to answer: both pass within seconds. */
const STEP_MS = 15_000;
/** A sign-in gives up after 15 seconds, the list of people after 20. */
const GONE_WITHIN_MS = 25_000;
const TEST_WITHIN_MS = 60_000;

const CASES: readonly { fault: Fault; words: string; status: number }[] = [
  { fault: "hang", words: "It does not answer in time.", status: 503 },
  { fault: "drip", words: "It does not answer in time.", status: 503 },
  { fault: "reset", words: "It cannot be reached.", status: 503 },
  { fault: "status-500", words: "It answers with an error.", status: 502 },
  { fault: "status-401", words: "It answers with an error.", status: 502 },
  { fault: "html", words: "Its answer cannot be used.", status: 502 },
  { fault: "half-json", words: "Its answer cannot be used.", status: 502 },
  { fault: "wrong-type", words: "Its answer cannot be used.", status: 502 },
  { fault: "huge", words: "Its answer cannot be used.", status: 502 },
  { fault: "redirect", words: "It answers with an error.", status: 502 },
];

describe("while people are signed in, the media server", () => {
  // Side by side, for most of the time they only wait for a deadline.
  test.concurrent.for(CASES)(
    "$fault: nobody is sent away or told of a wrong password, tags mean who they meant, all mends itself",
    { timeout: TEST_WITHIN_MS },
    async ({ fault, words, status }, context) => {
      const { household, clock, alice, admin } = await startWatched(context);
      household.mediaServer.server.fault = fault;
      // What fails at once is noticed by the failed sign-in, what hangs by the list that is due.
      if (fault === "hang" || fault === "drip") clock.advance(USERS_INTERVAL_MS);
      const refused = await household.browser().login("Bob", "bob-password");
      expect(refused.status).toBe(status);
      expect(refused.text).toMatch(/media server unreachable/iu);
      expect(refused.text).not.toMatch(/invalid/iu);

      const isStale = () => sourceOf(alice)?.state === "stale";
      await alice.until(isStale, "the source is stale", GONE_WITHIN_MS);
      expect(sourceOf(alice)?.reason).toBe(words);
      await expectFlow(household, alice);
      expect(await badgesOf(admin)).toContainEqual({ label: "carol", user: "Carol" });

      household.mediaServer.server.fault = null;
      await untilMended(alice, clock);
      await household.signedIn("bob");
      expectOneComingAndGoing(household.log);
    },
  );

  test.concurrent("refuses the API key: people still sign in, tags mean who they meant", async (context) => {
    const { household, clock, alice, admin } = await startWatched(context);
    const { server, apiKey } = household.mediaServer;
    server.faultFilter = (request) => mentions(request, apiKey);
    server.fault = "status-401";
    clock.advance(USERS_INTERVAL_MS);
    await alice.until(() => sourceOf(alice)?.state === "stale", "the source is stale");
    expect(sourceOf(alice)?.reason).toBe("It does not accept sofarr's credentials.");
    await expectFlow(household, alice);
    await household.signedIn("bob");
    expect(await badgesOf(admin)).toContainEqual({ label: "carol", user: "Carol" });
    server.fault = null;
    await untilMended(alice, clock);
  });
});

/** Alice streams, an admin is signed in, and Carol is known from the media server's list alone. */
async function startWatched({ onTestFinished }: TestContext) {
  const clock = new TestClock();
  const household = await startHousehold({ clock });
  onTestFinished(() => household.stop());
  household.mediaServer.addUser({ name: "Carol", password: "carol-password" });
  const mine = grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
  grabEpisode(household, { title: "Copper.Valley.S01E01", series: "Copper", tags: ["carol"] });
  await household.start();
  const alice = await (await household.signedIn("alice")).stream("?delta=1");
  const admin = await household.signedIn("admin");
  await alice.until(() => alice.view().size === 1, "hers");
  await alice.until(() => sourceOf(alice)?.state === "ok", "the people are known");
  return { household, clock, alice, admin, mine };
}

type Watched = Awaited<ReturnType<typeof startWatched>>;

function sourceOf(stream: Watched["alice"]) {
  return stream.sources().find(({ id }) => id === "media-server");
}

/** Her download moves on, and is still all she sees. */
async function expectFlow(household: Watched["household"], alice: Watched["alice"]): Promise<void> {
  const [download] = [...alice.view().values()];
  const progress = Math.round(download?.progress ?? 0) + 10;
  household.qbittorrent.update(download?.id ?? "", { progress: progress / 100 });
  await alice.until(
    () => [...alice.view().values()].some((one) => Math.round(one.progress) === progress),
    "her download moves on",
  );
  expect(alice.view().size).toBe(1);
}

async function untilMended(alice: Watched["alice"], clock: TestClock): Promise<void> {
  await alice.until(() => {
    clock.advance(STEP_MS);
    return sourceOf(alice)?.state === "ok";
  }, "the source is well again");
}

async function badgesOf(admin: Watched["admin"]) {
  const { downloads } = await admin.downloads("?showAll=true");
  return downloads.flatMap(({ tagBadges }) => tagBadges ?? []);
}

function expectOneComingAndGoing(log: readonly string[]): void {
  const lines = log.filter(
    (line) => line.includes('"media-server"') && line.includes('"msg":"upstream '),
  );
  expect(lines).toHaveLength(2);
}

function mentions(request: SeenRequest, secret: string): boolean {
  return JSON.stringify([request.headers, [...request.query]]).includes(secret);
}
