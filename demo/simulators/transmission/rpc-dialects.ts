import {
  METHOD_NOT_FOUND,
  RpcError,
  RpcMethods,
  type Arguments,
  type Dialect,
} from "./rpc-methods.ts";
import { snakeCase, snakeCaseDeep } from "./spelling.ts";
import type { Traits } from "./versions.ts";

const CLASSIC: Dialect = {
  spell: (classicName) => classicName,
  spellDeep: (value) => value,
  hasBooleans: false,
};
const JSON_RPC: Dialect = { spell: snakeCase, spellDeep: snakeCaseDeep, hasBooleans: true };

const MESSAGES: Readonly<Record<number, string>> = {
  [-32700]: "Parse error",
  [-32600]: "Invalid Request",
  [METHOD_NOT_FOUND]: "Method not found",
  [-32602]: "Invalid params",
  3: "path is not absolute",
};
const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
/** The one value, besides names, that JSON-RPC changed: what encryption is called. */
const ENCRYPTION: Readonly<Record<string, string>> = { tolerated: "allowed" };

/**
 * Reads one request body in whichever dialect it is and answers in the same.
 *
 * @returns the answer to send, or `null` when there is none (notifications: HTTP 204).
 */
export function answerRpc(body: string, methods: RpcMethods, traits: Traits): unknown {
  const request = parse(body);
  if (!traits.speaksJsonRpc) return answerClassic(objectOr(request, {}), methods);
  if (request === undefined) return failure(null, PARSE_ERROR, "");
  if (!Array.isArray(request)) return answerOne(request, methods, false);
  const answers = request
    .map((one) => answerOne(one, methods, true))
    .filter((answer) => answer !== null);
  return answers.length === 0 ? null : answers;
}

function answerOne(request: unknown, methods: RpcMethods, isBatch: boolean): unknown {
  const call = objectOr(request, null);
  if (call === null) return failure(null, INVALID_REQUEST, "request must be an Object");
  if (call["jsonrpc"] === "2.0") return answerJsonRpc(call, methods);
  if (call["jsonrpc"] !== undefined || isBatch)
    return failure(null, INVALID_REQUEST, "JSON-RPC version is not 2.0");
  return answerClassic(call, methods);
}

function answerClassic(call: Arguments, methods: RpcMethods): unknown {
  const tag = typeof call["tag"] === "number" ? { tag: call["tag"] } : {};
  try {
    const method = call["method"];
    if (typeof method !== "string") throw new RpcError(METHOD_NOT_FOUND, "no method name");
    const args = methods.run(method, objectOr(call["arguments"], {}), CLASSIC);
    return { arguments: args, result: "success", ...tag };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return { arguments: {}, result: error.message, ...tag };
  }
}

function answerJsonRpc(call: Arguments, methods: RpcMethods): unknown {
  const { id } = call;
  if (id !== undefined && id !== null && typeof id !== "string" && typeof id !== "number")
    return failure(null, INVALID_REQUEST, "id type must be String, Number, or Null");
  const isNotification = id === undefined;
  const method = classicMethod(call["method"]);
  if (isNotification && !RpcMethods.hasSideEffects(method)) return null;
  try {
    const args = methods.run(method, objectOr(call["params"], {}), JSON_RPC);
    return isNotification ? null : { id, jsonrpc: "2.0", result: spellResult(args) };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    if (isNotification) return null;
    return failure(id, error.code, error.code === METHOD_NOT_FOUND ? "" : error.message);
  }
}

/** `torrent_get` as `torrent-get`; the classic spelling itself is not a JSON-RPC method. */
function classicMethod(method: unknown): string {
  if (typeof method !== "string" || method.includes("-")) return "";
  return method.replaceAll("_", "-");
}

/** Rows of torrent-get are spelled by the method, where fields are chosen; the rest is spelled here. */
function spellResult(args: Arguments): Arguments {
  const { torrents, ...rest } = args;
  const spelled = snakeCaseDeep(rest) as Arguments;
  const { encryption } = spelled;
  if (typeof encryption === "string") spelled["encryption"] = ENCRYPTION[encryption] ?? encryption;
  return torrents === undefined ? spelled : { ...spelled, torrents };
}

function failure(id: unknown, code: number, text: string): unknown {
  const data = text === "" ? {} : { data: { error_string: text } };
  return { error: { code, message: MESSAGES[code] ?? "", ...data }, id, jsonrpc: "2.0" };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function objectOr<T>(value: unknown, otherwise: T): Arguments | T {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Arguments) : otherwise;
}
