import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Fault } from "../../demo/simulators/simulator-server.ts";
import { Browser, type Stream } from "../journeys/browser.ts";
import { grabEpisode } from "../journeys/household.ts";
import { payloadIn } from "../journeys/told-table.ts";
import { arbitraryInput } from "./arbitrary-input.ts";
import { badInputsOf } from "./bad-input.ts";
import { operationsOf, type Document, type Operation } from "./document.ts";
import { EXPECTATIONS } from "./expectations.ts";
import { findTaint, type Taint } from "./find-taint.ts";
import { callOf, type Identity, type Input } from "./input.ts";
import { QUICK_FAULTS } from "./quick-faults.ts";
import type { Stage } from "./stage.ts";
import {
  FOR_ADMINS,
  METRICS_SECRET,
  NOBODYS,
  OWNERS,
  startTaintedHousehold,
  type TaintedHousehold,
} from "./tainted-household.ts";
import { NOBODY } from "./whole-household.ts";

const VIEWERS = ["nobody", "stranger", ...OWNERS, "admin"] as const;
type Viewer = (typeof VIEWERS)[number];

const FUZZED_INPUTS = 6;
const SEED = 20_260_518;
const FEWEST_SECRETS = 30;
/** Somebody's password of elsewhere, or in the wrong field. */
const TYPED_BY_MISTAKE = "typed-by-mistake-2b71";
const LISTEN_MS = 50;
const WITHIN_MS = 120_000;

/** Something somebody was told, as it came over the wire. */
interface Evidence {
  readonly viewer: Viewer;
  readonly where: string;
  readonly text: string;
}

let house: TaintedHousehold;
let stage: Stage;
let document: Document;
const evidence: Evidence[] = [];
/** The last input that worked, by operation: none is made while upstreams fail. */
const goodInputs = new Map<string, Input>();
const identities = new Map<Viewer, Identity>();
const streams: { readonly viewer: Viewer; readonly where: string; readonly stream: Stream }[] = [];

beforeAll(async () => {
  house = await startTaintedHousehold();
  grabEpisode(house.whole.household, { title: "Harbor.Lights", tags: ["alice"] });
  await house.start();
  const { whole } = house;
  document = await whole.document();
  for (const viewer of VIEWERS) identities.set(viewer, await signIn(viewer));
  const owned = await (await whole.household.signedIn("alice")).stream();
  stage = { whole, owned, close: () => house.stop() };
}, WITHIN_MS);
afterAll(async () => {
  for (const { stream } of streams) stream.close();
  stage.owned.close();
  await house.stop();
});

describe("secrets, and what belongs to others", () => {
  test(
    "are in no answer, header, frame, log line or file, whatever is asked and whatever fails",
    async () => {
      await openStreams();
      await untilAllIsShown();
      for (const [name, operation] of operationsOf(document)) {
        for (const viewer of VIEWERS) await drive(name, operation, viewer);
        await house.stir();
      }
      await askForMetrics();
      await resumeStreams();
      for (const fault of QUICK_FAULTS) await driveThrough(fault);
      for (const { viewer, where, stream } of streams) {
        // What a table tells in bytes is looked at in words as well.
        const tables = stream.events.filter(({ event }) => event === "table");
        const told = tables.map(({ data }) => JSON.stringify(payloadIn(data)));
        const text = [JSON.stringify(stream.headers), stream.raw, ...told].join("\n");
        evidence.push({ viewer, where, text });
      }

      const secrets = [TYPED_BY_MISTAKE, ...house.secrets()].filter((secret) => secret !== "");
      expect(secrets.length).toBeGreaterThan(FEWEST_SECRETS);
      const found = new Set<string>();
      for (const { viewer, where, text } of evidence) {
        for (const one of findTaint(text, forbiddenTo(viewer, secrets))) {
          found.add(`${viewer} at ${where} was told ${one}`);
        }
      }
      for (const line of house.whole.household.log) {
        const taints = [...secretTaints(secrets), ...sessionTaints(null)];
        for (const one of findTaint(line, taints)) found.add(`logged ${one}`);
      }
      for (const { name, text } of filesIn(house.whole.household.dataDir)) {
        const taints = [...secretTaints(secrets), ...sessionTaints(null)];
        for (const one of findTaint(text, taints)) found.add(`kept in ${name} ${one}`);
      }
      expect([...found]).toEqual([]);
    },
    WITHIN_MS,
  );

  test("were there to be told: each owner was shown their own, and an admin everybody's", () => {
    const missing = (viewer: Viewer, words: readonly string[]): readonly string[] => {
      const told = evidence.flatMap((one) => (one.viewer === viewer ? [one.text] : []));
      const all = told.join("\n").toLowerCase();
      return words.filter((word) => !all.includes(word));
    };
    for (const owner of OWNERS) {
      const own = [`${owner} by sonarr`, `${owner} asked for`, `${owner} episode`, `${owner} lost`];
      expect(missing(owner, own)).toEqual([]);
    }
    expect(missing("admin", [...OWNERS, NOBODYS, FOR_ADMINS, "********"])).toEqual([]);
    expect(house.whole.household.log.length).toBeGreaterThan(VIEWERS.length);
  });
});

/** What is kept on disk, byte by byte. */
function filesIn(folder: string): readonly { readonly name: string; readonly text: string }[] {
  const names = readdirSync(folder);
  expect(names).not.toEqual([]);
  return names.map((name) => ({ name, text: readFileSync(join(folder, name), "latin1") }));
}

/** Everything a viewer must not be told, whatever they ask. */
function forbiddenTo(viewer: Viewer, secrets: readonly string[]): readonly Taint[] {
  if (viewer === "admin") return [...secretTaints(secrets), ...sessionTaints(viewer)];
  const others = [...OWNERS, NOBODYS].filter((name) => name !== viewer);
  return [
    ...secretTaints(secrets),
    ...sessionTaints(viewer),
    ...others.map((word) => ({ word, what: `something of ${word}` })),
    { word: FOR_ADMINS, what: "something for admins alone" },
    ...house.addresses().map((word) => ({ word, what: "where an upstream is" })),
  ];
}

function secretTaints(secrets: readonly string[]): readonly Taint[] {
  return secrets.map((word) => ({ word, what: `the secret ${word}` }));
}

/** What would let somebody be another person; the viewer's own is theirs to have. */
function sessionTaints(viewer: Viewer | null): readonly Taint[] {
  return [...identities].flatMap(([owner, { cookie, csrfToken }]) => {
    const sessionId = /"sid":"([^"]+)"/u.exec(decodeURIComponent(cookie ?? ""))?.[1];
    return owner === viewer || sessionId === undefined || csrfToken === null
      ? []
      : [sessionId, csrfToken].map((word) => ({ word, what: `the session of ${owner}` }));
  });
}

async function signIn(viewer: Viewer): Promise<Identity> {
  if (viewer === "nobody") return NOBODY;
  const { whole, accounts } = house;
  if (viewer === "stranger" || viewer === "admin") return await whole.signIn(viewer);
  return await whole.signInAs(accounts[viewer]);
}

/** Asks one operation for everything: as it should be, in every wrong way, and with a handful of odd inputs. */
async function drive(name: string, operation: Operation, viewer: Viewer): Promise<void> {
  const good = await goodInput(name, viewer);
  const odd = fc.sample(arbitraryInput(document, operation, good), {
    seed: SEED,
    numRuns: FUZZED_INPUTS,
  });
  const everybodys = { ...good, query: { ...good.query, showAll: "true" } };
  const bad = badInputsOf(document, operation, good).map(({ input }) => input);
  const others = [...echoing(name, good), ...withSecrets(name, good)];
  for (const input of [...bad, ...odd, everybodys, good, ...others]) {
    await ask(name, input, viewer);
  }
}

async function goodInput(name: string, viewer: Viewer): Promise<Input> {
  const good = await EXPECTATIONS[name]?.good?.(stage, viewer === "admin" ? "admin" : "owner");
  goodInputs.set(name, good ?? {});
  return good ?? {};
}

/** The same of the instance that gives back what it is sent. */
function echoing(name: string, good: Input): Input[] {
  const kind = /^\w+ \/api\/(sonarr|radarr|sabnzbd|ombi)\//u.exec(name)?.[1];
  if (kind === undefined) return [];
  // Each answer of it has another status.
  return [1, 2, 3, 4].map(() => ({ ...good, query: { ...good.query, instance: `${kind}-echo` } }));
}

/** What brings secrets along, where they are read and where they are not expected. */
function withSecrets(name: string, good: Input): Input[] {
  const secret = house.whole.household.environment["SOFARR_WEBHOOK_SECRET"] ?? "";
  if (name.startsWith("POST /api/webhook/")) {
    return [
      { ...good, headers: {}, query: { secret } },
      { ...good, headers: { "access-token": secret } },
    ];
  }
  if (/^\w+ \/api\/debug\/.*logs$/u.test(name)) {
    const basic = Buffer.from(`quillon:${house.accounts.quillon.password}`).toString("base64");
    const wrong = Buffer.from(`quillon:${TYPED_BY_MISTAKE}`).toString("base64");
    return [basic, wrong].map((one) => ({ ...good, headers: { authorization: `Basic ${one}` } }));
  }
  if (name !== "POST /api/auth/login") return [];
  return [
    { body: { username: TYPED_BY_MISTAKE, password: TYPED_BY_MISTAKE } },
    { rawBody: `{"username":"quillon","password":"${TYPED_BY_MISTAKE}` },
    { body: { username: "quillon", password: [TYPED_BY_MISTAKE, TYPED_BY_MISTAKE] } },
  ];
}

async function ask(name: string, input: Input, viewer: Viewer, when = ""): Promise<void> {
  // Some of these calls end the session.
  const isAboutSessions = when === "" && name.startsWith("POST /api/auth/");
  const identity = isAboutSessions ? await signIn(viewer) : identities.get(viewer);
  const call = callOf(name, input, identity ?? NOBODY);
  const answer = await house.whole.caller.send(call, LISTEN_MS);
  const text = `${answer.status} ${JSON.stringify(answer.headers)}\n${answer.text}`;
  evidence.push({ viewer, where: name + when, text });
}

/** Whoever watches over the server is nobody in the household. */
async function askForMetrics(): Promise<void> {
  const call = callOf("GET /metrics", {}, NOBODY);
  const headers = { authorization: `Bearer ${METRICS_SECRET}` };
  const { status, text } = await house.whole.caller.send({ ...call, headers });
  expect(status).toBe(200);
  expect(text.split("\n").length).toBeGreaterThan(FEWEST_SECRETS);
  evidence.push({ viewer: "nobody", where: "the metrics", text });
}

/** While every upstream fails in one way: what an owner and an admin can ask, and signing in. */
async function driveThrough(fault: Fault): Promise<void> {
  for (const server of house.upstreams) server.fault = fault;
  for (const name of operationsOf(document).keys()) {
    // Nobody can sign in again just now.
    if (name === "POST /api/auth/logout") continue;
    const input = goodInputs.get(name) ?? {};
    for (const viewer of [OWNERS[0], "admin"] as const) {
      await ask(name, input, viewer, ` during ${fault}`);
    }
  }
  for (const server of house.upstreams) server.fault = null;
  await house.stir();
}

/** One of each kind for everybody who is signed in. */
async function openStreams(): Promise<void> {
  for (const viewer of VIEWERS) {
    for (const query of ["", "?delta=1", "?delta=table", "?showAll=true&delta=table"]) {
      if (viewer !== "nobody") await openStream(viewer, query);
    }
  }
}

/** Comes back to each stream, with an event id of one's own and with everybody else's. */
async function resumeStreams(): Promise<void> {
  const ids = streams.flatMap(({ stream }) => stream.events[0]?.id ?? []);
  for (const viewer of VIEWERS) {
    if (viewer === "nobody") continue;
    for (const id of new Set(ids)) await openStream(viewer, "?delta=1", { "last-event-id": id });
  }
}

/** Waits until each owner is shown all that is theirs. */
async function untilAllIsShown(): Promise<void> {
  for (const { viewer, stream } of streams) {
    const isOwner = OWNERS.some((owner) => owner === viewer);
    const expected = isOwner ? house.downloadsEach : 0;
    await stream.until(() => stream.view().size >= expected, `everything of ${viewer}`);
  }
}

async function openStream(
  viewer: Viewer,
  query: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const browser = new Browser(house.whole.baseUrl);
  const cookie = identities.get(viewer)?.cookie ?? "";
  const stream = await browser.stream(query, { cookie, ...headers });
  streams.push({ viewer, where: `the stream${query}`, stream });
}
