import { hasCommand, runCommand, type RtorrentWorld, type Target } from "./commands.ts";
import { type CallValue, readCall } from "./read-call.ts";
import {
  CommandError,
  INTERNAL_ERROR,
  LIMIT_EXCEEDED,
  NO_SUCH_METHOD,
  PARSE_ERROR,
  RpcFault,
  TYPE_ERROR,
} from "./rpc-fault.ts";
import {
  type AnswerValue,
  faultValue,
  writeFault,
  writeResponse,
  type XmlStyle,
} from "./write-answer.ts";

/** Commands whose first parameter is a real one, not a target. */
const TARGETLESS: ReadonlySet<string> = new Set(["system.listMethods", "system.multicall"]);

/** What the XML-RPC end of rTorrent stands on. */
export interface RpcEnd {
  readonly world: RtorrentWorld;
  readonly style: XmlStyle;
  /** `network.xmlrpc.size_limit`: a larger request is refused with a fault. */
  readonly sizeLimitBytes: number;
}

/** Answers one request body. Refusals are faults in the answer; this never throws for what a caller sent. */
export function answerCall(end: RpcEnd, body: Buffer): Buffer {
  try {
    if (body.length > end.sizeLimitBytes) throw tooLarge(end);
    const { method, params } = readCall(body.toString("utf8"), end.style.library);
    return writeResponse(carryOut(end, method, params), end.style);
  } catch (error) {
    return writeFault(asFault(end, error), end.style);
  }
}

function carryOut(end: RpcEnd, method: string, params: readonly CallValue[]): AnswerValue {
  if (!hasCommand(end.world, method)) throw noSuchMethod(end, method);
  if (method === "system.multicall") return carryOutAll(end, params[0]);
  // In 0.9 this is another command than `d.multicall2`: without a target in front.
  const isOldMulticall = method === "d.multicall" && !end.world.release.isModern;
  if (TARGETLESS.has(method) || isOldMulticall) {
    return runCommand(end.world, method, null, params);
  }
  const [target, ...args] = params;
  return runCommand(end.world, method, targetOf(end, target), args);
}

/** Each result in a list of its own, or its fault as a struct in that place. */
function carryOutAll(end: RpcEnd, calls: CallValue | undefined): AnswerValue[] {
  if (!Array.isArray(calls)) throw new RpcFault(TYPE_ERROR, "system.multicall takes an array.");
  return calls.map((call): AnswerValue => {
    try {
      const method = call instanceof Map ? call.get("methodName") : undefined;
      const params = call instanceof Map ? (call.get("params") ?? []) : [];
      if (typeof method !== "string" || !Array.isArray(params)) {
        throw new RpcFault(PARSE_ERROR, "multicall struct's first member must be methodName");
      }
      if (method === "system.multicall") {
        throw new RpcFault(PARSE_ERROR, "Recursive system.multicall forbidden");
      }
      return [carryOut(end, method, params)];
    } catch (error) {
      return faultValue(asFault(end, error));
    }
  });
}

/** The first parameter of nearly every command: "" for none, or an infohash. Anything else is refused. */
function targetOf(end: RpcEnd, target: CallValue | undefined): Target {
  if (target === undefined || target === "") return null;
  const { isModern } = end.world.release;
  if (typeof target !== "string") {
    throw isModern
      ? new CommandError("invalid parameters: target must be a string")
      : new RpcFault(TYPE_ERROR, "Unsupported target type found.");
  }
  if (target.length < 40) {
    throw isModern
      ? new CommandError("invalid parameters: invalid target")
      : new RpcFault(TYPE_ERROR, "Unsupported target type found.");
  }
  const item = end.world.find(target);
  if (item !== undefined) return item;
  throw isModern
    ? new CommandError("invalid parameters: info-hash not found")
    : new RpcFault(TYPE_ERROR, "Could not find info-hash.");
}

/** A command's complaint is a parse error to xmlrpc-c and an internal error to tinyxml2. */
function asFault(end: RpcEnd, error: unknown): RpcFault {
  if (error instanceof RpcFault) return error;
  if (!(error instanceof CommandError)) throw error;
  return new RpcFault(
    end.style.library === "tinyxml2" ? INTERNAL_ERROR : PARSE_ERROR,
    error.message,
  );
}

function noSuchMethod(end: RpcEnd, method: string): RpcFault {
  const word = end.style.library === "tinyxml2" ? "method" : "Method";
  return new RpcFault(NO_SUCH_METHOD, `${word} '${method}' not defined`);
}

function tooLarge(end: RpcEnd): RpcFault {
  return new RpcFault(
    LIMIT_EXCEEDED,
    end.style.library === "tinyxml2"
      ? "Content size exceeds maximum XML-RPC limit"
      : `XML-RPC request too large.  Max allowed is ${end.sizeLimitBytes} bytes`,
  );
}
