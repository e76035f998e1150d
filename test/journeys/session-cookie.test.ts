import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Answer, Browser } from "./browser.ts";
import { grabEpisode, startHousehold, type Household } from "./household.ts";
import { expectNoSecretsLogged } from "./secrets.ts";

const SESSION = "emby_user";
const THIRTY_DAYS_S = 30 * 24 * 60 * 60;
const COOKIE_SECRET = "a cookie secret that is known to the test";

describe("the session cookie", () => {
  let household: Household;

  beforeEach(async () => {
    household = await startHousehold();
    await household.start({ COOKIE_SECRET });
  });
  afterEach(async () => {
    await household.stop();
    expectNoSecretsLogged(household);
  });

  test("is out of reach of scripts and other sites, and ends with the browser", async () => {
    const answer = await household.browser().login("Alice", "alice-password");
    const [session, csrf] = [cookieIn(answer, SESSION), cookieIn(answer, "csrf_token")];
    expect(session.attributes).toEqual(new Set(["HttpOnly", "SameSite=Lax", "Path=/"]));
    // Our own pages read this one, to send it back as a header.
    expect(csrf.attributes).toEqual(new Set(["SameSite=Lax", "Path=/"]));
    expect(contentOf(session.value)).toEqual({
      id: household.users.alice.id,
      name: "Alice",
      isAdmin: false,
      sid: expect.stringMatching(/^[\w-]{40,}$/u) as string,
    });
    const [token] = household.mediaServer.sessions();
    expect(session.value).not.toContain(token?.token);
  });

  test("lasts thirty days for who wants to be remembered", async () => {
    const answer = await household.browser().login("Alice", "alice-password", true);
    expect(cookieIn(answer, SESSION).attributes).toContain(`Max-Age=${THIRTY_DAYS_S}`);
  });

  test("is for https alone where people come over https, and only a trusted proxy can say so", async () => {
    const overHttps = async (): Promise<Answer> => {
      const headers = { "x-forwarded-proto": "https" };
      const body = { username: "Alice", password: "alice-password" };
      return await household.browser().post("/api/auth/login", body, { headers });
    };
    const direct = await overHttps();
    expect(cookieIn(direct, SESSION).attributes).not.toContain("Secure");
    expect(direct.headers["strict-transport-security"]).toBeUndefined();
    for (const change of [
      { TRUST_PROXY: "1" },
      { SOFARR_BASE_URL: "https://sofarr.example.net" },
    ]) {
      await household.stopServer();
      await household.start({ COOKIE_SECRET, ...change });
      const secure = await overHttps();
      expect(cookieIn(secure, SESSION).attributes).toContain("Secure");
      expect(cookieIn(secure, "csrf_token").attributes).toContain("Secure");
      expect(secure.headers["strict-transport-security"]).toMatch(/max-age=\d+/u);
    }
  });

  test("is believed only as it was handed out", async () => {
    const alice = await household.signedIn("alice");
    const good = alice.cookies.get(SESSION) ?? "";
    const content = contentOf(good) as { sid: string };
    const promoted = JSON.stringify({ ...content, isAdmin: true });
    const signature = decodeURIComponent(good).slice(decodeURIComponent(good).lastIndexOf("."));
    const forged = [
      promoted,
      promoted + signature,
      sign(promoted, "another secret"),
      sign(JSON.stringify({ ...content, sid: "x".repeat(43) }), COOKIE_SECRET),
      sign(JSON.stringify({ ...content, sid: undefined }), COOKIE_SECRET),
      sign(JSON.stringify({ ...content, sid: { $ne: null } }), COOKIE_SECRET),
      sign("not JSON", COOKIE_SECRET),
      sign("null", COOKIE_SECRET),
      decodeURIComponent(good).slice(0, -1),
      `${decodeURIComponent(good)}x`,
      "",
      "%E0%A4%A",
    ];
    for (const value of forged) {
      const stranger = household.browser();
      stranger.setCookie(SESSION, value.includes("%E0") ? value : encodeURIComponent(value));
      expect(await me(stranger)).toEqual({ authenticated: false });
      expect((await stranger.get("/api/dashboard/user-downloads")).status).toBe(401);
      expect((await stranger.get("/api/dashboard/stream")).status).toBe(401);
    }
  });

  test("gives no rights by what it says, even when it is signed", async () => {
    grabEpisode(household, { title: "Copper.Valley.S01E01", tags: ["bob"] });
    const alice = await household.signedIn("alice");
    const content = contentOf(alice.cookies.get(SESSION) ?? "") as object;
    const { admin } = household.users;
    const claim = JSON.stringify({ ...content, id: admin.id, name: "Root", isAdmin: true });
    const pretender = household.browser();
    pretender.setCookie(SESSION, encodeURIComponent(sign(claim, COOKIE_SECRET)));
    expect(await me(pretender)).toMatchObject({ user: { name: "Alice", isAdmin: false } });
    expect((await pretender.downloads("?showAll=true")).downloads).toEqual([]);
  });

  test("is another one after signing in again, and the one before is dead, here and at the media server", async () => {
    const browser = household.browser();
    await browser.login("Alice", "alice-password");
    const before = browser.cookies.get(SESSION) ?? "";
    const stream = await browser.stream();
    await browser.login("Bob", "bob-password");
    await stream.until(() => stream.isClosed, "the stream of before has ended");
    expect(await me(browser)).toMatchObject({ user: { name: "Bob" } });
    expect(browser.cookies.get(SESSION)).not.toBe(before);
    expect(household.mediaServer.sessions().map(({ user }) => user.name)).toEqual(["Bob"]);
    const old = household.browser();
    old.setCookie(SESSION, before);
    expect(await me(old)).toEqual({ authenticated: false });
  });

  test("stays good when signing in again fails", async () => {
    const alice = await household.signedIn("alice");
    expect((await alice.login("Bob", "wrong")).status).toBe(401);
    expect(await me(alice)).toMatchObject({ user: { name: "Alice" } });
  });

  test("a change needs the token of this very session", async () => {
    const alice = await household.signedIn("alice");
    const bob = await household.signedIn("bob");
    const right = alice.csrfToken ?? "";
    const visitors = JSON.parse((await household.browser().get("/api/auth/csrf")).text) as {
      csrfToken: string;
    };
    const wrong = [null, "", "x", `${right}x`, bob.csrfToken, visitors.csrfToken];
    for (const token of wrong) {
      alice.csrfToken = token;
      const refused = await alice.post("/api/auth/logout");
      expect(refused.status).toBe(403);
      expect(refused.text).toMatch(/CSRF/u);
    }
    alice.csrfToken = right;
    const headers = { "sec-fetch-site": "cross-site" };
    expect((await alice.post("/api/auth/logout", undefined, { headers })).status).toBe(403);
    expect(await me(alice)).toMatchObject({ authenticated: true });

    const left = await alice.post("/api/auth/logout");
    expect(left.status).toBe(200);
    expect(JSON.parse(left.text)).toEqual({ success: true });
    expect(alice.cookies.has(SESSION)).toBe(false);
    expect(household.mediaServer.sessions().map(({ user }) => user.name)).toEqual(["Bob"]);
  });

  test("/api/auth/csrf hands out a token that is good for this session, as cookie and as text", async () => {
    const alice = await household.signedIn("alice");
    const answer = await alice.get("/api/auth/csrf");
    const { csrfToken } = JSON.parse(answer.text) as { csrfToken: string };
    expect(decodeURIComponent(cookieIn(answer, "csrf_token").value)).toBe(csrfToken);
    alice.csrfToken = csrfToken;
    expect((await alice.post("/api/auth/logout")).status).toBe(200);
  });

  test("a page of another site cannot sign anybody in", async () => {
    const body = { username: "Alice", password: "alice-password" };
    const headers = { "sec-fetch-site": "cross-site" };
    const browser = household.browser();
    expect((await browser.post("/api/auth/login", body, { headers })).status).toBe(403);
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const posted = await browser.post("/api/auth/login", "username=Alice&password=alice-password", {
      headers: form,
    });
    expect(posted.status).toBe(415);
    expect(browser.cookies.size).toBe(0);
  });
});

interface Cookie {
  readonly value: string;
  readonly attributes: ReadonlySet<string>;
}

function cookieIn(answer: Answer, name: string): Cookie {
  const line = answer.headers["set-cookie"]?.find((one) => one.startsWith(`${name}=`)) ?? "";
  const [pair = "", ...attributes] = line.split("; ");
  return { value: pair.slice(name.length + 1), attributes: new Set(attributes) };
}

/** What a signed cookie says. */
function contentOf(value: string): unknown {
  const text = decodeURIComponent(value);
  return JSON.parse(text.slice(0, text.lastIndexOf(".")));
}

/** As the cookie plugin signs: the value, a dot, and its HMAC in base64 without padding. */
function sign(value: string, secret: string): string {
  const mac = createHmac("sha256", secret).update(value).digest("base64").replaceAll("=", "");
  return `${value}.${mac}`;
}

async function me(browser: Browser): Promise<unknown> {
  return JSON.parse((await browser.get("/api/auth/me")).text);
}
