import { NotXmlRpc, XmlReader, type XmlRpcValue } from "./xml-reader.ts";
import { escapeXmlText } from "./xml-text.ts";

/** What a server answered: a value, or a fault in its own words. */
export type XmlRpcAnswer =
  | { readonly kind: "value"; readonly value: XmlRpcValue }
  | { readonly kind: "fault"; readonly code: number | null; readonly words: string };

/** A call whose parameters are all text, which is all that rTorrent's commands need. */
export function encodeCall(method: string, params: readonly string[]): string {
  const list = params.map(
    (param) => `<param><value><string>${escapeXmlText(param)}</string></value></param>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<methodCall><methodName>${escapeXmlText(method)}</methodName><params>${list.join("")}</params></methodCall>`;
}

/**
 * Reads an answer straight from its bytes, in one pass. Known dialects are taken: i4, int, i8, ex:i8 and so on, bare
 * `<value>text</value>`, entities, CDATA, self-closed elements. Bytes that are not UTF-8 become U+FFFD and control
 * characters are dropped, so that one odd torrent name does not cost the list.
 *
 * @returns `null` when it is not a complete XML-RPC answer, or one that is too deep or has too many values.
 */
export function parseAnswer(bytes: Buffer): XmlRpcAnswer | null {
  try {
    const reader = new XmlReader(bytes);
    reader.expect("methodResponse");
    const kind = reader.nextTag();
    if (kind === "fault") {
      const fault = reader.onlyValue();
      reader.expect("/fault");
      reader.expect("/methodResponse");
      return asFault(fault);
    }
    if (kind !== "params") return null;
    reader.expect("param");
    const value = reader.onlyValue();
    reader.expect("/param");
    reader.expect("/params");
    reader.expect("/methodResponse");
    return { kind: "value", value };
  } catch (error) {
    if (error instanceof NotXmlRpc) return null;
    throw error;
  }
}

function asFault(fault: XmlRpcValue): XmlRpcAnswer | null {
  if (!(fault instanceof Map)) return null;
  const members = fault as ReadonlyMap<string, XmlRpcValue>;
  const code = members.get("faultCode");
  const words = members.get("faultString");
  return {
    kind: "fault",
    code: typeof code === "number" ? code : null,
    words: typeof words === "string" ? words : "",
  };
}
