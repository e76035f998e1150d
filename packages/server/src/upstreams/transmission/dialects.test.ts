import { describe, expect, test } from "vitest";

import { decodeAnswer, dialectOf, encodeRequest, member } from "./dialects.ts";

describe("the dialect", () => {
  test.each([
    [null, "classic"],
    ["", "classic"],
    ["5.3.0", "classic"],
    ["6.0.0", "json-rpc"],
    ["6.0.1", "json-rpc"],
    ["10.2.0", "json-rpc"],
    ["garbage", "classic"],
  ] as const)("of RPC version %j is %s", (version, dialect) => {
    expect(dialectOf(version)).toBe(dialect);
  });
});

describe("a request", () => {
  const parsed = (...args: Parameters<typeof encodeRequest>): unknown =>
    JSON.parse(encodeRequest(...args));

  test("in the classic dialect has kebab-case methods and camelCase fields", () => {
    expect(parsed("recent-torrents", "classic")).toEqual({
      method: "torrent-get",
      arguments: {
        fields: expect.arrayContaining(["id", "hashString", "leftUntilDone"]) as string[],
        ids: "recently-active",
      },
    });
  });

  test("in JSON-RPC is snake_case throughout and has an id", () => {
    expect(parsed("recent-torrents", "json-rpc")).toEqual({
      jsonrpc: "2.0",
      id: 1,
      method: "torrent_get",
      params: {
        fields: expect.arrayContaining(["id", "hash_string", "left_until_done"]) as string[],
        ids: "recently_active",
      },
    });
    expect(parsed("session", "json-rpc")).toMatchObject({
      method: "session_get",
      params: { fields: ["version", "rpc_version", "download_dir"] },
    });
  });

  test("for everything names no ids: an empty list means all to some releases and none to others", () => {
    for (const dialect of ["classic", "json-rpc"] as const) {
      expect(encodeRequest("all-torrents", dialect)).not.toContain('"ids"');
    }
  });
});

describe("an answer", () => {
  test.each([
    ["text", "surprise"],
    ["null", null],
    ["a list", []],
    ["an empty object", {}],
    ["a success without arguments", { result: "success" }],
    ["JSON-RPC with neither result nor error", { jsonrpc: "2.0", id: 1 }],
  ])("is not %s", (_what, payload) => {
    expect(decodeAnswer(payload)).toBeNull();
  });

  test("of JSON-RPC tells the details of its error", () => {
    const error = { code: 5, message: "system error", data: { error_string: "disk full" } };
    expect(decodeAnswer({ jsonrpc: "2.0", id: 1, error })).toEqual({
      error: "system error: disk full",
    });
  });
});

test.each(["rpc-version", "rpc_version", "rpcVersion"])("a member is found as %s", (name) => {
  expect(member({ [name]: 16 }, "rpc_version")).toBe(16);
});
