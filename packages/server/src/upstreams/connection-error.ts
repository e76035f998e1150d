import { UpstreamError, type UpstreamFailure } from "./errors.ts";
import { tlsTroubleOf } from "./tls-trouble.ts";

/** What the codes of sockets and undici mean to an admin: reason, words, and what to change. */
const CONNECTION_TROUBLE: Readonly<Record<string, readonly [UpstreamFailure, string, string]>> = {
  ENOTFOUND: ["unreachable", "its host name is not known", "Check the host name in the URL."],
  EAI_AGAIN: [
    "unreachable",
    "its host name could not be looked up",
    "Check the host name and this machine's DNS.",
  ],
  ECONNREFUSED: [
    "unreachable",
    "refused the connection",
    "Check host and port in the URL, and that it is running.",
  ],
  ECONNRESET: [
    "unreachable",
    "closed the connection",
    "Check that it is running and that the URL's scheme is right.",
  ],
  EPIPE: ["unreachable", "closed the connection", "Check that it is running."],
  EHOSTUNREACH: [
    "unreachable",
    "cannot be reached",
    "Check the address in the URL and the network.",
  ],
  ENETUNREACH: [
    "unreachable",
    "cannot be reached",
    "Check the address in the URL and the network.",
  ],
  ENOENT: [
    "unreachable",
    "its socket file does not exist",
    "Check the path in the URL and that it is running.",
  ],
  EACCES: [
    "unreachable",
    "may not be opened by sofarr",
    "Give sofarr's user access to the socket file.",
  ],
  ETIMEDOUT: [
    "timeout",
    "did not accept the connection in time",
    "Check host and port in the URL, and firewalls.",
  ],
  UND_ERR_CONNECT_TIMEOUT: [
    "timeout",
    "did not accept the connection in time",
    "Check host and port in the URL, and firewalls.",
  ],
  UND_ERR_HEADERS_TIMEOUT: ["timeout", "did not answer in time", ""],
  UND_ERR_BODY_TIMEOUT: ["timeout", "stopped in the middle of its answer", ""],
  UND_ERR_SOCKET: [
    "unreachable",
    "closed the connection",
    "Check that the URL's scheme (http or https) is right.",
  ],
};

/**
 * Turns what the socket layer threw into our family; the message names no address.
 *
 * @param tlsSetting where certificates of this upstream are set, see `InstanceTls`; `null` where they cannot be.
 */
export function connectionError(
  instanceId: string,
  error: unknown,
  tlsSetting: string | null = null,
): UpstreamError {
  const code = errorCode(error);
  const tls = code === null ? null : tlsTroubleOf(code, tlsSetting);
  if (tls !== null) {
    return new UpstreamError({ instanceId, reason: "unreachable", ...tls, cause: error });
  }
  const known = code === null ? undefined : CONNECTION_TROUBLE[code];
  if (known === undefined) {
    const isParserTrouble = code?.startsWith("HPE_") ?? false;
    return new UpstreamError({
      instanceId,
      reason: isParserTrouble ? "bad-payload" : "unreachable",
      message: isParserTrouble
        ? "did not answer in HTTP"
        : `could not be reached${code === null ? "" : ` (${code})`}`,
      advice: isParserTrouble ? "Check the port and scheme in the URL." : null,
      cause: error,
    });
  }
  const [reason, message, advice] = known;
  return new UpstreamError({
    instanceId,
    reason,
    message,
    advice: advice === "" ? null : advice,
    cause: error,
  });
}

function errorCode(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    if (at instanceof AggregateError && at.errors[0] instanceof Error) {
      const inner = errorCode(at.errors[0]);
      if (inner !== null) return inner;
    }
    const { code } = at as { code?: unknown };
    if (typeof code === "string") return code;
  }
  return null;
}
