import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { send, SimulatorServer } from "../../demo/simulators/simulator-server.ts";
import { loadConfig } from "../../packages/server/src/config/load-config.ts";
import { runDoctor } from "../../packages/server/src/doctor.ts";
import {
  ARRS,
  DOWNLOAD_CLIENTS,
  REQUEST_MANAGERS,
} from "../../packages/server/src/upstreams/index.ts";
import { grabEpisode, startHousehold, type Household } from "../journeys/household.ts";
import { sayAll } from "./raw-http.ts";

/** A line break in every dialect, what steers a terminal in both of its, and what turns the text around. */
const UNRULY =
  'a\r\nSet-Cookie: taken=over\r\n\r\n{"level":60,"msg":"forged"}\u001b[2J\u001b]0;title\u0007\u009b31m\u0085\u2028\u2029\u202egpj.exe\u2066b\u0000';
/** None of these may be in a line, whatever was said. */
const STEERS = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;
const SECRET = "webhook-secret-of-the-house";
const STRAY = "stray-secret-8f21";

let household: Household;

beforeEach(async () => {
  household = await startHousehold();
});
afterEach(async () => {
  await household.stop();
});

async function start(): Promise<void> {
  await household.start({ LOG_LEVEL: "trace", ENABLE_LOG_STREAM: "true", TRUST_PROXY: "1" });
}

/** Each line is one record of ours. */
function expectOrderlyLog(): void {
  const lines = household.log.join("").split("\n").slice(0, -1);
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) {
    expect(line).not.toMatch(STEERS);
    const record = JSON.parse(line) as Record<string, unknown>;
    expect(record).toMatchObject({ level: expect.any(Number) as number, pid: process.pid });
    expect(record["msg"]).not.toBe("forged");
  }
}

/** As it would go into a header of a request that is sent byte by byte. */
function headerSafe(text: string): string {
  return Buffer.from(text.replaceAll(/[\r\n\0]/gu, " "), "utf8").toString("latin1");
}

describe("what a caller says", () => {
  test("forges no line of the log and no header of an answer, wherever it is said", async () => {
    await start();
    const browser = household.browser();
    const encoded = encodeURIComponent(UNRULY);
    const answers = [
      await browser.login(UNRULY, UNRULY),
      await browser.get(`/${encoded}`),
      await browser.get(`/api/${encoded}?${encoded}=${encoded}`),
      await browser.get(`/api/ombi/requests?search=${encoded}`),
      await browser.post(`/api/webhook/sonarr?secret=${SECRET}&instance=${encoded.slice(0, 100)}`, {
        eventType: UNRULY,
        instanceName: UNRULY,
        applicationUrl: UNRULY,
      }),
      await browser.post("/api/debug/client-logs", [{ level: "error", message: UNRULY }], {
        headers: { "x-webhook-secret": SECRET },
      }),
    ];
    for (const { headers } of answers) {
      expect(Object.values(headers).flat().join("\n")).not.toContain("taken=over");
      expect(headers).not.toHaveProperty("taken");
    }
    const raw = await sayAll(
      household.url(),
      [
        `GET /api/auth/me HTTP/1.1`,
        "Host: sofarr",
        "Connection: close",
        `User-Agent: ${headerSafe(UNRULY)}`,
        `X-Forwarded-For: ${headerSafe(UNRULY)}`,
        `X-Request-Id: ${headerSafe(UNRULY)}`,
        `Last-Event-Id: ${headerSafe(UNRULY)}`,
      ].join("\r\n") + "\r\n\r\n",
    );
    expect(raw.heard).not.toContain("Set-Cookie");
    // Some of it was logged: the word for an event.
    expect(household.log.join("")).toContain("gpj.exe");
    expectOrderlyLog();
  });

  test("is one line where browsers' lines are followed, and cannot end its event", async () => {
    await start();
    const admin = await household.signedIn("admin");
    await admin.post("/api/debug/client-logs", [
      { level: "error", message: `${UNRULY}\n\nevent: forged\ndata: {}\n\n` },
    ]);
    const logs = await admin.follow("/api/debug/client-logs");
    await logs.until(() => logs.events.length > 0, "the line");
    logs.close();
    expect(logs.events.map(({ event }) => event)).toEqual(["message"]);
    expect(logs.events[0]?.data).not.toMatch(STEERS);
  });
});

describe("what an upstream says", () => {
  test("is one line everywhere: titles, labels, messages, names and words nobody knows", async () => {
    const { users, mediaServer, qbittorrent } = household;
    mediaServer.rename(users.alice.id, `Al\u202eice\r\n${UNRULY}`);
    const { download } = grabEpisode(household, { title: UNRULY, series: UNRULY, tags: ["root"] });
    qbittorrent.update(download.id, { state: "error", message: UNRULY });
    household.sabnzbd.add({ title: UNRULY });
    await start();
    const admin = await household.signedIn("admin");
    const stream = await admin.stream("?showAll=true&delta=1");
    await stream.until(() => stream.view().size === 2, "both");
    const alice = await household
      .browser()
      .login(mediaServer.users()[0]?.name ?? "", "alice-password");
    expect(alice.status).toBe(200);
    expect(alice.headers["set-cookie"]?.map((line) => line.split("=", 1)[0])).toEqual([
      "emby_user",
      "csrf_token",
      "sofarr_browser",
    ]);
    const texts = [
      ...[...stream.view().values()].flatMap((one) => [
        one.title,
        one.seriesName,
        one.clientMessage,
      ]),
      (JSON.parse(alice.text) as { user: { name: string } }).user.name,
    ];
    const said = texts.filter((text) => text !== null && text !== undefined);
    expect(said.length).toBeGreaterThan(3);
    for (const text of said) expect(text).not.toMatch(STEERS);
    stream.close();
    expectOrderlyLog();
  });

  test("steers no terminal of whoever runs the doctor", async () => {
    const liar = new SimulatorServer(({ path }, response) => {
      const isVersion = path.endsWith("/version") || path.endsWith("/status");
      const body = path.endsWith("/login") ? "Ok." : isVersion ? `v4.6.0${UNRULY}` : UNRULY;
      send(
        response,
        200,
        path.includes("/api/v3") ? JSON.stringify({ appName: "Sonarr", version: UNRULY }) : body,
      );
    });
    await liar.start();
    const environment = {
      DATA_DIR: household.dataDir,
      EMBY_URL: liar.url,
      SONARR_URL: liar.url,
      SONARR_API_KEY: "key",
      QBITTORRENT_URL: liar.url,
      SABNZBD_URL: liar.url,
      SABNZBD_API_KEY: "key",
      OMBI_URL: liar.url,
      OMBI_API_KEY: "key",
      TRANSMISSION_URL: liar.url,
      RTORRENT_URL: liar.url,
    };
    const config = loadConfig(environment, {
      arrs: ARRS,
      downloadClients: DOWNLOAD_CLIENTS,
      requestManagers: REQUEST_MANAGERS,
    });
    const printed: string[] = [];
    await runDoctor(config, (line) => printed.push(line));
    await liar.stop();
    expect(printed.length).toBeGreaterThan(8);
    expect(printed.join("")).toContain("gpj.exe");
    for (const line of printed) expect(line).not.toMatch(STEERS);
  });
});

describe("a secret in a request", () => {
  test("is in no line of the log, wherever somebody put it, whether or not it belongs there", async () => {
    await start();
    const browser = household.browser();
    const alice = await household.signedIn("alice");
    const places = [
      "secret",
      "apikey",
      "api_key",
      "token",
      "access_token",
      "password",
      "X-Plex-Token",
    ];
    const query = places.map((name) => `${name}=${STRAY}`).join("&");
    const credentials = Buffer.from(`somebody:${STRAY}`).toString("base64");
    const headers = {
      authorization: `Basic ${credentials}`,
      referer: `https://somebody:${STRAY}@sofarr.example/?${query}`,
      "x-api-key": STRAY,
      "x-emby-token": STRAY,
      "x-sofarr-webhook-secret": STRAY,
      "access-token": STRAY,
      "proxy-authorization": `Bearer ${STRAY}`,
      "user-agent": `curl/${STRAY}`,
    };
    for (const path of [
      "/health",
      "/api/auth/me",
      "/nowhere",
      "/api/webhook/sonarr",
      "/api/debug/server-logs",
      "/api/dashboard/cover-art",
      "/api/sonarr/queue",
      "/%",
    ]) {
      await browser.get(`${path}?${query}`, { headers });
      await browser.post(`${path}?${query}`, { eventType: STRAY, secret: STRAY }, { headers });
    }
    await browser.post(`/api/webhook/sonarr?secret=${SECRET}`, {
      eventType: "Grab",
      password: STRAY,
    });
    await alice.post(`/api/auth/login?${query}`, { username: STRAY, password: STRAY });
    await alice.post(`/api/auth/login?${query}`, `{"username":"${STRAY}`);
    const host = new URL(household.url()).host;
    for (const request of [
      `GET http://somebody:${STRAY}@${host}/api/auth/me?${query} HTTP/1.1\r\nHost: sofarr\r\nConnection: close`,
      `GET /?${query} HTTP/1.1\r\nHost: ${STRAY}\r\nbroken ${STRAY}`,
      `BREW /${STRAY} HTTP/1.1\r\nHost: sofarr`,
    ]) {
      await sayAll(household.url(), `${request}\r\n\r\n`);
    }
    const lines = household.log.join("");
    for (const secret of [STRAY, SECRET, credentials, [...Buffer.from(STRAY)].join(",")]) {
      expect(lines.includes(secret)).toBe(false);
    }
    expectOrderlyLog();
  });
});
