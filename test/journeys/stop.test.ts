import { once } from "node:events";
import { readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Browser } from "./browser.ts";
import { ChildServer } from "./child-server.ts";
import { openGate } from "./gate.ts";
import { grabEpisode, startHousehold, type Household } from "./household.ts";

const STOPS_WITHIN_MS = 10_000;
const HOOK_HEADERS = { "x-sofarr-webhook-secret": "webhook-secret-of-the-house" };
/** Enough that a reader who takes nothing soon has more before them than the system holds for them. */
const DOWNLOADS = 2_000;
const MORE_THAN_IS_HELD_BYTES = 24_000_000;

describe("the program that is asked to stop", () => {
  let household: Household;
  let server: ChildServer;
  let sockets: Socket[];
  let close: (() => Promise<void>)[];

  beforeEach(async () => {
    sockets = [];
    close = [];
    household = await startHousehold();
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await server.end("SIGKILL");
    for (const one of close) await one();
    await household.stop();
  });

  async function start(change: Readonly<Record<string, string>> = {}): Promise<void> {
    server = await ChildServer.start({ ...household.environment, LOG_LEVEL: "info", ...change });
  }
  async function signedIn(who: "alice" | "admin"): Promise<Browser> {
    const browser = server.browser();
    const { name, password } = household.users[who];
    expect(await browser.login(name, password)).toMatchObject({ status: 200 });
    return browser;
  }
  async function stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const askedAt = Date.now();
    expect(await server.end(signal)).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(Date.now() - askedAt).toBeLessThan(STOPS_WITHIN_MS);
    expect(server.log.filter(({ level }) => level >= 50)).toEqual([]);
  }

  /** A connection that sends this and then neither reads nor writes. */
  async function sendAndFreeze(text: string): Promise<Socket> {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    sockets.push(socket);
    socket.on("error", () => {});
    socket.pause();
    await once(socket, "connect");
    socket.write(text);
    return socket;
  }
  const uploadInProgress = (): Promise<Socket> =>
    sendAndFreeze(
      'POST /api/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"username',
    );

  test("does so within seconds, whoever takes nothing, sends for ever, or hangs", async () => {
    const { download } = grabEpisode(household, { title: "Moving.S01E01", tags: ["alice"] });
    for (let n = 1; n < DOWNLOADS; n += 1) {
      household.qbittorrent.add({
        title: `Still.${n}`,
        state: "downloading",
        sizeBytes: 1_000_000,
      });
    }
    await start();
    const [alice, admin] = await Promise.all([signedIn("alice"), signedIn("admin")]);
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    await sendAndFreeze(
      `GET /api/dashboard/stream?showAll=true HTTP/1.1\r\nhost: x\r\ncookie: ${cookie}\r\n\r\n`,
    );
    const [hers, all] = [await alice.stream("?delta=1"), await admin.stream("?showAll=true")];
    for (let step = 1; all.raw.length < MORE_THAN_IS_HELD_BYTES; step += 1) {
      household.qbittorrent.update(download.id, { progress: step / 1000 });
      const size = all.raw.length;
      await all.until(() => all.raw.length > size, "the next frame");
    }
    household.sabnzbd.server.fault = "hang";
    household.sonarr.server.fault = "drip";
    household.mediaServer.server.fault = "hang";
    const hanging = server.browser().login("Bob", "bob-password");
    await uploadInProgress();
    await expect
      .poll(() => household.mediaServer.server.requests.some(({ body }) => body.includes("Bob")))
      .toBe(true);
    const [, answer] = await Promise.all([stop(), hanging.catch(() => null)]);
    expect(answer?.status).not.toBe(200);
    for (const stream of [hers, all]) {
      await stream.until(() => stream.isClosed, "ended");
      expect(stream.isWhole).toBe(true);
    }
  });

  test("lets what is under way come to its end, and keeps it", async () => {
    const gate = await openGate(household.mediaServer.url);
    close.push(() => gate.close());
    await start({ EMBY_URL: gate.url });
    gate.hold();
    const alice = server.browser();
    const { name, password } = household.users.alice;
    const underWay = alice.login(name, password);
    await expect.poll(() => gate.held).toBeGreaterThan(0);
    const stopped = stop();
    // It has heard: nobody else is let in.
    await expect
      .poll(() =>
        server
          .browser()
          .get("/health")
          .catch(() => null),
      )
      .toBeNull();
    gate.release();
    expect(await underWay).toMatchObject({ status: 200 });
    await stopped;
    await start({ EMBY_URL: gate.url });
    const again = server.browser();
    for (const [cookie, value] of alice.cookies) again.setCookie(cookie, value);
    expect((await again.get("/api/auth/me")).text).toContain('"authenticated":true');
  });

  test("ends a stream properly that only opens after it was asked", async () => {
    household.sabnzbd.server.fault = "hang";
    await start();
    const alice = await signedIn("alice");
    // While somebody hangs, whoever comes first waits for a moment.
    const opening = alice.stream();
    await server.browser().get("/health");
    const stopped = stop();
    const stream = await opening;
    await stream.until(() => stream.isClosed, "ended");
    expect(stream.isWhole).toBe(true);
    expect(stream.events).toHaveLength(1);
    await stopped;
  });

  test("leaves one file, with every event in it that it said it had heard", async () => {
    await start({ TRUST_PROXY: "true" });
    const admin = await signedIn("admin");
    let [heard, isOver] = [0, false];
    const send = async (who: number): Promise<void> => {
      for (let turn = 0; !isOver; turn += 1) {
        const body = { eventType: "Grab", downloadId: `${who}-${turn}` };
        const headers = { ...HOOK_HEADERS, "x-forwarded-for": `10.1.${who}.${turn % 250}` };
        const path = "/api/webhook/radarr?instance=radarr-main";
        const answer = await server
          .browser()
          .post(path, body, { headers })
          .catch(() => null);
        if (answer?.status === 200) heard += 1;
        else isOver = true;
      }
    };
    const sending = [1, 2, 3, 4].map(send);
    await expect.poll(() => heard, { timeout: 10_000 }).toBeGreaterThan(20);
    await stop("SIGINT");
    await Promise.all(sending);
    expect(readdirSync(household.dataDir).filter((name) => name.startsWith("sofarr.db"))).toEqual([
      "sofarr.db",
    ]);
    await start();
    const again = server.browser();
    for (const [cookie, value] of admin.cookies) again.setCookie(cookie, value);
    const status = JSON.parse((await again.get("/api/status/status")).text) as {
      webhooks: { radarr: { eventsReceived: number } };
    };
    // One more may have been heard without the sender hearing of it.
    const kept = status.webhooks.radarr.eventsReceived;
    expect(kept).toBeGreaterThanOrEqual(heard);
    expect(kept).toBeLessThanOrEqual(heard + sending.length);
  });

  test.each(["SIGTERM", "SIGINT"] as const)("waits for nobody at a second %s", async (second) => {
    await start();
    const upload = await uploadInProgress();
    const cut = once(upload.resume(), "close");
    // Until the server has read what came of it, there is nothing to wait for.
    await server.browser().get("/health");
    server.signal("SIGTERM");
    await expect.poll(() => server.log.some(({ msg }) => msg === "stopping")).toBe(true);
    await stop(second);
    await cut;
  });

  test("while it still starts, stops as soon as it has started", async () => {
    server = await ChildServer.launch({ ...household.environment, LOG_LEVEL: "info" });
    const isStarting = (): boolean =>
      readdirSync(household.dataDir).some((name) => name.startsWith("sofarr.db"));
    await expect.poll(isStarting, { interval: 1, timeout: 20_000 }).toBe(true);
    await stop();
    expect(server.log.at(-1)?.msg).toBe("stopping");
  });
});
