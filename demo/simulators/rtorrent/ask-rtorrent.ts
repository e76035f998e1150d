import { connect } from "node:net";

import { callForBytes, type RawAnswer } from "../http-call.ts";
import type { RtorrentSimulator } from "./rtorrent-simulator.ts";
import { childOf, parseXml, type XmlElement } from "./xml-tree.ts";

/** What differs from a permitted POST to the right path. */
export interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly authorization?: string | null;
  readonly contentType?: string;
}

/** For tests: one request with credentials already in it. */
export function askHttp(
  simulator: RtorrentSimulator,
  body: string | Buffer,
  ask: Ask = {},
): Promise<RawAnswer> {
  const { username, password } = simulator.credentials;
  const login = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const authorization = ask.authorization === undefined ? login : ask.authorization;
  return callForBytes(simulator.server.url + (ask.path ?? "/RPC2"), {
    method: ask.method ?? "POST",
    headers: {
      "content-type": ask.contentType ?? "text/xml",
      ...(authorization === null ? {} : { authorization }),
    },
    body,
  });
}

/** For tests: sends bytes to an SCGI socket and gives all that comes back until it is closed. */
export function askScgi(simulator: RtorrentSimulator, bytes: Buffer): Promise<Buffer> {
  const url = new URL(simulator.url);
  return new Promise((resolve, reject) => {
    const socket =
      url.hostname === "" ? connect(url.pathname) : connect(Number(url.port), url.hostname);
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.once("error", reject);
    socket.once("close", () => resolve(Buffer.concat(chunks)));
    socket.once("connect", () => socket.write(bytes));
  });
}

/** The bytes of an SCGI request; the headers stand in the order given. */
export function scgiBytes(headers: readonly (readonly [string, string])[], body: Buffer): Buffer {
  const text = headers.map(([name, value]) => `${name}\0${value}\0`).join("");
  return Buffer.concat([Buffer.from(`${text.length}:${text},`), body]);
}

/** A well-formed SCGI request for an XML body. */
export function scgiCall(body: string | Buffer, more: [string, string][] = []): Buffer {
  const bytes = Buffer.from(body);
  return scgiBytes(
    [
      ["CONTENT_LENGTH", String(bytes.length)],
      ["CONTENT_TYPE", "text/xml"],
      ["SCGI", "1"],
      ...more,
    ],
    bytes,
  );
}

/** A method call with string and number parameters, and lists of calls for `system.multicall`. */
export function methodCall(method: string, params: readonly (string | number)[]): string {
  const items = params.map((param) =>
    typeof param === "number"
      ? `<param><value><i8>${param}</i8></value></param>`
      : `<param><value><string>${escape(param)}</string></value></param>`,
  );
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${items.join("")}</params></methodCall>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** For tests: a method call over HTTP, and what it returned or the fault it met. */
export async function callMethod(
  simulator: RtorrentSimulator,
  method: string,
  ...params: (string | number)[]
): Promise<unknown> {
  const { status, bytes } = await askHttp(simulator, methodCall(method, params));
  if (status !== 200) throw new Error(`HTTP ${status}`);
  return decodeAnswer(bytes);
}

/** Reads an answer: numbers, texts, arrays; a struct (also a fault's) becomes an object. */
export function decodeAnswer(body: Buffer): unknown {
  const response = parseXml(body.toString("utf8"));
  const value =
    childOf(childOf(childOf(response, "params"), "param"), "value") ??
    childOf(childOf(response, "fault"), "value");
  if (value === undefined) throw new Error("neither a result nor a fault");
  return decodeValue(value);
}

function decodeValue(value: XmlElement): unknown {
  const [typed] = value.children;
  if (typed === undefined) throw new Error("bare text");
  switch (typed.name) {
    case "string":
      return typed.text;
    case "i4":
    case "i8":
      return Number(typed.text);
    case "array":
      return (childOf(typed, "data")?.children ?? []).map(decodeValue);
    case "struct":
      return Object.fromEntries(
        typed.children.map((member) => {
          const inner = childOf(member, "value");
          return [childOf(member, "name")?.text, inner && decodeValue(inner)];
        }),
      );
    default:
      throw new Error(`unexpected ${typed.name}`);
  }
}
