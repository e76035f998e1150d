import { UpstreamError } from "../errors.ts";

const HOST_CHECK_ADVICE =
  'qBittorrent does not accept the host name or port in this URL. In its options under Web UI, add the name to "Server domains" or switch off "Enable Host header validation"; in a container, publish the Web UI on the same port inside and outside.';

const BAN_ADVICE =
  "Wait until the ban ends (an hour, unless changed), or restart qBittorrent. Correct the user name and password first; its options under Web UI also hold the number of failed logins it allows.";

/** The login was judged and found wrong. */
export function wrongPassword(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "unauthorized",
    message: "does not accept the user name and password",
    advice: "Correct the user name and password of this instance; they are those of the Web UI.",
    status,
  });
}

/** It wants a login and we have none to offer. */
export function noCredentials(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "unauthorized",
    message: "asks for a login, but no user name is configured",
    advice:
      "Set username and password for this instance, or an API key (qBittorrent 5.2 or newer).",
    status,
  });
}

/** A wrong key is answered like no key at all. */
export function wrongApiKey(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "unauthorized",
    message: "does not accept the API key",
    advice:
      "Correct the API key of this instance. Only qBittorrent 5.2 and newer have one; older ones need username and password.",
    status,
  });
}

/** Too many failed logins from our address, ours or a neighbour's. */
export function banned(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "refused",
    message: "has banned this address after too many failed logins",
    advice: BAN_ADVICE,
    status,
  });
}

/** 401 on anything but a login: the Host or Origin check, whatever the credentials. */
export function hostNotAllowed(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "refused",
    message: "refuses the host name or port it is called by",
    advice: HOST_CHECK_ADVICE,
    status,
  });
}

/** 401 with a challenge: qBittorrent never sends one, so somebody in front of it wants a login of its own. */
export function proxyWantsLogin(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "refused",
    message: "is behind a proxy that asks for a login of its own",
    advice:
      "Use qBittorrent's own address, or let the proxy pass sofarr's address without a login.",
    status,
  });
}

/** A login that worked, and a session that did not. */
export function sessionNotKept(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "refused",
    message: "accepted the login but not the session that came of it",
    advice:
      "A proxy in between may be dropping cookies: let it pass Cookie and Set-Cookie on, or use qBittorrent's own address.",
    status,
  });
}

/** Any status that has no meaning here. */
export function unexpectedStatus(instanceId: string, status: number): UpstreamError {
  const isRedirect = status >= 300 && status < 400;
  const isUrlTrouble = isRedirect || status === 404;
  return new UpstreamError({
    instanceId,
    reason: "bad-status",
    message: isRedirect ? `answered with a redirect (${status})` : `answered with status ${status}`,
    advice: isUrlTrouble
      ? "Check scheme, port and base path of the URL: it must be the address of the Web UI itself."
      : null,
    status,
  });
}

/** The right status around something that is not what qBittorrent says. */
export function unusable(instanceId: string, what: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "bad-payload",
    message: `answered ${what} with something else`,
    advice: "Check that the URL leads to qBittorrent itself and not to another page.",
    status,
  });
}
