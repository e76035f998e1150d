import { isUtf8 } from "node:buffer";

import type { RpcFault } from "./rpc-fault.ts";
import type { XmlLibrary } from "./rtorrent-version.ts";

/** A value rTorrent answers with. Bytes stand for a text that need not be UTF-8. */
export type AnswerValue =
  | string
  | number
  | Buffer
  | AnswerValue[]
  | ReadonlyMap<string, AnswerValue>;

/** How the answer is spelled. */
export interface XmlStyle {
  readonly library: XmlLibrary;
  /** The element integers come in; faults of xmlrpc-c are `i4` in any case. */
  readonly integer: "i8" | "i4";
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

/** The whole answer to a call that went well. */
export function writeResponse(value: AnswerValue, style: XmlStyle): Buffer {
  const nl = newLine(style);
  return finish(
    `${HEAD}${nl}<methodResponse>${nl}<params>${nl}<param>${writeValue(value, style)}</param>${nl}` +
      `</params>${nl}</methodResponse>${nl}`,
  );
}

/** The whole answer to a call that was refused. */
export function writeFault(fault: RpcFault, style: XmlStyle): Buffer {
  const nl = newLine(style);
  return finish(
    `${HEAD}${nl}<methodResponse>${nl}<fault>${nl}${writeValue(faultValue(fault), faultStyle(style))}${nl}` +
      `</fault>${nl}</methodResponse>${nl}`,
  );
}

export function faultValue(fault: RpcFault): ReadonlyMap<string, AnswerValue> {
  return new Map<string, AnswerValue>([
    ["faultCode", fault.code],
    ["faultString", fault.message],
  ]);
}

/** xmlrpc-c writes one value per line and ends lines as on the network; tinyxml2 writes no line ends at all. */
function newLine(style: XmlStyle): string {
  return style.library === "xmlrpc-c" ? "\r\n" : "";
}

function faultStyle(style: XmlStyle): XmlStyle {
  return style.library === "xmlrpc-c" ? { ...style, integer: "i4" } : style;
}

/** One character per byte, so that bytes that are no text can stand among text. */
function writeValue(value: AnswerValue, style: XmlStyle): string {
  const nl = newLine(style);
  if (typeof value === "number") {
    return `<value><${style.integer}>${value}</${style.integer}></value>`;
  }
  if (typeof value === "string" || Buffer.isBuffer(value)) {
    return `<value><string>${escapeXml(bytesOf(value, style))}</string></value>`;
  }
  if (Array.isArray(value)) {
    let data = "";
    for (const item of value) data += writeValue(item, style) + nl;
    return `<value><array><data>${nl}${data}</data></array></value>`;
  }
  const inner = value.has("faultCode") ? faultStyle(style) : style;
  let members = "";
  for (const [name, member] of value) {
    members += `<member><name>${name}</name>${nl}${writeValue(member, inner)}</member>${nl}`;
  }
  return `<value><struct>${nl}${members}</struct></value>`;
}

function bytesOf(value: string | Buffer, style: XmlStyle): string {
  if (typeof value === "string") {
    return /^[\0-\x7f]*$/.test(value) ? value : Buffer.from(value, "utf8").toString("latin1");
  }
  const bytes = value.toString("latin1");
  // xmlrpc-c only takes UTF-8; rTorrent then puts a question mark for every byte it cannot vouch for.
  return style.library === "xmlrpc-c" && !isUtf8(value)
    ? bytes.replace(/[^\t\n\r\x20-\x7f]/g, "?")
    : bytes;
}

function escapeXml(text: string): string {
  return /[&<>\r]/.test(text)
    ? text
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll("\r", "&#x0d;")
    : text;
}

function finish(text: string): Buffer {
  return Buffer.from(text, "latin1");
}
