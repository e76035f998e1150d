import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { SimulatorServer, Spoil } from "../../demo/simulators/simulator-server.ts";
import { createAnswerRules, type AnswerRules } from "../contract/answers.ts";
import type { Document } from "../contract/document.ts";
import type { Answer, Browser, Stream } from "../journeys/browser.ts";
import { startCrowd, WELL, type Crowd, type Member } from "../journeys/crowd.ts";
import { TestClock } from "../journeys/test-clock.ts";
import { LIES, spoilText } from "./spoil.ts";

const LIAR = "liar";
/** Deadlines and back-offs of minutes become seconds. */
const SPEED = 30;
const POLL_INTERVAL_MS = 15_000;
const WITHIN_MS = 60_000;
const BOMB_BYTES = 192 * 1024 * 1024;
/** Of the whole process, simulators and tests included. */
const MOST_GROWTH_BYTES = BOMB_BYTES / 2;
const MINUTE_MS = 60_000;

const MEMBERS: readonly Member[] = ["alice", "bob"];
/** What everybody asks, and what an admin asks of those who lie. */
const QUESTIONS = [
  "/api/dashboard/user-downloads?showAll=true",
  "/api/history/recent?days=90&showAll=true",
  "/api/ombi/requests?showAll=true",
];
const ADMIN_QUESTIONS = [
  "/api/status/status",
  ...["sonarr", "radarr"].flatMap((kind) =>
    [
      "queue",
      "history",
      kind === "sonarr" ? "series" : "movies",
      "notifications",
      "notifications/schema",
    ].map((what) => `/api/${kind}/${what}?instance=${kind}-${LIAR}`),
  ),
  `/api/sabnzbd/queue?instance=sabnzbd-${LIAR}`,
  `/api/sabnzbd/history?instance=sabnzbd-${LIAR}`,
  `/api/ombi/webhook/status?instance=ombi-${LIAR}`,
];
const BLAMES_BY_500 = "/api/sonarr/queue";

let crowd: Crowd;
let clock: TestClock;
let rules: AnswerRules;
let liars: readonly SimulatorServer[];
const browsers = new Map<Member | "admin", Browser>();
const streams = new Map<Member | "admin", Stream>();
const escaped: unknown[] = [];
const note = (error: unknown): void => void escaped.push(error);
/** By member, what the honest clients and *arrs say is theirs. */
const honest = new Map<Member, ReadonlySet<string>>();

beforeAll(async () => {
  process.on("unhandledRejection", note);
  process.on("uncaughtException", note);
  clock = new TestClock(SPEED);
  crowd = await startCrowd([LIAR], { pollIntervalMs: POLL_INTERVAL_MS, clock });
  liars = [...crowd.upstreams(LIAR).values()];
  await crowd.server.start({ TRUST_PROXY: "1" });
  for (const who of [...MEMBERS, "admin"] as const) {
    const browser = await crowd.server.signedIn(crowd.people[who]);
    browsers.set(who, browser);
    streams.set(who, await browser.stream("?delta=1&showAll=true"));
  }
  const document = await browserOf("admin").get("/api/openapi.json");
  rules = createAnswerRules(JSON.parse(document.text) as Document);
  await everythingIsShown();
  for (const member of MEMBERS) honest.set(member, new Set(idsFrom(member, WELL)));
}, WITHIN_MS);
afterAll(async () => {
  process.off("unhandledRejection", note);
  process.off("uncaughtException", note);
  for (const stream of streams.values()) stream.close();
  await crowd.stop();
});

function browserOf(who: Member | "admin"): Browser {
  const browser = browsers.get(who);
  if (browser === undefined) throw new Error(`${who} has no browser`);
  return browser;
}

function viewOf(who: Member | "admin") {
  return [...(streams.get(who)?.view().values() ?? [])];
}

/** What a member is shown that only these clients and these *arrs tell of. */
function idsFrom(member: Member, name: string): string[] {
  return (
    viewOf(member)
      // By a tag: what was asked for is the request manager's to say.
      .filter(({ matchedUserTag }) => matchedUserTag !== null)
      .filter(
        ({ instanceId, arrInstanceUrl }) =>
          instanceId.endsWith(`-${name}`) && arrInstanceUrl?.endsWith(`-${name}`) === true,
      )
      .map(({ id }) => id)
  );
}

async function everythingIsShown(): Promise<void> {
  for (const member of MEMBERS) {
    const wanted = crowd.owned[member];
    await until(() => {
      const shown = new Set(viewOf(member).map(({ id }) => id));
      return shown.size === wanted.size && [...wanted].every((id) => shown.has(id));
    }, `all of ${member}, and nothing else`);
  }
}

/** Waits in steps of minutes of the server's: whoever is left alone for a while is asked again. */
async function until(check: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!check()) {
    if (performance.now() > deadline) throw new Error(`never: ${what}`);
    clock.advance(MINUTE_MS);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Every liar has been heard: asked twice more, so that the first answer is taken in. */
async function allAreHeard(): Promise<void> {
  const before = liars.map(({ requests }) => requests.length);
  const asked = (at: number): number => (liars[at]?.requests.length ?? 0) - (before[at] ?? 0);
  await until(() => liars.every((_liar, at) => asked(at) >= 3), "everybody was asked again");
}

/** From the truth, so that each lie stands alone. */
async function lie(spoil: Spoil | null): Promise<void> {
  for (const liar of liars) liar.spoil = null;
  await everythingIsShown();
  for (const liar of liars) liar.spoil = spoil;
  await allAreHeard();
}

/** Each call from an address of its own: how often one may call is another matter. */
function fromSomewhere(): Record<string, string> {
  calls += 1;
  return { "x-forwarded-for": `10.7.${calls >> 8}.${calls & 255}` };
}
let calls = 0;

async function signIn(password: string): Promise<Answer> {
  const body = { username: "Alice", password };
  return await crowd.server.browser().post("/api/auth/login", body, { headers: fromSomewhere() });
}

/** What is wrong with what is answered and shown while somebody lies. */
async function wrongs(): Promise<string[]> {
  const wrong: string[] = [];
  for (const who of [...MEMBERS, "admin"] as const) {
    for (const path of [...QUESTIONS, ...(who === "admin" ? ADMIN_QUESTIONS : [])]) {
      const answer = await browserOf(who).get(path, { headers: fromSomewhere() });
      wrong.push(...wrongWith(path, answer).map((one) => `${who}, ${path}: ${one}`));
    }
    for (const download of viewOf(who)) {
      wrong.push(
        ...rules.problemsIn("NormalizedDownload", download).map((one) => `${who} is shown ${one}`),
      );
    }
  }
  for (const member of MEMBERS) {
    const shown = new Set(viewOf(member).map(({ id }) => id));
    // What an *arr says of its own downloads is believed: it may give them to anybody, but not what is another's.
    const others = MEMBERS.filter((one) => one !== member).flatMap((one) => [
      ...(honest.get(one) ?? []),
    ]);
    const stolen = others.filter((id) => shown.has(id));
    if (stolen.length > 0) wrong.push(`${member} is shown what is another's: ${stolen.join()}`);
    const lost = [...(honest.get(member) ?? [])].filter((id) => !shown.has(id));
    if (lost.length > 0) wrong.push(`${member} misses what nobody lies about: ${lost.join()}`);
  }
  return wrong;
}

function wrongWith(path: string, answer: Answer): string[] {
  const operation = `GET ${path.split("?", 1)[0] ?? ""}`;
  const isOurs = answer.status === 500 && !path.startsWith(BLAMES_BY_500);
  return [
    ...(isOurs ? [`an error of ours: ${answer.text.slice(0, 200)}`] : []),
    ...rules.problemsOf(operation, {
      status: answer.status,
      headers: answer.headers,
      text: answer.text,
    }),
  ].map((one) => one.slice(0, 300));
}

describe("an upstream that lies in every answer", () => {
  test.each(Object.entries(LIES))(
    "harms nobody: %s",
    async (_, how) => {
      await lie(({ bytes, headers }) => ({
        bytes: Buffer.from(spoilText(bytes.toString("utf8"), how)),
        headers,
      }));
      expect(await wrongs()).toEqual([]);
      expect(escaped).toEqual([]);
    },
    WITHIN_MS,
  );

  test.each([
    "null",
    "[]",
    "{}",
    '""',
    "0",
    "true",
    "",
    "\ufeff{}",
    "[[[[[[",
    '{"__proto__":null}',
  ])(
    "harms nobody: %j alone",
    async (text) => {
      await lie(({ headers }) => ({ bytes: Buffer.from(text), headers }));
      expect(await wrongs()).toEqual([]);
      expect(escaped).toEqual([]);
    },
    WITHIN_MS,
  );

  test("gives nothing to every object there is", () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(Reflect.get({}, "isAdmin")).toBeUndefined();
  });

  test(
    "that packs its answer has it left packed: a few bytes never become many",
    async () => {
      const bomb = gzipSync(Buffer.alloc(BOMB_BYTES, " "));
      await lie(null);
      const before = memoryInUse();
      let highest = before;
      const watch = setInterval(() => {
        highest = Math.max(
          highest,
          process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed,
        );
      }, 5);
      for (const encoding of ["gzip", "gzip, gzip", "deflate", "br"]) {
        await lie(({ headers }) => ({
          bytes: bomb,
          headers: { ...headers, "content-encoding": encoding },
        }));
      }
      clearInterval(watch);
      expect(highest - before).toBeLessThan(MOST_GROWTH_BYTES);
      const status = JSON.parse((await browserOf("admin").get("/api/status/status")).text) as {
        sources: { id: string; state: string }[];
      };
      const states = status.sources
        .filter(({ id }) => id.endsWith(`-${LIAR}`))
        .map(({ state }) => state);
      expect(new Set(states)).toEqual(new Set(["stale"]));
      expect(await wrongs()).toEqual([]);
    },
    WITHIN_MS,
  );

  test(
    "and then tells the truth is believed again",
    async () => {
      await lie(null);
      await everythingIsShown();
      expect(await wrongs()).toEqual([]);
      expect(escaped).toEqual([]);
    },
    WITHIN_MS,
  );
});

describe("a media server that lies", () => {
  test.each(Object.entries(LIES))(
    "lets nobody in who is not, and is no error of ours: %s",
    async (what, how) => {
      const { server } = crowd.mediaServer;
      server.spoil = ({ bytes, headers }) => ({
        bytes: Buffer.from(spoilText(bytes.toString("utf8"), how)),
        headers,
      });
      try {
        expect([200, 401, 403, 502]).toContain((await signIn("alice-password")).status);
        expect((await signIn("wrong")).status).not.toBe(200);
        const alice = browserOf("alice");
        clock.advance(3 * MINUTE_MS);
        const me = await alice.get("/api/auth/me", { headers: fromSomewhere() });
        expect(me.status).toBe(200);
        // Who is an admin is the media server's to say.
        if (what !== "yes for everything") expect(me.text).not.toContain('"isAdmin":true');
        expect(escaped).toEqual([]);
      } finally {
        server.spoil = null;
      }
      // A session that was given up is over; they come back.
      browsers.set("alice", await crowd.server.signedIn(crowd.people.alice));
    },
    WITHIN_MS,
  );
});

/** In bytes, once the garbage is gone. */
function memoryInUse(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}
