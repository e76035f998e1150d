import type { BlocklistSearchFailure, BlocklistSearchResponse } from "@sofarr/contract";

import type { UpstreamError } from "../../upstreams/errors.ts";

/** All of it was done; that it may come back where blocklisting does nothing is said too. */
export function presentReplaced(
  appName: string,
  isGrabKnown: boolean | null,
): BlocklistSearchResponse {
  const message = `${whatWasRemoved(appName, isGrabKnown)} A search for another copy has started.`;
  return { ok: true, removed: true, searched: true, message };
}

/** Half of it was done. */
export function presentHalfReplaced(
  appName: string,
  isGrabKnown: boolean | null,
  trouble: UpstreamError,
): BlocklistSearchFailure {
  const error = `${whatWasRemoved(appName, isGrabKnown)} But the search for another copy could not be started: ${appName} ${trouble.message}.`;
  const details = "Do the same again: only the search is left to do.";
  return { error, details, ok: false, removed: true, searched: false };
}

/** Source: the *arrs blocklist what they find grabbed in their history, and say nothing when they find nothing. */
function whatWasRemoved(appName: string, isGrabKnown: boolean | null): string {
  if (isGrabKnown === true) return "It was removed and blocklisted.";
  return isGrabKnown === null
    ? `It was removed. Whether ${appName} could blocklist it is not known: the same release may come again.`
    : `It was removed, but not blocklisted, since ${appName} did not grab it itself: the same release may come again.`;
}
