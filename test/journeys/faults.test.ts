import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Fault, SimulatorServer } from "../../demo/simulators/simulator-server.ts";
import type { Stream } from "./browser.ts";
import { startCrowd, WELL, type Crowd, type Member } from "./crowd.ts";
import {
  grabEpisode,
  POLL_INTERVAL_MS as HOUSEHOLD_POLL_INTERVAL_MS,
  startHousehold,
  type Household,
} from "./household.ts";
import { TestClock } from "./test-clock.ts";

/** Deadlines and back-offs of minutes become seconds; a healthy answer still has one and a half. */
const SPEED = 30;
const POLL_INTERVAL_MS = 15_000;
/** Ombi is read every minute and has a minute to answer: four real seconds. */
const GONE_WITHIN_MS = 10_000;
/** The longest wait is that of a login refused three times: five minutes, ten real seconds. */
const BACK_WITHIN_MS = 20_000;
const TEST_WITHIN_MS = 60_000;
/** The whole process, simulators included, never grows by as much as one of the answers it is sent. */
const MOST_GROWTH_BYTES = 300 * 1024 * 1024;
const OMBI_INTERVAL_MS = 60_000;
/** The deadline of a download client that hangs: nobody waits for that. */
const HANGS_FOR_MS = 10_000;

/** Each fault has upstreams of its own; groups only save time. 300 MB has a test of its own. */
const GROUPS: readonly (readonly Fault[])[] = [
  ["hang", "drip"],
  ["reset", "status-500"],
  ["status-401", "redirect"],
  ["html", "half-json", "wrong-type", "empty-object"],
];

const WORDS: Readonly<Record<Fault, RegExp>> = {
  hang: /^It does not answer in time\.$/u,
  drip: /^It does not answer in time\.$/u,
  reset: /^It cannot be reached\.$/u,
  "status-500": /^It answers with an error\.$/u,
  // qBittorrent gives 401 to a host name it does not like.
  "status-401": /^It (?:does not accept sofarr's credentials|refuses to talk to sofarr)\.$/u,
  html: /^Its answer cannot be used\.$/u,
  "half-json": /^Its answer cannot be used\.$/u,
  "wrong-type": /^Its answer cannot be used\.$/u,
  "empty-object": /^Its answer cannot be used\.$/u,
  huge: /^Its answer cannot be used\.$/u,
  redirect: /^It answers with an error\.$/u,
};

describe("download clients, *arrs and Ombi that misbehave", () => {
  let crowd: Crowd;
  afterEach(async () => {
    await crowd.stop();
  });

  test.each(GROUPS.map((faults) => ({ what: faults.join(", "), faults })))(
    "$what: the others flow, the last good lists stay and say why they are old, all mends itself",
    async ({ faults }) => {
      const clock = new TestClock(SPEED);
      crowd = await startCrowd(faults, { pollIntervalMs: POLL_INTERVAL_MS, clock });
      await crowd.server.start();
      const streams = await openStreams(crowd);
      await untilAllShown(crowd, streams);
      const kept = { alice: new Set(crowd.owned.alice), bob: new Set(crowd.owned.bob) };
      const from = { alice: streams.alice.events.length, bob: streams.bob.events.length };
      const { alice } = streams;

      breakAll(crowd, faults);
      crowd.addRound(WELL);
      await untilAllShown(crowd, streams);
      const broken = new Map(
        faults.flatMap((fault) => [...crowd.upstreams(fault).keys()].map((id) => [id, fault])),
      );
      const brokenSources = () => alice.sources().filter(({ id }) => broken.has(id));
      await alice.until(
        () => brokenSources().every(({ state }) => state === "stale"),
        "every broken source is stale",
        GONE_WITHIN_MS,
      );
      expect(brokenSources()).toHaveLength(broken.size);
      const misnamed = brokenSources().filter(
        ({ id, reason }) => !WORDS[broken.get(id) ?? "hang"].test(reason ?? ""),
      );
      expect(misnamed).toEqual([]);

      for (const fault of faults) crowd.addRound(fault);
      mendAll(crowd, faults);
      await untilAllShown(crowd, streams, BACK_WITHIN_MS);
      await alice.until(
        () => alice.sources().every(({ state }) => state === "ok"),
        "every source is well again",
        BACK_WITHIN_MS,
      );

      for (const member of ["alice", "bob"] as const) {
        expectOwnOnly(streams[member], crowd.owned[member]);
        expectKept(streams[member], kept[member], from[member]);
      }
      const lines = [...broken.keys()].map((id) => linesOf(crowd, id));
      expect(lines.filter((its) => its.length !== 2 || its[1] !== "upstream is back")).toEqual([]);
      expectNoSecrets(crowd);
    },
    TEST_WITHIN_MS,
  );

  test(
    "an answer of 300 MB is cut off: memory stays bounded, the others flow, all mends itself",
    async () => {
      const clock = new TestClock();
      crowd = await startCrowd(["huge"], { pollIntervalMs: 1_000, clock });
      await crowd.server.start();
      const streams = await openStreams(crowd);
      const { alice } = streams;
      await untilAllShown(crowd, streams);
      const peak = watchMemory();
      for (const [id, server] of crowd.upstreams("huge")) {
        const source = () => alice.sources().find((one) => one.id === id);
        server.fault = "huge";
        if (id.startsWith("ombi")) clock.advance(OMBI_INTERVAL_MS);
        const progress = crowd.moveOn();
        await alice.until(
          () =>
            [...alice.view().values()].every(
              (one) =>
                Math.round(one.progress) === (progress.get(one.id) ?? Math.round(one.progress)),
            ),
          `the others while ${id} pours`,
        );
        await alice.until(() => source()?.state === "stale", `${id} is cut off`);
        expect(source()?.reason).toMatch(WORDS.huge);
        server.fault = null;
        if (id.startsWith("ombi")) clock.advance(OMBI_INTERVAL_MS);
        await alice.until(() => source()?.state === "ok", `${id} is back`);
      }
      const growth = peak();
      expect(growth).toBeLessThan(MOST_GROWTH_BYTES);
      expectOwnOnly(alice, crowd.owned.alice);
      expectOwnOnly(streams.bob, crowd.owned.bob);
    },
    TEST_WITHIN_MS,
  );

  test(
    "what is down at start is said to have failed, keeps nobody waiting, and joins when it comes up",
    async () => {
      const clock = new TestClock(SPEED);
      crowd = await startCrowd(["late"], { pollIntervalMs: POLL_INTERVAL_MS, clock });
      const late = crowd.upstreams("late");
      await everyServer(late, (server) => server.stop());
      await crowd.server.start();
      const streams = await openStreams(crowd);
      const { alice } = streams;
      const sources = () => alice.sources().filter(({ id }) => late.has(id));
      await alice.until(
        () => sources().length === late.size && sources().every(({ state }) => state === "failed"),
        "the late ones have failed",
      );
      for (const { reason } of sources()) expect(reason).toMatch(WORDS.reset);
      await alice.until(() => alice.view().size > 0, "what is there");

      await everyServer(late, (server) => server.start());
      await untilAllShown(crowd, streams, BACK_WITHIN_MS);
      await alice.until(() => sources().every(({ state }) => state === "ok"), "all well");
      expectOwnOnly(alice, crowd.owned.alice);
      expectOwnOnly(streams.bob, crowd.owned.bob);
    },
    TEST_WITHIN_MS,
  );
});

describe("a stream that is asked for while an upstream hangs", () => {
  let household: Household;
  let clock: TestClock;
  beforeEach(async () => {
    clock = new TestClock();
    household = await startHousehold({ clock });
    household.sabnzbd.server.fault = "hang";
    await household.start();
  });
  afterEach(async () => {
    await household.stop();
  });

  test("shows the others within seconds", async () => {
    const { download } = grabEpisode(household, { title: "Harbor.Lights", tags: ["alice"] });
    const askedAt = Date.now();
    const alice = await (await household.signedIn("alice")).stream();
    await alice.until(() => alice.view().size === 1, "hers");
    expect(idsIn(alice.view())).toEqual(new Set([download.id]));
    expect(Date.now() - askedAt).toBeLessThan(HANGS_FOR_MS);
    alice.close();
  });

  test("leaves nothing behind when the browser left before it began", async () => {
    const alice = await household.signedIn("alice");
    await Promise.all([1, 2, 3].map(() => alice.streamAndLeave(300)));
    const other = await alice.stream();
    await other.until(() => other.events.length > 0, "the first page");
    other.close();
    await other.until(() => other.isClosed, "closed");
    const { requests } = household.qbittorrent.server;
    const before = requests.length;
    // Whoever were still counted as looking would have it read at every step.
    for (let step = 0; step < 30; step += 1) {
      clock.advance(HOUSEHOLD_POLL_INTERVAL_MS);
      await alice.get("/health");
    }
    expect(requests.length - before).toBeLessThan(5);
  });

  test("is refused when the person signed out before it began", async () => {
    const alice = await household.signedIn("alice");
    const opening = alice.stream();
    expect((await alice.post("/api/auth/logout")).status).toBe(200);
    expect((await opening).status).toBe(401);
  });
});

type Streams = Readonly<Record<Member, Stream>>;

/** One of each kind: steps for the one, whole pages for the other. */
async function openStreams(crowd: Crowd): Promise<Streams> {
  const alice = await crowd.server.signedIn(crowd.people.alice);
  const bob = await crowd.server.signedIn(crowd.people.bob);
  return { alice: await alice.stream("?delta=1"), bob: await bob.stream() };
}

function breakAll(crowd: Crowd, faults: readonly Fault[]): void {
  for (const fault of faults) {
    for (const server of crowd.upstreams(fault).values()) server.fault = fault;
  }
}

function mendAll(crowd: Crowd, faults: readonly Fault[]): void {
  for (const fault of faults) {
    for (const server of crowd.upstreams(fault).values()) server.fault = null;
  }
}

async function everyServer(
  servers: ReadonlyMap<string, SimulatorServer>,
  act: (server: SimulatorServer) => Promise<void>,
): Promise<void> {
  await Promise.all([...servers.values()].map(act));
}

async function untilAllShown(crowd: Crowd, streams: Streams, ms = 10_000): Promise<void> {
  for (const member of ["alice", "bob"] as const) {
    await streams[member].until(
      () => {
        const shown = idsIn(streams[member].view());
        return [...crowd.owned[member]].every((id) => shown.has(id));
      },
      `everything of ${member}`,
      ms,
    );
  }
}

/** At no moment did the stream show a download that is not its viewer's. */
function expectOwnOnly(stream: Stream, owned: ReadonlySet<string>): void {
  for (const { view } of stream.moments()) {
    expect([...idsIn(view)].filter((id) => !owned.has(id))).toEqual([]);
  }
}

/** From some event on nothing of what was there ever left, and the well sources were always well. */
function expectKept(stream: Stream, kept: ReadonlySet<string>, from: number): void {
  const moments = stream.moments().slice(from);
  expect(moments.length).toBeGreaterThan(0);
  for (const { view, sources } of moments) {
    const shown = idsIn(view);
    expect([...kept].filter((id) => !shown.has(id))).toEqual([]);
    const unwell = sources.filter(({ id, state }) => id.endsWith(WELL) && state !== "ok");
    expect(unwell).toEqual([]);
  }
}

function idsIn(view: ReturnType<Stream["view"]>): Set<string> {
  return new Set([...view.values()].map(({ id }) => id));
}

/** What was logged about an upstream coming and going. */
function linesOf(crowd: Crowd, instanceId: string): readonly string[] {
  return crowd.server.log
    .map((line) => JSON.parse(line) as { instanceId?: string; msg?: string })
    .filter((line) => line.instanceId === instanceId && line.msg?.startsWith("upstream "))
    .map(({ msg = "" }) => msg);
}

function expectNoSecrets(crowd: Crowd): void {
  const log = crowd.server.log.join("");
  for (const secret of crowd.secrets()) expect(log).not.toContain(secret);
}

/** Starts sampling; the returned function ends it and gives the most the process grew, in bytes. */
function watchMemory(): () => number {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 10);
  return () => {
    clearInterval(timer);
    return most - before;
  };
}
