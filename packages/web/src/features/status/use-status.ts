import type { StatusResponse } from "@sofarr/contract";
import { useQuery } from "@tanstack/react-query";

import { useApi } from "../../api/api-context.tsx";
import { fetchStatus } from "../../api/status.ts";

/** While somebody looks; a page in the background asks nothing. */
const REFETCH_EVERY_MS = 10_000;

export const STATUS = "status";

/** The status, kept fresh while it is on the page. */
export function useStatus() {
  const api = useApi();
  return useQuery<StatusResponse>({
    queryKey: [STATUS],
    queryFn: () => fetchStatus(api),
    staleTime: REFETCH_EVERY_MS / 2,
    refetchInterval: REFETCH_EVERY_MS,
    refetchOnWindowFocus: true,
  });
}
