import { INTERNAL_ERROR, PARSE_ERROR, RpcFault, TYPE_ERROR } from "./rpc-fault.ts";
import type { XmlLibrary } from "./rtorrent-version.ts";
import { childOf, parseXml, type XmlElement } from "./xml-tree.ts";

/** A value a caller sent. A struct is a Map. */
export type CallValue = string | number | CallValue[] | Map<string, CallValue>;

export interface MethodCall {
  readonly method: string;
  readonly params: readonly CallValue[];
}

/**
 * Reads one XML-RPC method call as strictly as the library that rTorrent was built with.
 *
 * @throws RpcFault
 */
export function readCall(body: string, library: XmlLibrary): MethodCall {
  const call = parsedCall(body);
  const method = childOf(call, "methodName")?.text.trim() ?? "";
  if (call.name !== "methodCall" || method === "") {
    throw new RpcFault(
      PARSE_ERROR,
      library === "tinyxml2"
        ? `${call.name === "methodCall" ? "methodName" : "methodCall"} element not found`
        : `XML-RPC call should be a <methodCall> element.  Instead, we have <${call.name}>.`,
    );
  }
  const params = childOf(call, "params")?.children ?? [];
  return { method, params: params.map((param) => readValue(childOf(param, "value"), library)) };
}

function parsedCall(body: string): XmlElement {
  try {
    return parseXml(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RpcFault(PARSE_ERROR, `Call is not valid XML.  ${error.message}`);
  }
}

function readValue(value: XmlElement | undefined, library: XmlLibrary): CallValue {
  if (value === undefined) throw new RpcFault(INTERNAL_ERROR, "received null element to convert");
  const [typed] = value.children;
  if (typed === undefined) return readBareText(value, library);
  switch (typed.name) {
    case "string":
      return typed.text;
    case "int":
    case "i4":
    case "i8":
      if (!/^-?\d+$/.test(typed.text)) {
        throw new RpcFault(TYPE_ERROR, "unable to parse integer value");
      }
      return Number.parseInt(typed.text, 10);
    case "boolean":
      if (!/^[01]$/.test(typed.text)) {
        throw new RpcFault(TYPE_ERROR, `unknown boolean value: ${typed.text}`);
      }
      return Number(typed.text);
    case "base64":
      return Buffer.from(typed.text, "base64").toString("utf8");
    case "array": {
      const data = childOf(typed, "data");
      if (data === undefined) {
        throw new RpcFault(PARSE_ERROR, "could not find expected data element in array");
      }
      return data.children.map((item) => readValue(item, library));
    }
    case "struct":
      return new Map(
        typed.children.map((member) => [
          childOf(member, "name")?.text ?? "",
          readValue(childOf(member, "value"), library),
        ]),
      );
    default:
      throw new RpcFault(INTERNAL_ERROR, `received unsupported value type: ${typed.name}`);
  }
}

/** `<value>text</value>` is a string in XML-RPC, but tinyxml2 builds never learned it. */
function readBareText(value: XmlElement, library: XmlLibrary): string {
  if (library === "xmlrpc-c") return value.text;
  throw value.text === ""
    ? new RpcFault(TYPE_ERROR, "empty value element")
    : new RpcFault(INTERNAL_ERROR, `received unsupported value type: ${value.text}`);
}
