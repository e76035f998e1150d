import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Answer } from "../contract/call.ts";
import { operationsOf } from "../contract/document.ts";
import { EXPECTATIONS } from "../contract/expectations.ts";
import { callOf } from "../contract/input.ts";
import { openStage, type Stage } from "../contract/stage.ts";
import { NOBODY, PEOPLE } from "../contract/whole-household.ts";

const OUTSIDER = "evil.example";
/** Everything that has ever made a server believe that it is called something else. */
const POISON: Readonly<Record<string, string>> = {
  host: OUTSIDER,
  origin: `https://${OUTSIDER}`,
  referer: `https://${OUTSIDER}/page`,
  forwarded: `for=192.0.2.1;host=${OUTSIDER};proto=https`,
  "x-forwarded-host": OUTSIDER,
  "x-forwarded-server": OUTSIDER,
  "x-forwarded-prefix": `/${OUTSIDER}`,
  "x-forwarded-uri": `/${OUTSIDER}`,
  "x-host": OUTSIDER,
  "x-original-host": OUTSIDER,
  "x-original-url": `/${OUTSIDER}`,
  "x-rewrite-url": `/${OUTSIDER}`,
  "x-http-method-override": "DELETE",
};
const APP_FILE = "/assets/main-1a2b.js";
/** What may be kept: posters by the person's own browser, the web app by everybody, its page after asking again. */
const KEPT: Readonly<Record<string, RegExp>> = {
  "GET /api/dashboard/cover-art": /^private, max-age=86400$/u,
  [APP_FILE]: /^public, max-age=\d+, immutable$/u,
  "/": /^no-cache$/u,
  "/history": /^no-cache$/u,
};
/** Nobody's data: files of the web app, and what is not there. */
const PAGES = ["/", "/history", APP_FILE, "/api/docs", "/api/openapi.json", "/api/gone"];
const WITHIN_MS = 60_000;

/** An answer, and to which call. */
interface Evidence {
  readonly name: string;
  readonly who: string;
  readonly answer: Answer;
}

let stage: Stage;
const evidence: Evidence[] = [];

beforeAll(async () => {
  stage = await openStage();
  const { household, caller } = stage.whole;
  // Where the server of the tests looks for its pages.
  const webRoot = join(household.dataDir, "no-web-app");
  mkdirSync(join(webRoot, "assets"), { recursive: true });
  writeFileSync(join(webRoot, "index.html"), '<base href="/" /><title>sofarr</title>');
  writeFileSync(join(webRoot, APP_FILE), "// the app");
  await household.stopServer();
  await stage.whole.start();
  const { whole } = stage;
  const owned = await (await household.signedIn("alice")).stream();
  stage = { ...stage, owned };

  for (const name of operationsOf(await whole.document()).keys()) {
    for (const who of PEOPLE) {
      const identity = await whole.signIn(who);
      const input = (await EXPECTATIONS[name]?.good?.(stage, who)) ?? {};
      const call = callOf(name, { ...input, headers: { ...input.headers, ...POISON } }, identity);
      evidence.push({ name, who, answer: await caller.send(call) });
    }
  }
  for (const path of PAGES) {
    const headers = { ...POISON, accept: "text/html,*/*" };
    const answer = await caller.send({ method: "GET", path, headers, body: null });
    evidence.push({ name: path, who: "nobody", answer });
  }
}, WITHIN_MS);
afterAll(async () => {
  stage.owned.close();
  await stage.close();
});

/** Calls with an answer of which something does not hold. */
function failing(holds: (one: Evidence) => boolean): string[] {
  return evidence
    .filter((one) => !holds(one))
    .map(
      ({ name, who, answer }) =>
        `${who}, ${name}: ${answer.status} ${JSON.stringify(answer.headers)}`,
    );
}

describe("every answer", () => {
  test("was given: good ones, and refusals of each kind", () => {
    const statuses = new Set(evidence.map(({ answer }) => answer.status));
    expect([200, 401, 403, 404].filter((status) => !statuses.has(status))).toEqual([]);
    expect(evidence.length).toBeGreaterThan(200);
  });

  test("is kept by nobody on the way and by no browser, unless it says so", () => {
    const isRight = ({ name, answer: { status, headers } }: Evidence): boolean =>
      mayBeKept(name, status).test(headers["cache-control"] ?? "");
    expect(failing(isRight)).toEqual([]);
    expect(
      evidence.filter(({ name, answer }) => KEPT[name]?.test(answer.headers["cache-control"] ?? ""))
        .length,
    ).toBeGreaterThan(3);
  });

  test("lets nobody frame it, guess its type, or load anything from elsewhere, and sends no referrer", () => {
    const isRight = ({ name, answer: { headers } }: Evidence): boolean => {
      const policy = String(headers["content-security-policy"]);
      const isPoster = name.endsWith("cover-art") && policy === "default-src 'none'; sandbox";
      const isStrict =
        policy.includes("default-src 'none'") &&
        policy.includes("script-src 'self';") &&
        policy.includes("frame-ancestors 'none'") &&
        policy.includes("form-action 'self'") &&
        !/unsafe-|\*|https?:/u.test(policy);
      return (
        (isPoster || isStrict) &&
        headers["x-frame-options"] === "DENY" &&
        headers["x-content-type-options"] === "nosniff" &&
        headers["referrer-policy"] === "no-referrer" &&
        headers["cross-origin-resource-policy"] === "same-origin" &&
        headers["cross-origin-opener-policy"] === "same-origin"
      );
    };
    expect(failing(isRight)).toEqual([]);
  });

  test("says what type it is, where there is anything to read", () => {
    const isRight = ({ answer: { headers, text } }: Evidence): boolean =>
      text === "" || /^[a-z]+\/[a-z.+-]+/u.test(headers["content-type"] ?? "");
    expect(failing(isRight)).toEqual([]);
  });

  test("names no host that a caller made up, neither in its headers nor in its text", () => {
    const isRight = ({ answer: { headers, text } }: Evidence): boolean =>
      !`${JSON.stringify(headers)}${text}`.includes(OUTSIDER);
    expect(failing(isRight)).toEqual([]);
  });

  test("is for our own pages: no other site may read it, and no preflight is granted", async () => {
    const isRight = ({ answer: { headers } }: Evidence): boolean =>
      !Object.keys(headers).some((name) => name.startsWith("access-control-"));
    expect(failing(isRight)).toEqual([]);
    for (const path of ["/api/auth/login", "/api/dashboard/blocklist-search", "/api/auth/me"]) {
      const headers = {
        origin: `https://${OUTSIDER}`,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-csrf-token",
      };
      const answer = await stage.whole.caller.send({
        method: "OPTIONS",
        path,
        headers,
        body: null,
      });
      expect(answer.status).toBe(404);
      expect(Object.keys(answer.headers).join()).not.toContain("access-control");
    }
  });

  test("does not say what it was made with", () => {
    const isRight = ({ answer: { headers } }: Evidence): boolean =>
      headers["server"] === undefined && headers["x-powered-by"] === undefined;
    expect(failing(isRight)).toEqual([]);
  });
});

describe("HSTS", () => {
  test("is told over https alone, and nobody but a trusted proxy says what that is", async () => {
    const ask = async (proto: string): Promise<string | undefined> => {
      const call = callOf("GET /api/auth/me", { headers: { "x-forwarded-proto": proto } }, NOBODY);
      return (await stage.whole.caller.send(call)).headers["strict-transport-security"];
    };
    expect(await ask("https")).toMatch(/^max-age=\d{8,}/u);
    expect(await ask("http")).toBeUndefined();
    const claimed = evidence.filter(({ answer }) => "strict-transport-security" in answer.headers);
    expect(claimed.map(({ name }) => name)).toEqual([]);
  });
});

/** What a shared or a private cache may do with an answer. */
function mayBeKept(name: string, status: number): RegExp {
  return (status === 200 ? KEPT[name] : undefined) ?? /^no-store(?:, no-transform)?$/u;
}
