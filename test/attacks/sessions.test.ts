import { createDecipheriv, createHash, createHmac, hkdfSync } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Answer, Browser } from "../journeys/browser.ts";
import { grabEpisode, startHousehold, type Household } from "../journeys/household.ts";
import { expectNoSecretsLogged } from "../journeys/secrets.ts";
import { TestClock } from "../journeys/test-clock.ts";

const SESSION = "emby_user";
const RECHECKED_AFTER_MS = 2 * 60_000 + 30_000;

let household: Household;
let clock: TestClock;

beforeEach(async () => {
  clock = new TestClock();
  household = await startHousehold({ clock });
  grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
});
afterEach(async () => {
  await household.stop();
  expectNoSecretsLogged(household);
});

/** A browser with a cookie that was somebody else's. */
function thief(cookie: string): Browser {
  const browser = household.browser();
  browser.setCookie(SESSION, cookie);
  return browser;
}

async function isIn(browser: Browser): Promise<boolean> {
  const me = JSON.parse((await browser.get("/api/auth/me")).text) as { authenticated: boolean };
  const { status } = await browser.get("/api/dashboard/user-downloads");
  expect(status).toBe(me.authenticated ? 200 : 401);
  return me.authenticated;
}

function sessionOf(browser: Browser): string {
  return browser.cookies.get(SESSION) ?? "";
}

function contentOf(cookie: string): { sid: string } {
  const text = decodeURIComponent(cookie);
  return JSON.parse(text.slice(0, text.lastIndexOf("."))) as { sid: string };
}

describe("a session that somebody planted", () => {
  test.each<[string, (attacker: Browser) => string]>([
    ["a made-up one", () => "x".repeat(60)],
    ["the attacker's own", (attacker) => sessionOf(attacker)],
    ["one that is over", (attacker) => sessionOf(attacker).replace("sid", "SID")],
  ])("is not the one that signing in gives: %s", async (_, plant) => {
    await household.start();
    const attacker = await household.signedIn("bob");
    const planted = plant(attacker);
    const alice = household.browser();
    alice.setCookie(SESSION, planted);
    alice.setCookie("csrf_token", attacker.csrfToken ?? "");
    expect((await alice.login("Alice", "alice-password")).status).toBe(200);

    expect(sessionOf(alice)).not.toBe(planted);
    expect(JSON.parse((await alice.get("/api/auth/me")).text)).toMatchObject({
      user: { name: "Alice" },
    });
    // What the attacker has is theirs at most, and no token of theirs is good for hers.
    const after = thief(planted);
    expect(await isIn(after)).toBe(false);
    alice.csrfToken = attacker.csrfToken;
    expect((await alice.post("/api/auth/logout")).status).toBe(403);
  });

  test("before signing in is none: there is no session to fix, and a token from then is void", async () => {
    await household.start();
    const alice = household.browser();
    const early = JSON.parse((await alice.get("/api/auth/csrf")).text) as { csrfToken: string };
    expect([...alice.cookies.keys()]).toEqual(["csrf_token"]);
    await alice.login("Alice", "alice-password");
    alice.csrfToken = early.csrfToken;
    expect((await alice.post("/api/auth/logout")).status).toBe(403);
    expect(await isIn(alice)).toBe(true);
  });
});

describe("a stolen cookie", () => {
  test("is worth nothing once its owner signs out, nor after a restart", async () => {
    await household.start();
    const alice = await household.signedIn("alice");
    const stolen = sessionOf(alice);
    const stream = await thief(stolen).stream();
    await stream.until(() => stream.events.length > 0, "the first page");
    expect((await alice.post("/api/auth/logout")).status).toBe(200);
    await stream.until(() => stream.isClosed, "its stream has ended");
    expect(await isIn(thief(stolen))).toBe(false);
    await household.stopServer();
    await household.start();
    expect(await isIn(thief(stolen))).toBe(false);
  });

  test("is worth nothing within minutes of a new password, also on open streams", async () => {
    await household.start();
    const alice = await household.signedIn("alice");
    const stolen = sessionOf(alice);
    const stream = await thief(stolen).stream();
    await stream.until(() => stream.view().size === 1, "hers");
    household.mediaServer.changePassword(household.users.alice.id, "a better password");
    clock.advance(RECHECKED_AFTER_MS);
    await stream.until(() => stream.isClosed, "its stream has ended");
    expect(await isIn(thief(stolen))).toBe(false);
    expect((await household.browser().login("Alice", "alice-password")).status).toBe(401);
    expect((await household.browser().login("Alice", "a better password")).status).toBe(200);
  });

  test("is worth nothing after its time, whatever the browser says", async () => {
    await household.start();
    const alice = await household.signedIn("alice");
    const stolen = sessionOf(alice);
    // The media server goes on to accept the token: it is the session that is over.
    for (let hour = 0; hour <= 24; hour += 1) {
      clock.advance(60 * 60_000);
      if (hour < 23) expect(await isIn(thief(stolen))).toBe(true);
    }
    expect(await isIn(thief(stolen))).toBe(false);
  });

  test("of somebody whose rights were taken has those that are left", async () => {
    await household.start();
    const admin = await household.signedIn("admin");
    const stolen = sessionOf(admin);
    expect((await thief(stolen).get("/api/status/status")).status).toBe(200);
    household.mediaServer.setPolicy(household.users.admin.id, { isAdmin: false });
    clock.advance(RECHECKED_AFTER_MS);
    const browser = thief(stolen);
    expect((await browser.get("/api/status/status")).status).toBe(403);
    const { isAdmin, downloads } = await browser.downloads("?showAll=true");
    expect([isAdmin, downloads]).toEqual([false, []]);
  });
});

describe("a stolen database", () => {
  test.each([
    ["that holds the cookie secret itself", {}],
    ["without it", { COOKIE_SECRET: "a secret that is kept elsewhere" }],
  ])("opens no session here and none at the media server: one %s", async (_, change) => {
    await household.start(change);
    const alice = household.browser();
    await alice.login("Alice", "alice-password", true);
    const tokens = household.mediaServer.sessions().map(({ token }) => token);
    expect(tokens).toHaveLength(1);
    const loot = await copyOf(household.dataDir);

    // Neither the session's id nor the media server's token is anywhere in it.
    const { sid } = contentOf(sessionOf(alice));
    for (const secret of [sid, ...tokens]) expect(loot.bytes).not.toContain(secret);

    const secret = loot.cookieSecret ?? "a secret that is kept elsewhere";
    expect(loot.cookieSecret === null).toBe("COOKIE_SECRET" in change);
    const guesses = [loot.session["id_hash"], loot.session["device_id"], "", sid.slice(1)].map(
      String,
    );
    for (const guess of guesses) {
      const forged = JSON.stringify({ ...contentOf(sessionOf(alice)), sid: guess });
      expect(await isIn(thief(encodeURIComponent(sign(forged, secret))))).toBe(false);
      expect(decrypted(loot.session["access_token"] as Uint8Array, secret, guess)).toBeNull();
    }
    // With the session's id, which is in her browser alone, it would be: the attempt above is a real one.
    expect(loot.session["id_hash"]).toBe(createHash("sha256").update(sid).digest("base64url"));
    expect(decrypted(loot.session["access_token"] as Uint8Array, secret, sid)).toBe(tokens[0]);
    expect(await isIn(alice)).toBe(true);
  });
});

describe("cookies below a sub-path", () => {
  test("go there alone: all of them, when they are set and when they are taken back", async () => {
    await household.start({ BASE_PATH: "/media/sofarr" });
    const alice = household.browser();
    const login = await alice.login("Alice", "alice-password", true);
    expect(login.status).toBe(200);
    const logout = await alice.post("/api/auth/logout");
    for (const [answer, count] of [
      [login, 3],
      [logout, 2],
    ] as const) {
      const paths = pathsOf(answer);
      expect(paths).toEqual(Array.from({ length: count }, () => "/media/sofarr/"));
    }
  });
});

function pathsOf(answer: Answer): (string | undefined)[] {
  return (answer.headers["set-cookie"] ?? []).map((line) => /; Path=([^;]+)/u.exec(line)?.[1]);
}

interface Loot {
  readonly session: Readonly<Record<string, unknown>>;
  /** As it lies in the database; `null` when it is configured elsewhere. */
  readonly cookieSecret: string | null;
  /** Every byte of every file, one character each. */
  readonly bytes: string;
}

/** What somebody has who copies the folder of state while the server runs. */
async function copyOf(folder: string): Promise<Loot> {
  const copy = mkdtempSync(join(tmpdir(), "sofarr-loot-"));
  try {
    const names = readdirSync(folder).filter((name) => !name.startsWith("no-"));
    for (const name of names) copyFileSync(join(folder, name), join(copy, name));
    const bytes = names.map((name) => readFileSync(join(copy, name), "latin1")).join("\n");
    const path = join(copy, "sofarr.db");
    expect(existsSync(path)).toBe(true);
    const database = new DatabaseSync(path);
    const session = database.prepare("SELECT * FROM sessions").get() ?? {};
    const row = database.prepare("SELECT value FROM settings WHERE name = 'cookie_secret'").get();
    database.close();
    const cookieSecret = row === undefined ? null : String(row["value"]);
    return await Promise.resolve({ session, cookieSecret, bytes });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** As the cookie plugin signs. */
function sign(value: string, secret: string): string {
  const mac = createHmac("sha256", secret).update(value).digest("base64").replaceAll("=", "");
  return `${value}.${mac}`;
}

/** What the server does to read a token, done by somebody who knows how. */
function decrypted(sealed: Uint8Array, secret: string, id: string): string | null {
  const key = Buffer.from(hkdfSync("sha256", secret, id, "sofarr media token", 32));
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return decipher.update(sealed.subarray(28), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return null;
  }
}
