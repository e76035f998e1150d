import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { sendJson, SimulatorServer } from "../../demo/simulators/simulator-server.ts";
import { operationsOf, type Operation } from "../contract/document.ts";
import { EXPECTATIONS } from "../contract/expectations.ts";
import { callOf, type Identity, type Input } from "../contract/input.ts";
import { openStage, type Stage } from "../contract/stage.ts";
import type { Who } from "../contract/whole-household.ts";
import { sayAll } from "./raw-http.ts";

const WHO: readonly Who[] = ["owner", "admin"];
const WITHIN_MS = 120_000;

/** A server on the inside that nobody configured. Whatever arrives there was sent because somebody asked for it. */
let canary: SimulatorServer;
let stage: Stage;
let operations: ReadonlyMap<string, Operation>;

beforeAll(async () => {
  canary = new SimulatorServer((_request, response) => sendJson(response, 200, { here: true }));
  await canary.start();
  stage = await openStage();
  operations = operationsOf(await stage.whole.document());
});
afterAll(async () => {
  await stage.close();
  await canary.stop();
});

/** The same place, as differently as an address can be written. */
function spellings(): string[] {
  const at = `:${canary.port}/called`;
  return [
    `http://127.0.0.1${at}`,
    `http://2130706433${at}`,
    `http://0x7f.1${at}`,
    `http://localhost.${at}`,
    `http://[::ffff:127.0.0.1]${at}`,
    `http://sonarr-main@127.0.0.1${at}`,
    `//127.0.0.1${at}`,
    `127.0.0.1${at}`,
  ];
}

/** What sofarr itself sent there; an *arr or Ombi that an admin told to call an address does so under its own name. */
function callsOfOurs(): string[] {
  return canary.requests
    .filter(({ headers }) => !/simulated/u.test(headers["user-agent"] ?? ""))
    .map(({ method, path }) => `${method} ${path}`);
}

/** The input with an address in each place in turn where there is a text, and in places where none is expected. */
function withAddress(input: Input, address: string): Input[] {
  const names = [
    "url",
    "instance",
    "arrInstanceUrl",
    "target",
    "callback",
    "redirect",
    "next",
    "host",
  ];
  const headers: Readonly<Record<string, string>> = {
    host: new URL(canary.url).host,
    origin: canary.url,
    referer: address,
    forwarded: `host=${new URL(canary.url).host}`,
    "x-forwarded-host": new URL(canary.url).host,
    "x-original-url": address,
    "x-rewrite-url": address,
    "x-forwarded-uri": address,
    destination: address,
    link: `<${address}>; rel="preload"`,
  };
  return [
    ...Object.keys(input.query ?? {}).map((name) => ({
      ...input,
      query: { ...input.query, [name]: address },
    })),
    ...Object.keys(input.path ?? {}).map((name) => ({
      ...input,
      path: { ...input.path, [name]: address },
    })),
    {
      ...input,
      query: { ...input.query, ...Object.fromEntries(names.map((name) => [name, address])) },
    },
    ...names.map((name) => ({ ...input, query: { ...input.query, [name]: address } })),
    { ...input, headers: { ...input.headers, ...headers } },
    ...bodiesWith(input.body, address).map((body) => ({ ...input, body })),
  ];
}

/** The value with each of its texts replaced in turn, and with members that it does not have. */
function bodiesWith(value: unknown, address: string): unknown[] {
  if (typeof value === "string") return [address];
  if (Array.isArray(value)) {
    return value.flatMap((item, at) =>
      bodiesWith(item, address).map((changed) => value.with(at, changed)),
    );
  }
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, member]) =>
    bodiesWith(member, address).map((changed) => ({ ...value, [name]: changed })),
  );
  return [...inside, { ...value, url: address, arrInstanceUrl: address, applicationUrl: address }];
}

describe("no address that a caller gives is called", () => {
  test(
    "wherever in whichever operation it stands, and however it is written",
    async () => {
      let made = 0;
      for (const name of operations.keys()) {
        for (const who of WHO) {
          const good = (await EXPECTATIONS[name]?.good?.(stage, who)) ?? {};
          for (const address of [
            `http://127.0.0.1:${canary.port}/called`,
            `//localhost:${canary.port}/called`,
          ]) {
            // Some of these calls end the session.
            const identity: Identity = await identityFor(name, who);
            const inputs = withAddress(good, address);
            made += inputs.length;
            await Promise.all(
              inputs.map((input) => stage.whole.caller.send(callOf(name, input, identity))),
            );
          }
        }
      }
      expect(made).toBeGreaterThan(2_000);
      await everythingIsReadAgain();
      expect(callsOfOurs()).toEqual([]);
    },
    WITHIN_MS,
  );

  test("not as the target of a request either: sofarr is nobody's proxy", async () => {
    const before = canary.requests.length;
    const requests = [
      `GET ${canary.url}/called HTTP/1.1\r\nHost: ${new URL(canary.url).host}`,
      `GET ${canary.url}/health HTTP/1.1\r\nHost: sofarr`,
      `GET /health HTTP/1.1\r\nHost: ${new URL(canary.url).host}`,
      `GET @127.0.0.1:${canary.port}/called HTTP/1.1\r\nHost: sofarr`,
      `GET //127.0.0.1:${canary.port}/called HTTP/1.1\r\nHost: sofarr`,
      `OPTIONS * HTTP/1.1\r\nHost: sofarr`,
      `TRACE / HTTP/1.1\r\nHost: sofarr\r\nX-Echo: back`,
    ];
    for (const request of requests) {
      const { statuses, heard } = await sayAll(
        stage.whole.baseUrl,
        `${request}\r\nConnection: close\r\n\r\n`,
      );
      expect(statuses).toHaveLength(1);
      expect(heard).not.toContain('"here":true');
      expect(heard).not.toContain("X-Echo");
    }
    expect(canary.requests).toHaveLength(before);
  });

  test("would be noticed: a configured address is called under sofarr's name", async () => {
    const { household } = stage.whole;
    await household.stopServer();
    const instances = [{ name: "canary", url: canary.url, apiKey: "canary-key" }];
    await stage.whole.start({ RADARR_INSTANCES: JSON.stringify(instances) });
    await expect.poll(() => callsOfOurs().length).toBeGreaterThan(0);
    const agents = new Set(canary.requests.map(({ headers }) => headers["user-agent"]));
    expect([...agents]).toContain("sofarr");
  });
});

describe("no address that an *arr gives for a poster is called, when it leads inside", () => {
  test("whoever asks for the poster is told so", async () => {
    const { household } = stage.whole;
    await household.stopServer();
    const titles = spellings().filter((address) => address.startsWith("http:"));
    for (const [at, posterUrl] of titles.entries()) {
      const title = `Poster ${at}`;
      const series = household.sonarr.addSeries({ title, tags: ["alice"], posterUrl });
      const { id } = household.qbittorrent.add({ title, state: "downloading" });
      household.sonarr.addQueueItem({ title, seriesId: series.id, downloadId: id.toUpperCase() });
    }
    const before = canary.requests.length;
    await stage.whole.start();
    const alice = await household.signedIn("alice");
    const stream = await alice.stream();
    const posters = (): { title: string; coverArt: string | null }[] =>
      [...stream.view().values()].filter(
        ({ seriesName }) => seriesName?.startsWith("Poster ") === true,
      );
    await stream.until(() => posters().length === titles.length, "a card for each");
    for (const { coverArt } of posters()) {
      const answer = await alice.get(coverArt ?? "");
      expect([answer.status, answer.text]).toEqual([
        400,
        expect.stringContaining("does not fetch from"),
      ]);
      expect(answer.text).not.toContain(String(canary.port));
    }
    expect(canary.requests).toHaveLength(before);
    stream.close();
  });
});

async function identityFor(name: string, who: Who): Promise<Identity> {
  if (name.startsWith("POST /api/auth/")) return await stage.whole.signIn(who);
  const identity = identities.get(who) ?? (await stage.whole.signIn(who));
  identities.set(who, identity);
  return identity;
}
const identities = new Map<Who, Identity>();

/** What was remembered of the calls would be used by now. */
async function everythingIsReadAgain(): Promise<void> {
  const watching = await (await stage.whole.household.signedIn("admin")).stream("?showAll=true");
  // The webhook spares polls of the *arrs: download clients are read at every one.
  const { qbittorrent, sabnzbd } = stage.whole.household;
  const started = [qbittorrent, sabnzbd].map(({ server }) => server.requests.length);
  await watching.until(
    () =>
      [qbittorrent, sabnzbd].every(
        ({ server }, at) => server.requests.length > (started[at] ?? 0) + 2,
      ),
    "more polls",
  );
  watching.close();
}
