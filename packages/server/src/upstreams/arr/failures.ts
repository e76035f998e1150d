import { UpstreamError, type UpstreamErrorDetails } from "../errors.ts";
import type { UpstreamResponse } from "../request.ts";
import type { ArrShape } from "./arr-shape.ts";

/** Says what an answer that is not a success means, and what to change. */
export function arrFailure(
  instanceId: string,
  { appName }: ArrShape,
  { status }: UpstreamResponse,
): UpstreamError {
  return new UpstreamError({ instanceId, status, ...meaningOf(appName, status) });
}

/** An answer in JSON, but not the JSON that was asked for. */
export function arrBadPayload(
  instanceId: string,
  { appName }: ArrShape,
  what: string,
): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "bad-payload",
    message: `answered with something that is no ${what}`,
    advice: `Check that the URL leads to ${appName} 3 or newer.`,
  });
}

function meaningOf(
  appName: string,
  status: number,
): Pick<UpstreamErrorDetails, "reason" | "message" | "advice"> {
  if (status === 401) {
    return {
      reason: "unauthorized",
      message: "does not accept the API key",
      advice: `Copy the API key from ${appName}'s Settings > General.`,
    };
  }
  if (status === 403) {
    return {
      reason: "refused",
      message: "refuses to talk to sofarr (403)",
      advice: `${appName} itself never says so: let the proxy in front of it pass /api, or use its direct address.`,
    };
  }
  if (status === 404) {
    return {
      reason: "bad-status",
      message: "does not know the API path (404)",
      advice: `Check that the URL is ${appName}'s, and that it ends with the URL Base if Settings > General has one.`,
    };
  }
  if (status >= 300 && status < 400) {
    return {
      reason: "bad-status",
      message: `redirects to another address (${status})`,
      advice: "Configure the final URL: its scheme, host, port and URL Base.",
    };
  }
  if (status === 502 || status === 503 || status === 504) {
    return {
      reason: "bad-status",
      message: `is not ready (${status})`,
      advice: `Wait until ${appName} has started; if it has, look at the proxy in front of it.`,
    };
  }
  return {
    reason: "bad-status",
    message: `answered with status ${status}`,
    advice: status >= 500 ? `Look into ${appName}'s own log.` : null,
  };
}
