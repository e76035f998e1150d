import { UpstreamError, type UpstreamErrorDetails } from "../errors.ts";

/** Says what a status that is no success means, and what to change. */
export function ombiFailure(instanceId: string, status: number): UpstreamError {
  return new UpstreamError({ instanceId, status, ...meaningOf(status) });
}

/** An answer in JSON, but not the JSON that was asked for. */
export function ombiBadPayload(instanceId: string, what: string): UpstreamError {
  return new UpstreamError({
    instanceId,
    reason: "bad-payload",
    message: `answered with something that is no ${what}`,
    advice: "Check that the URL leads to Ombi 4.",
  });
}

function meaningOf(status: number): Pick<UpstreamErrorDetails, "reason" | "message" | "advice"> {
  if (status === 401) {
    return {
      reason: "unauthorized",
      message: "does not accept the API key",
      advice:
        "Copy the API key from Ombi's Settings > Configuration > General. If it is right, a proxy may drop the ApiKey header.",
    };
  }
  if (status === 403) {
    return {
      reason: "refused",
      message: "refuses to talk to sofarr (403)",
      advice: "Let the proxy in front of Ombi pass /api, or use Ombi's direct address.",
    };
  }
  if (status === 404) {
    return {
      reason: "bad-status",
      message: "does not know the API path (404)",
      advice: "Check that the URL is Ombi's, and that it ends with Ombi's Base Url if it has one.",
    };
  }
  if (status >= 300 && status < 400) {
    return {
      reason: "bad-status",
      message: `redirects to another address (${status})`,
      advice: "Configure the final URL: its scheme, host, port and base path.",
    };
  }
  if (status === 502 || status === 503 || status === 504) {
    return {
      reason: "bad-status",
      message: `is not ready (${status})`,
      advice: "Wait until Ombi has started; if it has, look at the proxy in front of it.",
    };
  }
  return {
    reason: "bad-status",
    message: `answered with status ${status}`,
    advice: status >= 500 ? "Look into Ombi's own log." : null,
  };
}
