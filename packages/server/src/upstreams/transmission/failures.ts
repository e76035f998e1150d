import { UpstreamError } from "../errors.ts";

/** 401: no or other credentials than Transmission wants. */
export function wrongCredentials(
  instanceId: string,
  status: number,
  hasCredentials: boolean,
): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "unauthorized",
    message: hasCredentials
      ? "does not accept the user name and password"
      : "asks for a user name and password, but none are configured",
    advice: hasCredentials
      ? 'Correct the user name and password of this instance ("rpc-username" and "rpc-password" in Transmission\'s settings.json).'
      : "Set username and password for this instance.",
    status,
  });
}

/** 403: our address is not on the list, or too many wrong passwords locked everybody out. */
export function addressNotAllowed(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "refused",
    message: "does not talk to this address",
    advice:
      'Add sofarr\'s address to "rpc-whitelist" in Transmission\'s settings.json, or set "rpc-whitelist-enabled" to false. If it worked before, too many wrong passwords may have locked it: correct them, then restart Transmission.',
    status,
  });
}

/** 421: the Host header names somebody it does not know. */
export function hostNotAllowed(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "refused",
    message: "refuses the host name it is called by",
    advice:
      'Add the host name of this URL to "rpc-host-whitelist" in Transmission\'s settings.json, or set "rpc-host-whitelist-enabled" to false, or protect Transmission with a password: then any name will do.',
    status,
  });
}

/** 409 is answered with the session id it brings; this is a 409 that brings none, or the next one. */
export function noSession(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "refused",
    message: "does not accept the session id that it gave",
    advice:
      "A proxy in between may be dropping X-Transmission-Session-Id, or sharing the calls among several daemons: use Transmission's own address.",
    status,
  });
}

/** Any status that has no meaning here. Transmission itself redirects everything outside its RPC path. */
export function unexpectedStatus(instanceId: string, status: number): UpstreamError {
  const isRedirect = status >= 300 && status < 400;
  const isUrlTrouble = isRedirect || status === 404 || status === 405;
  return new UpstreamError({
    instanceId,
    reason: "bad-status",
    message: isRedirect ? `answered with a redirect (${status})` : `answered with status ${status}`,
    advice: isUrlTrouble
      ? 'Check scheme, port and path of the URL. If "rpc-url" was changed in Transmission, write the whole path, ending in /rpc.'
      : null,
    status,
  });
}

/** A status of 200 around something that is not what Transmission says. */
export function unusable(instanceId: string, what: string): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "bad-payload",
    message: `answered ${what} with something else`,
    advice: "Check that the URL leads to Transmission itself and not to another page.",
  });
}

/** It understood, and says no. */
export function callFailed(instanceId: string, what: string, text: string): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "bad-payload",
    message: `could not answer ${what}: ${text === "" ? "no reason given" : text}`,
  });
}

/** Before RPC 14 (Transmission 2.40) the same numbers mean other states. */
export function tooOld(instanceId: string, rpcVersion: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "bad-payload",
    message: `is too old: it speaks RPC version ${rpcVersion}, and 14 is the oldest that can be understood`,
    advice: "Update Transmission to 2.40 or newer.",
  });
}
