import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  createRtorrentSimulator,
  type RtorrentOptions,
  type RtorrentSimulator,
} from "../../../../../demo/simulators/rtorrent/rtorrent-simulator.ts";
import {
  send,
  SimulatorServer,
  type Fault,
} from "../../../../../demo/simulators/simulator-server.ts";
import type { Download } from "../../domain/download.ts";
import { instanceOf } from "../download-client.case.ts";
import { UpstreamError } from "../errors.ts";
import type { Instance } from "../instance.ts";
import type { DownloadClient } from "../upstream.ts";
import { rtorrent } from "./index.ts";
import { columnsIn, commandOf } from "./wire.ts";

const QUIET = { debug: () => {}, info: () => {}, warn: () => {} };

let simulator: RtorrentSimulator;
let client: DownloadClient;

async function start(options: RtorrentOptions = {}, change: Partial<Instance> = {}): Promise<void> {
  simulator = createRtorrentSimulator(options);
  await simulator.start();
  const isScgi = options.transport !== undefined && options.transport !== "http";
  client = rtorrent.connect(
    instanceOf(simulator, {
      url: simulator.url,
      ...(isScgi ? { username: null, password: null } : {}),
      ...change,
    }),
    { now: Date.now, log: QUIET },
  );
}
const list = async (): Promise<readonly Download[]> =>
  await client.listDownloads(AbortSignal.timeout(5000));
const probe = async () => await client.probe(AbortSignal.timeout(5000));
/** How often a method was called. */
const calls = (method: string): number =>
  simulator.server.requests.filter(({ body }) => body.includes(`<methodName>${method}<`)).length;

afterEach(async () => {
  await client.close();
  await simulator.stop();
});

describe("what is asked", () => {
  test("its commands once, then one call per poll for the view of all torrents", async () => {
    await start();
    simulator.add({ title: "A", state: "seeding", sizeBytes: 1e6 });
    const first = await list();
    expect(await list()).toBe(first);
    expect(calls("system.listMethods")).toBe(1);
    expect(calls("d.multicall2")).toBe(2);
    const params = [
      ...(simulator.server.requests.at(-1)?.body.matchAll(/<string>([^<]*)</g) ?? []),
    ];
    expect(params.slice(0, 2).map(([, text]) => text)).toEqual(["", "main"]);
  });

  test("its commands again after a failure, for it may be another release now", async () => {
    await start();
    await list();
    simulator.server.fault = "status-500";
    await expect(list()).rejects.toBeInstanceOf(UpstreamError);
    simulator.server.fault = null;
    await list();
    expect(calls("system.listMethods")).toBe(2);
  });

  test("nothing that this build does not have", async () => {
    await start({ missingCommands: ["d.is_meta", "d.wanted_chunks", "d.custom"] });
    simulator.add({ title: "A", state: "downloading", sizeBytes: 1e8, progress: 0.5 });
    expect((await list()).map((download) => download.title)).toEqual(["A"]);
    expect(simulator.server.requests.at(-1)?.body).not.toContain("d.is_meta");
  });

  test("everything, when it does not tell what it has", async () => {
    await start({ missingCommands: ["system.listMethods"] });
    simulator.add({ title: "A", state: "seeding", sizeBytes: 1e6 });
    expect((await list()).map((download) => download.status)).toEqual(["Seeding"]);
  });

  test("and a build without the needed commands is told apart", async () => {
    await start({ missingCommands: ["d.hash"] });
    await expect(list()).rejects.toMatchObject({ reason: "bad-payload" });
  });

  test("and a refused command is quoted", async () => {
    await start({ missingCommands: ["d.multicall2"] });
    await expect(list()).rejects.toMatchObject({
      reason: "bad-payload",
      message: expect.stringContaining("refused d.multicall2: ") as string,
    });
  });
});

describe("what comes back", () => {
  test.each<RtorrentOptions>([
    { xmlLibrary: "xmlrpc-c", integers: "i8" },
    { xmlLibrary: "xmlrpc-c", integers: "i4" },
    { xmlLibrary: "tinyxml2" },
  ])("is understood in the dialect of %j", async (options) => {
    await start(options);
    simulator.add({
      title: "A & <B>",
      state: "downloading",
      sizeBytes: 2e9,
      progress: 0.5,
      category: "tv%20shows",
      bytesPerSecond: 1e6,
    });
    expect(await list()).toMatchObject([
      { title: "A & <B>", sizeBytes: 2e9, bytesPerSecond: 1e6, category: "tv shows" },
    ]);
  });

  test("may hold a name that is not UTF-8, and no other is harmed by it", async () => {
    await start({ xmlLibrary: "tinyxml2" });
    simulator.add({ title: "odd", nameBytes: Buffer.from([0x63, 0xe9, 0x01, 0x64]) });
    simulator.add({ title: "even" });
    expect((await list()).map((download) => download.title)).toEqual(["c\ufffdd", "even"]);
  });
});

describe.each(["scgi-tcp", "scgi-unix"] as const)("over %s", (transport) => {
  beforeEach(async () => await start({ transport, version: "0.16.17" }));

  test("the list is read, and unchanged downloads stay the same", async () => {
    simulator.add({ title: "A", state: "seeding", sizeBytes: 1e6 });
    const first = await list();
    expect(first.map((download) => download.status)).toEqual(["Seeding"]);
    expect(await list()).toBe(first);
  });

  test("a probe needs no login", async () => {
    expect(await probe()).toEqual({ version: "0.16.17", credentials: "none-needed", notes: [] });
  });

  // A unix socket cannot be reset; it shows all the others.
  const reset: readonly Fault[] = transport === "scgi-tcp" ? ["reset"] : [];
  const faults: readonly Fault[] = ["status-500", "status-401", "html", "half-json", "wrong-type"];
  test.each<Fault>([...reset, ...faults, "huge"])(
    "%s is an UpstreamError, and the call after it works",
    async (fault) => {
      await list();
      simulator.server.fault = fault;
      await expect(list()).rejects.toBeInstanceOf(UpstreamError);
      simulator.server.fault = null;
      expect(await list()).toEqual([]);
    },
  );

  test("an abort ends a hanging call", async () => {
    simulator.server.fault = "hang";
    await expect(client.listDownloads(AbortSignal.timeout(30))).rejects.toThrow();
    simulator.server.fault = null;
    expect(await list()).toEqual([]);
  });

  test("nobody listening is `unreachable`, until somebody is", async () => {
    await simulator.stop();
    await expect(list()).rejects.toMatchObject({ reason: "unreachable" });
    await simulator.start();
    expect(await list()).toEqual([]);
  });
});

describe("a probe", () => {
  test("tells a login that worked from one that nobody asked for", async () => {
    await start();
    expect(await probe()).toEqual({ version: "0.9.8", credentials: "accepted", notes: [] });
    await client.close();
    const open = new SimulatorServer(({ body }, response) => {
      const asked = body.includes("listMethods") ? methods : version;
      send(
        response,
        200,
        `<methodResponse><params><param>${asked}</param></params></methodResponse>`,
      );
    });
    await open.start();
    const version = "<value><string>0.9.8</string></value>";
    const names = (columnsIn(null) ?? []).map((column) => commandOf(column).replace(/=.*/, ""));
    const methods = `<value><array><data>${names.map((name) => `<value>${name}</value>`).join("")}</data></array></value>`;
    const connect = (change: Partial<Instance>): DownloadClient =>
      rtorrent.connect(instanceOf(simulator, { url: open.url, ...change }), {
        now: Date.now,
        log: QUIET,
      });
    client = connect({});
    const { credentials, notes } = await probe();
    expect(credentials).toBe("unverified");
    expect(notes).toEqual([expect.stringContaining("without asking")]);
    await client.close();
    client = connect({ username: null, password: null });
    expect(await probe()).toMatchObject({ credentials: "none-needed", notes: [] });
    await open.stop();
  });

  test("warns of SCGI that others can reach", async () => {
    await start({ transport: "scgi-tcp" });
    await client.close();
    const port = simulator.server.port;
    client = rtorrent.connect(
      instanceOf(simulator, { url: `scgi://0.0.0.0:${port}`, username: null, password: null }),
      { now: Date.now, log: QUIET },
    );
    const { notes } = await probe();
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain("no password");
  });

  test("says when labels are not to be had", async () => {
    await start({ missingCommands: ["d.custom1"] });
    expect((await probe()).notes).toEqual([expect.stringContaining("d.custom1")]);
  });

  test("of a web page says where the address may be wrong", async () => {
    await start();
    simulator.server.fault = "html";
    await expect(probe()).rejects.toMatchObject({
      reason: "bad-payload",
      advice: expect.stringContaining("/RPC2") as string,
    });
  });

  test("of an scgi URL without a port says how to write it", async () => {
    await start({}, { url: "scgi://rtorrent" });
    await expect(probe()).rejects.toMatchObject({
      advice: expect.stringContaining("scgi://host:port") as string,
    });
  });
});
