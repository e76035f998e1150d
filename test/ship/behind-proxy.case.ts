import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, type TestContext } from "vitest";

import { freePort } from "../../scripts/free-port.ts";
import { Browser, type Stream } from "../journeys/browser.ts";
import { grabEpisode, startHousehold, type Household } from "../journeys/household.ts";
import { makeCertificate, type Certificate } from "./certificate.ts";

/** Where an example of ours is put to work. */
export interface Site {
  /** A name of its own, or a path of a site that is there already. */
  readonly form: "own name" | "sub-path";
  /** sofarr's. */
  readonly upstreamPort: number;
  readonly httpsPort: number;
  readonly httpPort: number;
  readonly certificate: Certificate;
  /** An empty folder for whatever it has to write. */
  readonly folder: string;
}

/** A reverse proxy that has an example of ours. */
export interface ProxyUnderTest {
  readonly name: string;
  /** Why it cannot be run here, in words; `null` when it can. */
  readonly obstacle: string | null;
  /** Writes its configuration from the example. @returns the command that runs it in the foreground. */
  prepare(site: Site): readonly [string, ...string[]];
}

const START_LIMIT_MS = 20_000;
const MOST_FAILED_SIGN_INS = 10;
/** So many heartbeats take longer than proxies wait by default for the next byte, 60 s; `SHIP_WHOLE=1` waits for them. */
const HEARTBEATS = 3;
const HEARTBEATS_WITHIN_MS = 100_000;
const isWhole = process.env["SHIP_WHOLE"] === "1";

/** The promises that each example of a reverse proxy keeps. */
export function describeProxy(proxy: ProxyUnderTest): void {
  describe.each(["own name", "sub-path"] as const)(`behind ${proxy.name}, by its %s`, (form) => {
    const basePath = form === "sub-path" ? "/sofarr" : "";
    const folder = mkdtempSync(join(tmpdir(), "sofarr-proxy-"));
    const certificate = makeCertificate(folder);
    const obstacle =
      proxy.obstacle ?? (certificate === null ? "there is no openssl for a certificate" : null);
    let household: Household;
    let download: ReturnType<typeof grabEpisode>["download"];
    const streams: Stream[] = [];
    let running: ChildProcess;
    let said = "";
    let ports: { readonly https: number; readonly http: number; readonly upstream: number };

    beforeAll(async () => {
      if (obstacle !== null || certificate === null) return;
      household = await startHousehold();
      ({ download } = grabEpisode(household, { title: "Harbor.Lights.S01", tags: ["alice"] }));
      ports = { https: await freePort(), http: await freePort(), upstream: await freePort() };
      await household.start({
        PORT: String(ports.upstream),
        TRUST_PROXY: "1",
        BASE_PATH: basePath,
        SOFARR_BASE_URL: `https://127.0.0.1:${ports.https}${basePath}`,
      });
      const { upstream: upstreamPort, https: httpsPort, http: httpPort } = ports;
      const site = { form, upstreamPort, httpsPort, httpPort, certificate, folder };
      const [file, ...args] = proxy.prepare(site);
      // Nothing of it may end up in anybody's home.
      const env = { PATH: process.env["PATH"], HOME: folder, XDG_DATA_HOME: folder };
      running = spawn(file, args, {
        cwd: folder,
        env,
        detached: true,
        stdio: ["ignore", "ignore", "pipe"],
      });
      running.stderr?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      await untilReady();
    });
    afterAll(async () => {
      if (obstacle === null) {
        if (running.exitCode === null) {
          // All of its processes at once: asked politely, one or the other would wait for its streams.
          const ended = once(running, "exit");
          process.kill(-(running.pid ?? Number.NaN), "SIGKILL");
          await ended;
        }
        await household.stop();
      }
      rmSync(folder, { recursive: true, force: true });
    });

    afterEach(() => {
      for (const stream of streams.splice(0)) stream.close();
    });

    /** A stream that ends with the test. */
    async function follow(one: Browser, query = ""): Promise<Stream> {
      const stream = await one.stream(query);
      streams.push(stream);
      return stream;
    }

    /** A browser that comes from an address of this machine, 127.0.0.x. */
    function browser(context: TestContext | null, x = 1): Browser {
      if (obstacle !== null) context?.skip(obstacle);
      const way = { ca: certificate?.pem ?? "", localAddress: `127.0.0.${x}` };
      return new Browser(`https://127.0.0.1:${ports.https}${basePath}`, way);
    }

    async function untilReady(): Promise<void> {
      const deadline = Date.now() + START_LIMIT_MS;
      for (;;) {
        const answer = await browser(null)
          .get("/ready")
          .catch(() => null);
        if (answer?.status === 200) return;
        if (running.exitCode !== null || Date.now() > deadline) {
          throw new Error(`${proxy.name} did not get ready (${answer?.status}):\n${said}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }

    async function signedIn(
      context: TestContext,
      who: keyof Household["users"],
      x = 1,
    ): Promise<Browser> {
      const one = browser(context, x);
      const { name, password } = household.users[who];
      expect(await one.login(name, password)).toMatchObject({ status: 200 });
      return one;
    }

    test("signing in gives cookies for this place and https alone, and signing out works", async (context) => {
      const one = browser(context);
      const answer = await one.login("Alice", "alice-password");
      expect(answer.status).toBe(200);
      expect(answer.headers["strict-transport-security"]).toMatch(/^max-age=/u);
      const cookies = answer.headers["set-cookie"] ?? [];
      expect(cookies.map((line) => line.split("=")[0])).toEqual(
        expect.arrayContaining(["emby_user", "csrf_token"]),
      );
      for (const line of cookies) {
        expect(line).toContain("; Secure");
        expect(line).toContain(`; Path=${basePath}/;`);
      }
      expect(await one.downloads()).toMatchObject({ user: "Alice" });
      expect(await one.post("/api/auth/logout")).toMatchObject({ status: 200 });
      expect(await one.get("/api/dashboard/user-downloads")).toMatchObject({ status: 401 });
    });

    test("each frame of a stream arrives when it is written, and nothing is changed on the way", async (context) => {
      const one = await signedIn(context, "alice");
      const stream = await follow(one, "?delta=table");
      await stream.until(() => stream.events.length > 0, "the first frame");
      expect(stream.headers["content-encoding"]).toBeUndefined();
      expect(stream.headers["content-type"]).toMatch(/^text\/event-stream/u);
      // Small steps, each awaited: whoever gathers them before passing them on never gets to the last.
      const progress = (): number | undefined => [...stream.view().values()][0]?.progress;
      await stream.until(() => progress() === 25, "the download");
      for (const percent of [30, 31, 32]) {
        household.qbittorrent.update(download.id, { progress: percent / 100 });
        await stream.until(() => progress() === percent, `${percent} percent`);
      }
      // Under HTTP/1.1 a stream is cut into chunks; a frame is whole again at the reader's.
      expect(stream.raw.endsWith("\n\n")).toBe(true);
      stream.close();
    });

    test("a poster's address leads through it", async (context) => {
      const one = await signedIn(context, "alice");
      const stream = await follow(one);
      const poster = (): string | null =>
        [...stream.view().values()].find(({ coverArt }) => coverArt !== null)?.coverArt ?? null;
      await stream.until(() => poster() !== null, "a poster");
      stream.close();
      expect(poster()).toMatch(new RegExp(`^${basePath}/api/dashboard/cover-art\\?`, "u"));
      const image = await one.get(poster()?.slice(basePath.length) ?? "");
      expect(image).toMatchObject({ status: 200 });
      expect(image.headers["content-type"]).toMatch(/^image\//u);
    });

    test("whoever leaves is gone behind it, too", async (context) => {
      const admin = await signedIn(context, "admin");
      const readers = async (): Promise<number> => {
        const { text } = await admin.get("/api/status/status");
        return (JSON.parse(text) as { sse: { clients: number } }).sse.clients;
      };
      const stream = await follow(admin);
      await stream.until(() => stream.events.length > 0, "the first frame");
      expect(await readers()).toBeGreaterThan(0);
      stream.close();
      const deadline = Date.now() + START_LIMIT_MS;
      while ((await readers()) > 0 && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(await readers()).toBe(0);
    });

    test("failed sign-ins are counted for each address, and nobody can claim another's", async (context) => {
      const guesser = browser(context, 5);
      const body = { username: "Alice", password: "wrong" };
      for (let n = 0; n < MOST_FAILED_SIGN_INS; n += 1) {
        const headers = { "x-forwarded-for": `198.51.100.${n}`, "x-real-ip": `198.51.100.${n}` };
        expect(await guesser.post("/api/auth/login", body, { headers })).toMatchObject({
          status: 401,
        });
      }
      const headers = { "x-forwarded-for": "127.0.0.6", forwarded: "for=127.0.0.6" };
      expect(await guesser.post("/api/auth/login", body, { headers })).toMatchObject({
        status: 429,
      });
      await signedIn(context, "alice", 6);
    });

    test("only what is its own is sent to it", async (context) => {
      browser(context);
      const outside = new Browser(`https://127.0.0.1:${ports.https}`, {
        ca: certificate?.pem ?? "",
      });
      const [there, elsewhere] = [
        await outside.get(`${basePath}/api/auth/me`),
        await outside.get("/elsewhere/api/auth/me"),
      ];
      expect(there).toMatchObject({ status: 200 });
      expect(elsewhere.text).not.toContain("authenticated");
    });

    test.runIf(isWhole)(
      "a stream survives a long silence (asked by SHIP_WHOLE=1)",
      async (context) => {
        const one = await signedIn(context, "bob");
        // Whole frames are sent when something changes, and nothing does.
        const stream = await follow(one);
        const heartbeats = (): number => stream.raw.split(": heartbeat\n\n").length - 1;
        await stream.until(() => heartbeats() >= HEARTBEATS, "heartbeats", HEARTBEATS_WITHIN_MS);
        expect(stream.events).toHaveLength(1);
        expect(stream.isClosed).toBe(false);
      },
      HEARTBEATS_WITHIN_MS + 20_000,
    );
  });
}
