import { UpstreamError } from "../errors.ts";
import { plainMessage } from "../plain-text.ts";

const PATH_ADVICE =
  "The URL must be the whole XML-RPC address: usually it ends in /RPC2, behind ruTorrent in /plugins/httprpc/action.php.";

/** A quote this long tells enough. */
const MAX_QUOTE_CHARACTERS = 200;

/** It judged the user name and password, and did not like them. */
export function wrongPassword(instanceId: string): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "unauthorized",
    message: "does not accept the user name and password",
    advice:
      "Correct the username and password of this instance; they are those of the web server in front of rTorrent.",
    status: 401,
  });
}

/** It wants a login and we have none to offer. */
export function noCredentials(instanceId: string): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "unauthorized",
    message: "asks for a login, but no user name is configured",
    advice:
      "Set username and password of this instance; they are those of the web server in front of rTorrent.",
    status: 401,
  });
}

/** It wants a login of a kind that is neither Basic nor a Digest we know. */
export function unknownLogin(instanceId: string): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "unauthorized",
    message: "asks for a login in a way that sofarr does not know",
    advice: "Let the web server in front of rTorrent ask for Basic or Digest authentication.",
    status: 401,
  });
}

/** Any status but 200 and 401. */
export function unexpectedStatus(instanceId: string, status: number): UpstreamError {
  if (status === 403) {
    return new UpstreamError({
      instanceId,
      reason: "refused",
      message: "does not let sofarr use this address",
      advice: "Allow sofarr's address in the web server in front of rTorrent.",
      status,
    });
  }
  return new UpstreamError({
    instanceId,
    reason: "bad-status",
    message: `answered with HTTP ${status}`,
    advice: adviceFor(status),
    status,
  });
}

function adviceFor(status: number): string | null {
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) return PATH_ADVICE;
  return status >= 502 && status <= 504
    ? "The web server answers, but rTorrent behind it does not: check that it is running and that its SCGI socket is where the web server looks for it."
    : null;
}

/** The address works, what comes from it is something else. */
export function notXmlRpc(instanceId: string, body: Buffer): UpstreamError {
  const start = body.toString("latin1", 0, 256).trimStart();
  const isPage = /^<(?:!doctype html|html)/i.test(start);
  return new UpstreamError({
    instanceId,
    reason: "bad-payload",
    message: isPage
      ? "answered with a web page instead of XML-RPC"
      : "answered with something that is not complete XML-RPC",
    advice: PATH_ADVICE,
  });
}

/** XML-RPC, but not what was asked for. */
export function unexpectedAnswer(instanceId: string, method: string): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "bad-payload",
    message: `gave an answer to ${method} that sofarr does not understand`,
    advice: "Check that the URL leads to rTorrent (0.9.6 or newer).",
  });
}

/** rTorrent's own "no", in its words. */
export function explainFault(instanceId: string, method: string, words: string): UpstreamError {
  const said = plainMessage(words).slice(0, MAX_QUOTE_CHARACTERS);
  return new UpstreamError({
    instanceId,
    reason: "bad-payload",
    message: `refused ${method}${said === "" ? "" : `: ${said}`}`,
    advice: "sofarr needs rTorrent 0.9.6 or newer, with its reading commands allowed.",
  });
}

/** The URL is scgi://, but names neither a port nor a socket file. */
export function badScgiUrl(instanceId: string): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "unreachable",
    message: "has a URL without a port or socket file",
    advice: "Write the URL as scgi://host:port or scgi:///path/to/rpc.socket.",
  });
}
