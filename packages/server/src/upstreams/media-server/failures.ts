import { UpstreamError, type UpstreamErrorDetails } from "../errors.ts";
import type { UpstreamResponse } from "../request.ts";

/** What sofarr was about to do, since the same status means different things. */
export type Purpose = "detect" | "sign-in" | "session" | "api-key" | "examined-api-key";

/** Says what an answer that is neither a success nor a plain refusal means, and what to change. */
export function mediaServerFailure(
  instanceId: string,
  purpose: Purpose,
  response: UpstreamResponse,
): UpstreamError {
  const { status } = response;
  return new UpstreamError({
    instanceId,
    status,
    ...(isProxySignIn(response) ? PROXY_SIGN_IN : meaningOf(purpose, status)),
  });
}

/** A 200 with something else in it. */
export function mediaServerBadPayload(instanceId: string, what: string): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "bad-payload",
    message: `answered with something that is no ${what}`,
    advice: "Check that EMBY_URL leads to the Emby or Jellyfin server itself.",
  });
}

/** Whatever sofarr shows in it, a password or a key, is not even looked at. */
export function authorizationLost(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "unauthorized",
    message: "never gets the Authorization header that sofarr sends",
    advice: PASS_HEADER_ON,
    status,
  });
}

/** Neither server ever asks for Basic credentials; a proxy in front that does would look like a wrong password. */
export function isProxySignIn({ status, headers }: UpstreamResponse): boolean {
  const challenge = headers["www-authenticate"];
  return status === 401 && challenge !== undefined && /\bbasic\b/i.test(String(challenge));
}

type Meaning = Pick<UpstreamErrorDetails, "reason" | "message" | "advice">;

const PROXY_SIGN_IN: Meaning = {
  reason: "unauthorized",
  message: "is behind a proxy that asks for a password of its own",
  advice: "Set EMBY_URL to the media server's own address, or let the proxy pass sofarr.",
};

const PASS_HEADER_ON =
  "Let the proxy in front of it pass the Authorization header on, or set EMBY_URL to the media server's own address.";
const MAKE_NEW_KEY =
  "Make a new API key in the media server's dashboard and set it as EMBY_API_KEY.";

function meaningOf(purpose: Purpose, status: number): Meaning {
  const isForKey = purpose === "api-key" || purpose === "examined-api-key";
  if (isForKey && (status === 401 || status === 403)) {
    return {
      reason: "unauthorized",
      message: "does not accept the API key",
      advice:
        purpose === "examined-api-key"
          ? MAKE_NEW_KEY
          : `${MAKE_NEW_KEY} If the key is right, run \`sofarr doctor\`: it tells whether a proxy drops it on the way.`,
    };
  }
  if (purpose === "sign-in" && status === 400) {
    return {
      reason: "bad-status",
      message: "did not understand the sign-in (400)",
      advice: `It may never have got the Authorization header. ${PASS_HEADER_ON}`,
    };
  }
  if (status === 503) {
    return {
      reason: "bad-status",
      message: "is still starting (503)",
      advice: "Wait until it has started; an upgrade of its database can take a while.",
    };
  }
  if (status === 502 || status === 504) {
    return {
      reason: "bad-status",
      message: `is not reached by the proxy in front of it (${status})`,
      advice: "Check that the media server is running.",
    };
  }
  if (status >= 300 && status < 400) {
    return {
      reason: "bad-status",
      message: `redirects to another address (${status})`,
      advice: "Set EMBY_URL to the final address: scheme, host, port and base path.",
    };
  }
  if (status === 403) {
    return {
      reason: "refused",
      message: "refuses to talk to sofarr (403)",
      advice: "Allow sofarr's address in the media server's network settings, or in its proxy.",
    };
  }
  if (status === 404) {
    return {
      reason: "bad-status",
      message: "does not know the API path (404)",
      advice:
        "Check the base path of EMBY_URL. Jellyfin 12 answers no longer below /emby: remove it there.",
    };
  }
  return {
    reason: "bad-status",
    message: `answered with status ${status}`,
    advice: status >= 500 ? "Look into the media server's own log." : null,
  };
}
