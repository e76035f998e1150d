import type {
  BlocklistSearchFailure,
  BlocklistSearchRequest,
  BlocklistSearchResponse,
  NormalizedDownload,
} from "@sofarr/contract";

import type { ApiClient } from "./client.ts";
import { ApiError } from "./errors.ts";

/** The server asks Sonarr or Radarr several things in a row, and goes on when nobody waits any more. */
const DEADLINE_MS = 90_000;

/**
 * - `done`: removed, never taken again, and a search has started
 * - `done-unsure`: the same, but the very same copy may come again
 * - `half-done`: removed, but no search could be started; the same call again makes up for it
 */
export type ReplaceOutcome = "done" | "done-unsure" | "half-done";

/** What the server is asked, `null` when the download is in nobody's queue and nothing can be asked. */
export function replaceRequest(download: NormalizedDownload): BlocklistSearchRequest | null {
  const { arrQueueId, arrType, arrInstanceUrl, arrContentType } = download;
  if (arrQueueId === null || arrType === null || arrInstanceUrl === null) return null;
  if (arrContentType === null) return null;
  return {
    arrQueueId,
    arrType: arrType === "series" ? "sonarr" : "radarr",
    arrInstanceUrl,
    arrContentType,
    arrContentIds: download.arrContentIds,
    ...(download.arrContentId === null ? {} : { arrContentId: download.arrContentId }),
    ...(download.arrSeriesId === null ? {} : { arrSeriesId: download.arrSeriesId }),
  };
}

/**
 * Removes a download for good and has another copy looked for. Doing it twice does it once.
 *
 * @throws ApiError when nothing was done, or nobody can tell: 403 not allowed (any more), 404 not in the queue, 502, 504.
 */
export async function replaceDownload(
  api: ApiClient,
  request: BlocklistSearchRequest,
): Promise<ReplaceOutcome> {
  try {
    const answer = await api.post<BlocklistSearchResponse>(
      "api/dashboard/blocklist-search",
      request,
      DEADLINE_MS,
    );
    return mayComeAgain(answer.message) ? "done-unsure" : "done";
  } catch (error) {
    if (error instanceof ApiError && isHalfDone(error.answer)) return "half-done";
    throw error;
  }
}

/** The answer has no field of its own for it. */
function mayComeAgain(message: string): boolean {
  return /may come again/i.test(message);
}

function isHalfDone(answer: unknown): boolean {
  const failure = answer as Partial<BlocklistSearchFailure> | null;
  return failure?.removed === true && failure.searched !== true;
}
