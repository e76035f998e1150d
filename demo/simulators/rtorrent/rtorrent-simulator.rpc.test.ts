import { afterEach, describe, expect, test } from "vitest";

import { askHttp, callMethod, decodeAnswer, methodCall } from "./ask-rtorrent.ts";
import {
  createRtorrentSimulator,
  type RtorrentOptions,
  type RtorrentSimulator,
} from "./rtorrent-simulator.ts";

let simulator: RtorrentSimulator;

async function started(options: RtorrentOptions = {}): Promise<RtorrentSimulator> {
  simulator = createRtorrentSimulator(options);
  await simulator.start();
  return simulator;
}

afterEach(() => simulator.stop());

const call = (method: string, ...params: (string | number)[]) =>
  callMethod(simulator, method, ...params);
const raw = async (body: string) => decodeAnswer((await askHttp(simulator, body)).bytes);

/** `[version, code]` of the same refusal: xmlrpc-c and tinyxml2 number them differently. */
const LIBRARIES = [
  ["0.9.8", -503],
  ["0.16.17", -500],
] as const;

describe("the web server in front", () => {
  test("wrong, missing and half credentials are 401 and counted", async () => {
    await started();
    const { username } = simulator.credentials;
    const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
    for (const authorization of [null, "Bearer x", basic(username), basic(`${username}:wrong`)]) {
      const answer = await askHttp(simulator, methodCall("system.pid", []), { authorization });
      expect([authorization, answer.status]).toEqual([authorization, 401]);
    }
    expect(simulator.loginAttempts()).toBe(4);
    await call("system.pid");
    expect(simulator.loginAttempts()).toBe(4);
  });

  test("only its path leads anywhere, and only a POST with a body reaches rTorrent", async () => {
    await started();
    const body = methodCall("system.pid", []);
    expect((await askHttp(simulator, body, { path: "/" })).status).toBe(404);
    expect((await askHttp(simulator, body, { path: "/RPC2/" })).status).toBe(404);
    expect((await askHttp(simulator, "", { method: "GET" })).status).toBe(502);
    expect((await askHttp(simulator, "")).status).toBe(502);
    expect(simulator.url).toBe(`${simulator.server.url}/RPC2`);
  });

  test("a body over the socket's limit is 502, for nothing is answered behind", async () => {
    await started();
    const { status } = await askHttp(simulator, " ".repeat(2 * 1024 * 1024 + 1));
    expect(status).toBe(502);
  });

  test("0.16 looks at the content type, to the letter; 0.9 does not", async () => {
    const body = methodCall("system.api_version", []);
    await started({ version: "0.16.17" });
    const charset = { contentType: "text/xml; charset=utf-8" };
    expect((await askHttp(simulator, body, charset)).status).toBe(502);
    const json = await askHttp(simulator, "{}", { contentType: "application/json" });
    expect(json.bytes.toString()).toContain("JSON-RPC not supported");
    await simulator.stop();
    await started({ version: "0.9.8" });
    expect((await askHttp(simulator, body, charset)).status).toBe(200);
  });
});

describe("faults", () => {
  test.each(LIBRARIES)(
    "%s faults an unknown command in a list, once there is a download",
    async (version, code) => {
      await started({ version });
      const ask = () => call("d.multicall2", "", "main", "d.hash=", "d.nosuch=");
      expect(await ask()).toEqual([]);
      simulator.add({ title: "One" });
      expect(await ask()).toEqual({
        faultCode: code,
        faultString: 'Command "d.nosuch" does not exist.',
      });
    },
  );

  test.each(LIBRARIES)(
    "%s faults an unknown view and a command without =",
    async (version, code) => {
      await started({ version });
      expect(await call("d.multicall2", "", "nope", "d.hash=")).toEqual({
        faultCode: code,
        faultString: "Could not find view.",
      });
      simulator.add({ title: "One" });
      expect(await call("d.multicall2", "", "main", "d.hash")).toEqual({
        faultCode: code,
        faultString: "Could not find '=' in command 'd.hash'.",
      });
    },
  );

  test("the empty target in front is required", async () => {
    await started({ version: "0.9.8" });
    expect(await call("d.multicall2", "main", "d.hash=")).toEqual({
      faultCode: -501,
      faultString: "Unsupported target type found.",
    });
    expect(await call("d.name", 5)).toMatchObject({ faultCode: -501 });
    await simulator.stop();
    await started({ version: "0.16.17", xmlLibrary: "xmlrpc-c" });
    expect(await call("d.multicall2", "main", "d.hash=")).toEqual({
      faultCode: -503,
      faultString: "invalid parameters: invalid target",
    });
  });

  test("a download's command without a download is refused", async () => {
    await started();
    expect(await call("d.name")).toEqual({
      faultCode: -503,
      faultString: "Command type mismatch.",
    });
    expect(await call("t.url", "")).toMatchObject({ faultString: "Command type mismatch." });
  });

  test.each([
    ["not XML at all"],
    ["<methodCall><methodName>system.pid</methodName>"],
    ["<methodCall><methodName>system.pid</wrong></methodCall>"],
    ["<methodCall><methodName>a & b</methodName></methodCall>"],
    ["<other/>"],
    ["<methodCall/>"],
  ])("%s is a parse fault", async (body) => {
    await started();
    expect(await raw(body)).toMatchObject({ faultCode: -503 });
  });

  test("a request over the XML limit is a fault", async () => {
    await started({ xmlLimitBytes: 1000 });
    expect(
      await call("d.multicall2", "", "main", ...Array<string>(50).fill("d.hash=")),
    ).toMatchObject({ faultCode: -509 });
    expect(await call("d.multicall2", "", "main", "d.hash=")).toEqual([]);
  });

  test("tinyxml2 builds take no bare text for a string; xmlrpc-c builds do", async () => {
    const bare =
      "<methodCall><methodName>d.multicall2</methodName><params>" +
      "<param><value><string/></value></param><param><value>main</value></param></params></methodCall>";
    await started({ version: "0.9.8" });
    expect(await raw(bare)).toEqual([]);
    await simulator.stop();
    await started({ version: "0.16.17" });
    expect(await raw(bare)).toMatchObject({ faultCode: -500 });
  });
});

describe("commands", () => {
  test("listMethods tells what there is, and a build can lack some", async () => {
    await started({ missingCommands: ["d.is_meta"] });
    const names = (await call("system.listMethods")) as string[];
    expect(names).toEqual(expect.arrayContaining(["d.hash", "t.url", "system.multicall"]));
    expect(names).not.toContain("d.is_meta");
    simulator.add({ title: "One" });
    expect(await call("d.multicall2", "", "main", "d.is_meta=")).toMatchObject({ faultCode: -503 });
    for (const name of names.filter((name) => name.startsWith("d.") && !/multicall/.test(name))) {
      const answer = (await call("d.multicall2", "", "main", `${name}=`)) as unknown[][];
      expect([name, ["string", "number"].includes(typeof answer[0]?.[0])]).toEqual([name, true]);
    }
  });

  test.each([
    ["0.9.6", "0.13.6", "9"],
    ["0.9.8", "0.13.8", "10"],
    ["0.16.17", "0.16.17", "23"],
  ] as const)("%s tells its versions as texts", async (version, library, api) => {
    await started({ version });
    expect(await call("system.client_version")).toBe(version);
    expect(await call("system.library_version")).toBe(library);
    expect(await call("system.api_version")).toBe(api);
  });

  test("system.multicall gives each result in a list, and a fault in its place", async () => {
    await started();
    const { id } = simulator.add({ title: "One", bytesPerSecond: 500 });
    const item = (method: string, ...params: string[]) =>
      `<value><struct><member><name>methodName</name><value><string>${method}</string></value></member>` +
      `<member><name>params</name><value><array><data>${params.map((p) => `<value><string>${p}</string></value>`).join("")}</data></array></value></member></struct></value>`;
    const calls = [
      item("throttle.global_down.rate", ""),
      item("d.name", id.toUpperCase()),
      item("d.name", id),
      item("nope.nothing"),
      item("d.multicall2", "", "main", "d.state="),
    ];
    const answer = await raw(
      `<methodCall><methodName>system.multicall</methodName><params><param><value><array><data>${calls.join("")}</data></array></value></param></params></methodCall>`,
    );
    expect(answer).toEqual([
      [500],
      ["One"],
      ["One"],
      { faultCode: -506, faultString: "Method 'nope.nothing' not defined" },
      [[[1]]],
    ]);
  });

  test("d.multicall takes no target in 0.9 and the same as d.multicall2 in 0.16", async () => {
    await started({ version: "0.9.8" });
    simulator.add({ title: "One" });
    expect(await call("d.multicall", "main", "d.name=")).toEqual([["One"]]);
    await simulator.stop();
    await started({ version: "0.16.17" });
    simulator.add({ title: "One" });
    expect(await call("d.multicall", "", "main", "d.name=")).toEqual([["One"]]);
  });

  test("an empty view name is the default view", async () => {
    await started();
    simulator.add({ title: "One" });
    expect(await call("d.multicall2", "", "", "d.name=")).toEqual([["One"]]);
  });

  test("trackers are read alone, inside a list, and joined into one text", async () => {
    await started();
    const { id } = simulator.add({ title: "One", seeders: 7, peers: 9 });
    simulator.setDetail(id, { trackers: ["http://a.invalid/a", "udp://b.invalid:1"] });
    expect(await call("t.multicall", id, "", "t.url=", "t.scrape_complete=")).toEqual([
      ["http://a.invalid/a", 7],
      ["udp://b.invalid:1", 0],
    ]);
    const [row] = (await call(
      "d.multicall2",
      "",
      "main",
      "t.multicall=,t.url=",
      'cat="$t.multicall=d.hash=,t.scrape_complete=,cat={#}"',
      'cat="$t.multicall=,t.scrape_incomplete=,cat={#}",end',
    )) as unknown[][];
    expect(row).toEqual([[["http://a.invalid/a"], ["udp://b.invalid:1"]], "7#0#", "2#0#end"]);
  });
});

describe("names and numbers on the wire", () => {
  const bytesOf = async (...params: string[]) =>
    (await askHttp(simulator, methodCall("d.multicall2", ["", "main", ...params]))).bytes;

  test("markup in names is escaped and arrives as it was", async () => {
    for (const version of ["0.9.8", "0.16.17"] as const) {
      await started({ version });
      const title = `<b> & "q" 'n' ünïcode 日本 🎬`;
      simulator.add({ title });
      expect(await call("d.multicall2", "", "main", "d.name=")).toEqual([[title]]);
      expect((await bytesOf("d.name=")).toString()).toContain("&lt;b&gt; &amp; \"q\" 'n'");
      await simulator.stop();
    }
  });

  test("a name that is not UTF-8 comes as raw bytes from tinyxml2, with question marks from xmlrpc-c", async () => {
    const nameBytes = Buffer.from("M\xe4dchen & <Co>", "latin1");
    await started({ version: "0.16.17" });
    simulator.add({ title: "shown to the controls", nameBytes });
    const bytes = await bytesOf("d.name=", "d.base_path=");
    expect(
      bytes.includes(Buffer.from("<string>M\xe4dchen &amp; &lt;Co&gt;</string>", "latin1")),
    ).toBe(true);
    expect(bytes.includes(Buffer.from("/downloads/M\xe4dchen", "latin1"))).toBe(true);
    await simulator.stop();
    await started({ version: "0.9.8" });
    simulator.add({ title: "shown to the controls", nameBytes });
    expect((await bytesOf("d.name=")).toString()).toContain("M?dchen &amp;");
  });

  test("bytes that are UTF-8 pass both libraries", async () => {
    await started({ version: "0.9.8" });
    simulator.add({ title: "x", nameBytes: Buffer.from("Mädchen") });
    expect(await call("d.multicall2", "", "main", "d.name=")).toEqual([["Mädchen"]]);
  });

  test("integers are i8, or i4 when the dialect says so, and faults of xmlrpc-c are i4 in any case", async () => {
    await started();
    expect((await askHttp(simulator, methodCall("system.pid", []))).bytes.toString()).toContain(
      "<i8>",
    );
    expect((await askHttp(simulator, methodCall("nope", []))).bytes.toString()).toContain(
      "<i4>-506",
    );
    await simulator.stop();
    await started({ integers: "i4" });
    expect((await askHttp(simulator, methodCall("system.pid", []))).bytes.toString()).toContain(
      "<i4>",
    );
    await simulator.stop();
    await started({ version: "0.16.17", integers: "i4" });
    expect((await askHttp(simulator, methodCall("nope", []))).bytes.toString()).toContain(
      "<i8>-506",
    );
  });

  test("tinyxml2 writes no line ends", async () => {
    await started({ version: "0.16.17" });
    simulator.add({ title: "One" });
    expect((await bytesOf("d.hash=")).toString()).not.toMatch(/[\r\n]/);
  });
});
