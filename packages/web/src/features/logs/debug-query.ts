import { queryOptions } from "@tanstack/react-query";

import type { ApiClient } from "../../api/client.ts";
import { fetchDebugStatus } from "../../api/debug.ts";

/** Whether logs are switched on: a setting, which changes with a restart at most. */
export function debugQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ["debug"],
    queryFn: () => fetchDebugStatus(api),
    staleTime: 5 * 60_000,
  });
}
