import { afterEach, describe, expect, test } from "vitest";

import {
  createQbittorrentSimulator,
  type QbittorrentOptions,
  type QbittorrentSimulator,
} from "./index.ts";
import { QbittorrentCaller } from "./qbittorrent-caller.ts";

let simulator: QbittorrentSimulator;
afterEach(() => simulator.stop());

async function signedIn(options: QbittorrentOptions): Promise<QbittorrentCaller> {
  simulator = createQbittorrentSimulator(options);
  await simulator.start();
  const caller = new QbittorrentCaller(simulator);
  await caller.login();
  return caller;
}

async function statusWith(
  caller: QbittorrentCaller,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  return (await caller.call("app/version", { headers })).status;
}

describe("the cross-site check", () => {
  test("passes without Origin and Referer", async () => {
    expect(await statusWith(await signedIn({}), {})).toBe(200);
  });

  test("wants Origin to be the Host, port included", async () => {
    const caller = await signedIn({});
    const { port, url } = simulator.server;
    expect(await statusWith(caller, { origin: url })).toBe(200);
    expect(await statusWith(caller, { origin: "http://127.0.0.1" })).toBe(401);
    expect(await statusWith(caller, { origin: `http://elsewhere.example:${port}` })).toBe(401);
  });

  test("looks at Referer only without an Origin", async () => {
    const caller = await signedIn({});
    const { url } = simulator.server;
    expect(await statusWith(caller, { referer: `${url}/some/page` })).toBe(200);
    expect(await statusWith(caller, { referer: "http://elsewhere.example/" })).toBe(401);
    const mixed = { origin: url, referer: "http://elsewhere.example/" };
    expect(await statusWith(caller, mixed)).toBe(200);
  });

  test("guards the login as well, with the text Unauthorized", async () => {
    await signedIn({});
    const answer = await new QbittorrentCaller(simulator).call("auth/login", {
      method: "POST",
      headers: { origin: "http://elsewhere.example" },
    });
    expect(answer).toMatchObject({ status: 401, body: "Unauthorized" });
    expect(simulator.loginAttempts()).toBe(1);
  });

  test("can be off", async () => {
    const caller = await signedIn({ csrfProtection: false });
    expect(await statusWith(caller, { origin: "http://elsewhere.example" })).toBe(200);
  });

  test("looks at Sec-Fetch-Site on 5.3.0 and not before", async () => {
    const caller = await signedIn({ version: "5.3.0" });
    expect(await statusWith(caller, { "sec-fetch-site": "none" })).toBe(200);
    expect(await statusWith(caller, { "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await statusWith(caller, { "sec-fetch-site": "cross-site" })).toBe(401);
    await simulator.stop();
    const older = await signedIn({ version: "5.1.4" });
    expect(await statusWith(older, { "sec-fetch-site": "cross-site" })).toBe(200);
  });
});

describe("the Host check", () => {
  test("refuses another port than qBittorrent's own, as behind a published port", async () => {
    const caller = await signedIn({ ownPort: 8080 });
    expect(caller.cookie).toBeNull();
    expect(await caller.login()).toMatchObject({ status: 401, body: "Unauthorized" });
    expect(await statusWith(caller, { host: "127.0.0.1:8080" })).toBe(403);
  });

  test("takes any name by default, and only listed ones and the local address otherwise", async () => {
    const open = await signedIn({});
    expect(await statusWith(open, { host: "qbittorrent" })).toBe(200);
    await simulator.stop();
    const closed = await signedIn({ serverDomains: ["*.home.example"] });
    expect(await statusWith(closed, {})).toBe(200);
    expect(await statusWith(closed, { host: "Torrents.home.example" })).toBe(200);
    expect(await statusWith(closed, { host: "qbittorrent" })).toBe(401);
  });

  test("can be off", async () => {
    const caller = await signedIn({ ownPort: 8080, hostValidation: false });
    expect(await statusWith(caller, {})).toBe(200);
  });
});

describe("the endpoints", () => {
  test("what changes something takes POST alone", async () => {
    const caller = await signedIn({});
    const { id } = simulator.add({ title: "Kept" });
    const answer = await caller.call(`torrents/delete?hashes=${id}&deleteFiles=false`);
    expect(answer).toMatchObject({ status: 405, body: "Method Not Allowed" });
    expect((await caller.call("auth/login")).status).toBe(405);
    expect((await caller.call("torrents/info", { method: "PUT" })).status).toBe(405);
    expect(simulator.downloads()).toHaveLength(1);
  });

  test("what does not exist is 404", async () => {
    const caller = await signedIn({});
    expect(await caller.call("torrents/nonsense")).toMatchObject({
      status: 404,
      body: "Not Found",
    });
    expect((await caller.call("torrents/info/more")).status).toBe(404);
    expect((await caller.call("torrents/trackers?hash=0")).status).toBe(404);
  });

  test("a missing parameter is 400, and a POST's query is not looked at", async () => {
    const caller = await signedIn({});
    const { id } = simulator.add({ title: "Kept" });
    expect((await caller.call("torrents/trackers")).status).toBe(400);
    expect((await caller.post(`torrents/delete?hashes=${id}&deleteFiles=true`, {})).status).toBe(
      400,
    );
    expect(simulator.downloads()).toHaveLength(1);
  });
});
