import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Answer, Browser } from "./browser.ts";
import { startHousehold, type Household } from "./household.ts";

const MOST_CALLS = 300;
const MOST_FAILURES = 10;
const WINDOW_S = 15 * 60;
/** For anyone, and cheap. */
const PATH = "/api/debug/status";

let household: Household;

beforeEach(async () => {
  household = await startHousehold();
});
afterEach(async () => {
  await household.stop();
});

function from(...addresses: string[]): Record<string, string> {
  return { "x-forwarded-for": addresses.join(", ") };
}

async function ask(
  browser: Browser,
  headers: Record<string, string>,
  times: number,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let time = 0; time < times; time += 1) answers.push(await browser.get(PATH, { headers }));
  return answers;
}

/** `http://any.example/api/...` in the request line means the same, and so does `%61` for `a`. */
function spellingsOf(path: string): readonly string[] {
  return [path, path.replace("a", "%61"), `http://any.example${path}`];
}

/** Of a path that goes into the request line as it is. */
async function statusFor(path: string, method = "GET"): Promise<number> {
  const { hostname, port } = new URL(household.url());
  return await new Promise((resolve, reject) => {
    request({ host: hostname, port, path, method, agent: false }, (response) => {
      response.resume().once("end", () => {
        resolve(response.statusCode ?? 0);
      });
    })
      .on("error", reject)
      .end();
  });
}

function statusesOf(answers: readonly Answer[]): number[] {
  return [...new Set(answers.map(({ status }) => status))];
}

describe("the general limit", () => {
  test("counts down in the standard headers, and then says clearly when to come back", async () => {
    await household.start();
    const browser = household.browser();
    const answers = await ask(browser, {}, MOST_CALLS);
    expect(statusesOf(answers)).toEqual([200]);
    expect(answers[0]?.headers).toMatchObject({
      "ratelimit-limit": String(MOST_CALLS),
      "ratelimit-remaining": String(MOST_CALLS - 1),
      "ratelimit-reset": expect.stringMatching(/^\d+$/u) as string,
    });
    expect(answers.at(-1)?.headers).toMatchObject({ "ratelimit-remaining": "0" });
    const [refused] = await ask(browser, {}, 1);
    expect(refused?.status).toBe(429);
    expect(JSON.parse(refused?.text ?? "")).toEqual({
      error: expect.stringMatching(/^Too many requests; try again in \d+ minutes\.$/u) as string,
    });
    const waitS = Number(refused?.headers["retry-after"]);
    expect(waitS).toBeGreaterThan(WINDOW_S - 60);
    expect(waitS).toBeLessThanOrEqual(WINDOW_S);

    // It is one limit for all that is below /api, and for nothing else.
    expect(await browser.get("/api/ombi/requests")).toMatchObject({ status: 429 });
    expect(await browser.get("/api/dashboard/stream")).toMatchObject({ status: 429 });
    expect(await browser.login("Alice", "alice-password")).toMatchObject({ status: 429 });
    const posters = await browser.get("/api/dashboard/cover-art?url=urn:sofarr:cover:x");
    expect(posters.status).toBe(401);
    for (const path of ["/health", "/ready"]) {
      const answer = await browser.get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers).not.toHaveProperty("ratelimit-limit");
    }
  });

  test("counts calls that are turned away, and an address however it is written", async () => {
    await household.start();
    const browser = household.browser();
    const spellings = spellingsOf("/api/auth/me");
    for (const path of spellings) expect(await statusFor(path)).toBe(200);
    for (let n = spellings.length; n < MOST_CALLS; n += 1) {
      expect(await browser.get("/api/dashboard/user-downloads")).toMatchObject({ status: 401 });
    }
    for (const path of spellings) expect(await statusFor(path)).toBe(429);
  });

  test("counts what leads to nothing below /api, by whatever method and however it is written", async () => {
    await household.start();
    const spellings = spellingsOf("/api/nothing/here");
    const methods = ["GET", "HEAD", "POST", "DELETE", "OPTIONS"];
    for (let n = 0; n < MOST_CALLS; n += 1) {
      const path = spellings[n % spellings.length] ?? "";
      const status = await statusFor(path, methods[n % methods.length]);
      if (status !== 404) expect([n, path, status]).toEqual([n, path, 404]);
    }
    for (const path of [...spellings, "/api/auth/me"]) expect(await statusFor(path)).toBe(429);
    expect(await statusFor("/api/auth/me", "PATCH")).toBe(429);
    expect(await statusFor("/apiary", "PATCH")).toBe(404);
    expect(await statusFor("/health")).toBe(200);
  });

  test("is each address's own behind a trusted proxy", async () => {
    await household.start({ TRUST_PROXY: "1" });
    const browser = household.browser();
    await ask(browser, from("192.0.2.1"), MOST_CALLS);
    expect(statusesOf(await ask(browser, from("192.0.2.1"), 1))).toEqual([429]);
    expect(statusesOf(await ask(browser, from("::ffff:192.0.2.1"), 1))).toEqual([429]);
    expect(statusesOf(await ask(browser, from("192.0.2.2"), 1))).toEqual([200]);
    // What stood there before the proxy added the address it saw is anybody's invention.
    expect(statusesOf(await ask(browser, from("192.0.2.9", "192.0.2.1"), 1))).toEqual([429]);
    expect(statusesOf(await ask(browser, from("192.0.2.1", "192.0.2.3"), 1))).toEqual([200]);
  });

  test("is one for a whole network of somebody who has IPv6", async () => {
    await household.start({ TRUST_PROXY: "1" });
    const browser = household.browser();
    for (let n = 0; n < MOST_CALLS; n += 1) await ask(browser, from(`2001:db8:1:2::${n}`), 1);
    expect(statusesOf(await ask(browser, from("2001:db8:1:2:ffff::1"), 1))).toEqual([429]);
    expect(statusesOf(await ask(browser, from("2001:db8:1:3::1"), 1))).toEqual([200]);
  });

  test.each([
    ["no proxy is trusted", "false"],
    ["another one is", "10.9.9.9"],
  ])("takes no address that is only claimed while %s", async (_, TRUST_PROXY) => {
    await household.start({ TRUST_PROXY });
    const browser = household.browser();
    for (let n = 0; n < MOST_CALLS; n += 1) await ask(browser, from(`192.0.2.${n % 250}`), 1);
    expect(statusesOf(await ask(browser, from("198.51.100.1"), 1))).toEqual([429]);
    expect(statusesOf(await ask(browser, {}, 1))).toEqual([429]);
  });

  test("takes the address from a proxy that is named by its own", async () => {
    await household.start({ TRUST_PROXY: "loopback,10.0.0.0/8" });
    const browser = household.browser();
    await ask(browser, from("192.0.2.1", "10.1.2.3"), MOST_CALLS);
    expect(statusesOf(await ask(browser, from("192.0.2.1"), 1))).toEqual([429]);
    expect(statusesOf(await ask(browser, from("192.0.2.2", "10.1.2.3"), 1))).toEqual([200]);
  });
});

describe("the limit on failed sign-ins", () => {
  test("is each address's own behind a trusted proxy, and says when to come back", async () => {
    await household.start({ TRUST_PROXY: "1" });
    const browser = household.browser();
    const login = (password: string, ...addresses: string[]): Promise<Answer> =>
      browser.post(
        "/api/auth/login",
        { username: "Alice", password },
        { headers: from(...addresses) },
      );
    for (let n = 0; n < MOST_FAILURES; n += 1) {
      // A new claim in front of each does not help.
      expect(await login("wrong", `198.51.100.${n}`, "192.0.2.1")).toMatchObject({ status: 401 });
    }
    const refused = await login("alice-password", "192.0.2.1");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(WINDOW_S - 60);
    expect(refused.text).toContain("Too many failed sign-ins");
    expect(await login("alice-password", "192.0.2.2")).toMatchObject({ status: 200 });
    expect(household.mediaServer.signInAttempts()).toHaveLength(MOST_FAILURES + 1);
  });

  test("is not got round by claimed addresses where no proxy is trusted", async () => {
    await household.start();
    const browser = household.browser();
    for (let n = 0; n < MOST_FAILURES; n += 1) {
      const body = { username: "Alice", password: "wrong" };
      const headers = from(`198.51.100.${n}`);
      expect(await browser.post("/api/auth/login", body, { headers })).toMatchObject({
        status: 401,
      });
    }
    const body = { username: "Alice", password: "alice-password" };
    const refused = await browser.post("/api/auth/login", body, { headers: from("192.0.2.2") });
    expect(refused.status).toBe(429);
  });
});

describe("what follows from the protocol outside", () => {
  test("is believed of a trusted proxy alone: HSTS and Secure cookies", async () => {
    const headers = { "x-forwarded-proto": "https" };
    const signIn = async (): Promise<Answer> =>
      await household
        .browser()
        .post("/api/auth/login", { username: "Alice", password: "alice-password" }, { headers });
    await household.start({ TRUST_PROXY: "1" });
    const behind = await signIn();
    expect(behind.headers["strict-transport-security"]).toMatch(/max-age=\d+/u);
    expect(behind.headers["set-cookie"]?.every((cookie) => cookie.includes("Secure"))).toBe(true);
    await household.stopServer();
    await household.start();
    const claimed = await signIn();
    expect(claimed.status).toBe(200);
    expect(claimed.headers).not.toHaveProperty("strict-transport-security");
    expect(claimed.headers["set-cookie"]?.some((cookie) => cookie.includes("Secure"))).toBe(false);
  });
});
