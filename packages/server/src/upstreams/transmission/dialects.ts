/**
 * The two ways to say the same to Transmission: its own RPC, served by every release so far, and JSON-RPC 2.0 with
 * snake_case names, from 4.1 on (RPC 6.0.0).
 */
export type Dialect = "classic" | "json-rpc";

/** The first RPC semver that speaks JSON-RPC 2.0. */
const FIRST_JSON_RPC_MAJOR = 6;

/** @param rpcVersion the X-Transmission-Rpc-Version header, `null` before 4.1. */
export function dialectOf(rpcVersion: string | null): Dialect {
  const major = Number.parseInt(rpcVersion ?? "", 10);
  return major >= FIRST_JSON_RPC_MAJOR ? "json-rpc" : "classic";
}

/** What we ask for: the daemon itself, all its torrents, or those that changed within the last minute. */
export type RpcRequest = "session" | "all-torrents" | "recent-torrents";

/** The torrent fields we read, in the classic spelling; unknown names are skipped by every release. */
const TORRENT_FIELDS = [
  "id",
  "hashString",
  "name",
  "status",
  "error",
  "errorString",
  "totalSize",
  "sizeWhenDone",
  "leftUntilDone",
  "desiredAvailable",
  "percentDone",
  "metadataPercentComplete",
  "rateDownload",
  "eta",
  "peersConnected",
  "peersSendingToUs",
  "webseedsSendingToUs",
  "addedDate",
  "downloadDir",
  "labels",
] as const;
const SESSION_FIELDS = ["version", "rpc-version", "download-dir"] as const;

/** The body of a request. A delta and a full read ask for the same fields, so that rows are alike. */
export function encodeRequest(request: RpcRequest, dialect: Dialect): string {
  const method = request === "session" ? "session-get" : "torrent-get";
  const fields = request === "session" ? SESSION_FIELDS : TORRENT_FIELDS;
  const params = request === "recent-torrents" ? { fields, ids: "recently-active" } : { fields };
  if (dialect === "classic") return JSON.stringify({ method, arguments: params });
  return JSON.stringify({
    jsonrpc: "2.0",
    // Without an id it would be a notification, which is not answered.
    id: 1,
    method: snakeCase(method),
    params: {
      fields: fields.map(snakeCase),
      ...("ids" in params ? { ids: snakeCase(params.ids) } : {}),
    },
  });
}

/** What an answer holds: the result, the reason why there is none, or `null` for something else altogether. */
export type RpcAnswer = { readonly result: Record<string, unknown> } | { readonly error: string };

/** Reads the envelope of either dialect. */
export function decodeAnswer(payload: unknown): RpcAnswer | null {
  if (!isRecord(payload)) return null;
  return payload["jsonrpc"] === undefined ? decodeClassic(payload) : decodeJsonRpc(payload);
}

function decodeClassic(payload: Record<string, unknown>): RpcAnswer | null {
  const { result, arguments: values } = payload;
  if (typeof result !== "string") return null;
  if (result !== "success") return { error: result };
  return isRecord(values) ? { result: values } : null;
}

function decodeJsonRpc(payload: Record<string, unknown>): RpcAnswer | null {
  const { result, error } = payload;
  if (isRecord(result)) return { result };
  if (!isRecord(error)) return null;
  const details = isRecord(error["data"]) ? error["data"]["error_string"] : undefined;
  const texts = [error["message"], details].filter((text) => typeof text === "string");
  return { error: texts.join(": ") };
}

/** A member by its snake_case name, in whichever spelling the answer uses. */
export function member(record: Record<string, unknown>, name: string): unknown {
  return record[name] ?? record[camelCase(name)] ?? record[name.replaceAll("_", "-")];
}

const camelNames = new Map<string, string>();

function camelCase(name: string): string {
  const known = camelNames.get(name);
  if (known !== undefined) return known;
  const camel = name.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  camelNames.set(name, camel);
  return camel;
}

function snakeCase(name: string): string {
  return name.replaceAll("-", "_").replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
