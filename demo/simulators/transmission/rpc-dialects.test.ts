import { readFileSync } from "node:fs";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createTransmissionSimulator, type TransmissionSimulator } from "./index.ts";
import { TransmissionCaller, type Row } from "./transmission-caller.ts";

let simulator: TransmissionSimulator;
let caller: TransmissionCaller;
afterEach(() => simulator.stop());

async function start(version: "2.94" | "3.00" | "4.0.6" | "4.1.3"): Promise<void> {
  simulator = createTransmissionSimulator({ version });
  await simulator.start();
  caller = new TransmissionCaller(simulator);
}

function recorded(version: string, file: string): unknown {
  const url = new URL(`fixtures/${version}/${file}`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8"));
}

describe.each(["2.94", "3.00", "4.0.6", "4.1.3"] as const)("classic on %s", (version) => {
  beforeEach(() => start(version));

  test("success carries the tag back", async () => {
    const { body, headers } = await caller.send({ method: "session-get", tag: 42 });
    expect(JSON.parse(body)).toMatchObject({ result: "success", tag: 42 });
    expect(headers["content-type"]).toBe("application/json; charset=UTF-8");
  });

  test("an unknown method is told in words, with status 200", async () => {
    const words = version.startsWith("4") ? "no method name" : "method name not recognized";
    const answer = await caller.send({ method: "no-such-method" });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ arguments: {}, result: words });
  });

  test("a missing method is told in words", async () => {
    expect(JSON.parse((await caller.send({})).body)).toMatchObject({ result: "no method name" });
  });

  test("snake_case names are not known", async () => {
    expect((await caller.classic("torrent_get", { fields: ["id"] })).result).not.toBe("success");
    simulator.add({ title: "Any" });
    const { arguments: args } = await caller.classic("torrent-get", {
      fields: ["id", "hash_string"],
    });
    expect(args.torrents?.[0]?.["hash_string"]).toBe(version === "3.00" ? 0 : undefined);
  });

  test("torrent-get without fields is refused", async () => {
    expect(await caller.classic("torrent-get")).toEqual({
      arguments: {},
      result: "no fields specified",
    });
  });

  test("unknown fields are left out, except that 3.00 answers 0", async () => {
    const { id } = simulator.add({ title: "Any" });
    const { arguments: args } = await caller.classic("torrent-get", {
      fields: ["hashString", "nope"],
    });
    const zero = version === "3.00" ? { nope: 0 } : {};
    expect(args.torrents).toEqual([{ hashString: id, ...zero }]);
    const none = await caller.classic("torrent-get", { fields: ["nope"] });
    expect(none.result).toBe(version === "3.00" ? "success" : "no fields specified");
  });

  test("free-space wants an absolute path", async () => {
    expect((await caller.classic("free-space")).result).toBe("directory path argument is missing");
    expect((await caller.classic("free-space", { path: "here" })).result).toBe(
      "directory path is not absolute",
    );
    expect((await caller.classic("free-space", { path: "/downloads" })).result).toBe("success");
  });
});

describe.each(["2.94", "3.00", "4.0.6"] as const)("JSON-RPC before 4.1 (%s)", (version) => {
  test("is not understood: the method is unknown", async () => {
    await start(version);
    const answer = await caller.jsonRpc("session_get");
    expect(answer).not.toHaveProperty("jsonrpc");
    expect(answer).toMatchObject({ arguments: {} });
    expect(answer.result).not.toBe("success");
  });
});

describe("JSON-RPC on 4.1.3", () => {
  beforeEach(() => start("4.1.3"));

  test("an unknown method is the recorded error", async () => {
    const expected = recorded("4.1.3", "jsonrpc2.error.json");
    expect(await caller.jsonRpc("no_such_method")).toEqual(expected);
    expect(await caller.jsonRpc("torrent-get", { fields: ["id"] })).toEqual(expected);
  });

  test("wrong parameters are told with code and words", async () => {
    expect((await caller.jsonRpc("torrent_get", { fields: ["hashString"] })).error).toEqual({
      code: -32602,
      message: "Invalid params",
      data: { error_string: "no fields specified" },
    });
  });

  test("a call without id is a notification: it is done, and answered by an empty 204", async () => {
    const { id } = simulator.add({ title: "Gone" });
    const call = { jsonrpc: "2.0", method: "torrent_remove", params: { ids: [id] } };
    expect(await caller.send(call)).toMatchObject({ status: 204, body: "" });
    expect(simulator.downloads()).toEqual([]);
    expect((await caller.send({ jsonrpc: "2.0", method: "session_get" })).status).toBe(204);
  });

  test("a batch is answered in order, notifications left out", async () => {
    const { body } = await caller.send([
      { jsonrpc: "2.0", id: "a", method: "session_get", params: { fields: ["rpc_version"] } },
      { jsonrpc: "2.0", method: "session_get" },
      { method: "session-get" },
      7,
    ]);
    expect(JSON.parse(body)).toMatchObject([
      { id: "a", result: { rpc_version: 19 } },
      { id: null, error: { code: -32600 } },
      { id: null, error: { code: -32600 } },
    ]);
  });

  test("another version, an odd id and broken JSON are refused in JSON-RPC", async () => {
    const codeOf = async (body: unknown): Promise<unknown> =>
      (JSON.parse((await caller.send(body)).body) as { error: Row }).error["code"];
    expect(await codeOf({ jsonrpc: "1.0", id: 1, method: "session_get" })).toBe(-32600);
    expect(await codeOf({ jsonrpc: "2.0", id: [], method: "session_get" })).toBe(-32600);
    expect(await codeOf("{")).toBe(-32700);
  });
});

describe("broken JSON before 4.1", () => {
  test("is a call without a method", async () => {
    await start("3.00");
    const { body } = await caller.send("{");
    expect(JSON.parse(body)).toEqual({ arguments: {}, result: "no method name" });
  });
});
