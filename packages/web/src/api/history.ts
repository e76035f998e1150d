import type { HistoryResponse } from "@sofarr/contract";

import type { ApiClient } from "./client.ts";

/**
 * What was finished or has failed lately, newest first.
 *
 * @param everyone  everybody's; the server grants it to admins alone.
 * @throws ApiError
 */
export async function fetchHistory(
  api: ApiClient,
  days: number,
  everyone: boolean,
): Promise<HistoryResponse> {
  const query = new URLSearchParams({ days: String(days), showAll: String(everyone) });
  return api.get<HistoryResponse>(`api/history/recent?${query.toString()}`);
}
