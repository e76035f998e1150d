import type { ClientLogBatch, ClientLogsResponse, DebugStatusResponse } from "@sofarr/contract";

import type { ApiClient } from "./client.ts";

/** Whether logs are switched on. @throws ApiError */
export async function fetchDebugStatus(api: ApiClient): Promise<DebugStatusResponse> {
  return api.get<DebugStatusResponse>("api/debug/status");
}

/** Hands in what this browser's console said. @throws ApiError */
export async function sendClientLogs(api: ApiClient, logs: ClientLogBatch): Promise<void> {
  await api.post<ClientLogsResponse>("api/debug/client-logs", logs);
}
