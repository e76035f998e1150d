import type { StatusResponse } from "@sofarr/contract";

import type { ApiClient } from "./client.ts";

/**
 * How sofarr and everything it asks is doing; for admins.
 *
 * @throws ApiError
 */
export async function fetchStatus(api: ApiClient): Promise<StatusResponse> {
  return api.get<StatusResponse>("api/status/status");
}
