import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { printDocument, withApp } from "../../scripts/openapi.ts";
import { createAnswerRules, type AnswerRules } from "./answers.ts";
import { arbitraryInput } from "./arbitrary-input.ts";
import type { Answer, Call } from "./call.ts";
import { operationsOf, type Document, type Operation } from "./document.ts";
import { EXPECTATIONS } from "./expectations.ts";
import { callOf, type Identity, type Input } from "./input.ts";
import { QUICK_FAULTS } from "./quick-faults.ts";
import { openStage, type Stage } from "./stage.ts";
import { NOBODY, type Who } from "./whole-household.ts";

/** The same calls every time, so that a failure can be looked at; others, or more, by the environment. */
const SEED = Number(process.env["FUZZ_SEED"] ?? 20_260_518);
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 80);
/** In turn; admins come furthest. */
const CALLERS: readonly Who[] = ["admin", "owner", "admin", "nobody"];
const RUNS_WITH_FAULTS = 8;
/** The given contract has it so. */
const BLAMES_BY_500 = "GET /api/sonarr/queue";
const AT_ONCE = 8;
const WITHIN_MS = 60_000;
const SERVER_ERROR = 500;
const NOT_SIGNED_IN = 401;
/** Of everything that lives in this process: simulators, what they remember of each call, the log, the tests. */
const MOST_GROWTH_BYTES = 150 * 1024 * 1024;
const LONG_ADDRESS = 8_000;
const NAMES_AN_UPSTREAM =
  /sonarr|radarr|sabnzbd|qbittorrent|ombi|emby|jellyfin|media.server|poster/iu;
const LOGIN = "POST /api/auth/login";
/** Among these are sign-ins, which end the session they are made with. */
const ENDS_SESSIONS = /^POST \/api\/auth\//u;
const IS_FOR_ANYONE =
  /^(?:GET \/(?:health|ready)|\w+ \/api\/(?:auth\/(?!logout)|webhook\/\w+$|debug\/))/u;

const NOT_THERE = [
  ...["PATCH", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "QUERY"].map(
    (method) => `${method} /api/dashboard/user-downloads`,
  ),
  "GET /api/%",
  "GET /api/%zz/%c0%ae",
  "GET /api/sonarr/series/1/../../../config",
  "GET /api//sonarr//queue",
  "GET //api/sonarr/queue",
  "GET /api/__proto__",
  "GET /api/constructor/prototype",
  "GET /API/SONARR/QUEUE",
  "GET /api/sonarr/queue;instance=x",
  "GET /api/webhook/sonarr",
  "POST /api/webhook/lidarr",
  `GET /api/${"x".repeat(LONG_ADDRESS)}`,
];

const document = JSON.parse(await withApp(printDocument)) as Document;
const operations = [...operationsOf(document)].map(([name, operation]) => ({ name, operation }));

let stage: Stage;
let rules: AnswerRules;
let heapBefore: number;
const identities = new Map<Who, Identity>();
const escaped: unknown[] = [];
const note = (error: unknown): void => void escaped.push(error);

beforeAll(async () => {
  process.on("unhandledRejection", note);
  process.on("uncaughtException", note);
  stage = await openStage();
  for (const who of CALLERS) identities.set(who, await stage.whole.signIn(who));
  rules = createAnswerRules(document);
  heapBefore = heapInUse();
});
afterAll(async () => {
  process.off("unhandledRejection", note);
  process.off("uncaughtException", note);
  await stage.close();
});

describe("whatever is sent, valid or not, by whomever, is answered as declared and never with an error of ours", () => {
  test.each(operations)(
    "$name",
    async ({ name, operation }) => {
      const good = await goodInput(name);
      const problems = await callMany(name, operation, good, RUNS);
      expect(problems).toEqual([]);
    },
    WITHIN_MS,
  );

  test.each(QUICK_FAULTS)(
    "while every upstream fails: %s",
    async (fault) => {
      // Some of them are made by asking.
      const goods = new Map<string, Input>();
      for (const { name } of operations) goods.set(name, await goodInput(name));
      const problems: string[] = [];
      for (const server of stage.whole.upstreams) server.fault = fault;
      for (const { name, operation } of operations) {
        if (ENDS_SESSIONS.test(name)) continue;
        const good = goods.get(name) ?? {};
        problems.push(...(await callMany(name, operation, good, RUNS_WITH_FAULTS)));
      }
      const login = callOf(LOGIN, goods.get(LOGIN) ?? {}, NOBODY);
      const answer = await stage.whole.caller.send(login);
      problems.push(...rules.problemsOf(LOGIN, answer), ...troubleWith(LOGIN, answer, true));
      for (const server of stage.whole.upstreams) server.fault = null;
      expect(problems).toEqual([]);
    },
    WITHIN_MS,
  );

  test.each(operations.filter(({ name }) => name.startsWith("GET ")))(
    "HEAD instead of $name: as it is answered, or as what is not there where it is a stream",
    async ({ name, operation }) => {
      const isStream = operation.responses["200"]?.content?.["text/event-stream"] !== undefined;
      for (const who of CALLERS) {
        const call = callOf(name, await goodInput(name), identities.get(who) ?? NOBODY);
        const asked = await stage.whole.caller.send({ ...call, method: "HEAD" });
        const { status } = isStream ? { status: 404 } : await stage.whole.caller.send(call);
        expect([asked.status, asked.text]).toEqual([status, ""]);
      }
    },
  );

  test.each(NOT_THERE)("%s, which is not there", async (operation) => {
    for (const who of CALLERS) {
      const [method = "", path = ""] = operation.split(" ");
      const { cookie, csrfToken } = identities.get(who) ?? NOBODY;
      const headers = { cookie: cookie ?? "", "x-csrf-token": csrfToken ?? "" };
      const { status, text } = await stage.whole.caller.send({ method, path, headers, body: null });
      expect([status, JSON.parse(text)]).toEqual([
        expect.toSatisfy((one: number) => one === 404 || one === 400 || one === 414),
        { error: expect.any(String) as string },
      ]);
    }
  });

  test("and afterwards it is well, and no larger than before", async () => {
    const health = await stage.whole.caller.send(callOf("GET /health", {}, NOBODY));
    expect(health.status).toBe(200);
    expect(escaped).toEqual([]);
    expect(heapInUse() - heapBefore).toBeLessThan(MOST_GROWTH_BYTES);
  });
});

async function goodInput(name: string): Promise<Input> {
  return (await EXPECTATIONS[name]?.good?.(stage, "admin")) ?? {};
}

/** Makes calls on one operation. @returns what is wrong with the answers. */
async function callMany(
  name: string,
  operation: Operation,
  good: Input,
  runs: number,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const arbitrary = arbitraryInput(document, operation, good);
  const inputs = fc.sample(arbitrary, { seed: SEED, numRuns: runs });
  await sideBySide(inputs, async (input, at) => {
    const who = CALLERS[at % CALLERS.length] ?? "nobody";
    const call = callOf(name, input, await identityFor(name, who));
    const failuresBefore = upstreamFailures();
    const answer = await stage.whole.caller.send(call);
    const found = [
      ...rules.problemsOf(name, answer),
      ...troubleWith(name, answer, upstreamFailures() > failuresBefore),
      ...(answer.status === NOT_SIGNED_IN && who !== "nobody" && !IS_FOR_ANYONE.test(name)
        ? ["turns away somebody who is signed in"]
        : []),
    ];
    problems.push(...found.map((one) => `${one}: ${excerptOf(who, call, answer)}`));
  });
  return problems;
}

async function identityFor(name: string, who: Who): Promise<Identity> {
  return ENDS_SESSIONS.test(name) ? await stage.whole.signIn(who) : (identities.get(who) ?? NOBODY);
}

async function sideBySide(
  inputs: readonly Input[],
  run: (input: Input, at: number) => Promise<void>,
): Promise<void> {
  const left = inputs.entries();
  const work = async (): Promise<void> => {
    for (const [at, input] of left) await run(input, at);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** What is wrong with an answer beyond its form: only an upstream that failed excuses an error of the server. */
function troubleWith(
  name: string,
  { status, text }: Answer,
  hasUpstreamFailed: boolean,
): readonly string[] {
  if (status < SERVER_ERROR) return [];
  if (status === SERVER_ERROR && name !== BLAMES_BY_500) return ["an error of ours"];
  if (!hasUpstreamFailed) return ["blames an upstream that has not failed"];
  return NAMES_AN_UPSTREAM.test(text) ? [] : ["does not say which upstream failed"];
}

function upstreamFailures(): number {
  return stage.whole.upstreams.reduce((sum, { failures }) => sum + failures, 0);
}

function excerptOf(who: Who, { method, path, body }: Call, { text }: Answer): string {
  const sent = `${method} ${path} ${body ?? ""}`;
  return `${who} sent ${JSON.stringify(sent.slice(0, 500))} and got ${text.slice(0, 300)}`;
}

/** What is in use once the garbage is gone, in bytes. */
function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
