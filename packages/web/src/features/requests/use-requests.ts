import type { OmbiRequestsResponse } from "@sofarr/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { useApi } from "../../api/api-context.tsx";
import { fetchRequests } from "../../api/requests.ts";
import type { RequestOptions } from "./request-options.ts";

/** The server asks Ombi anew for whoever looks, at most every ten seconds or so; more often brings nothing new. */
const STALE_AFTER_MS = 15_000;
const REFETCH_EVERY_MS = 60_000;

/** What was asked for in Ombi. While another choice is read, the one before stays on the page. */
export function useRequests(options: RequestOptions) {
  const api = useApi();
  return useQuery<OmbiRequestsResponse>({
    queryKey: ["requests", options],
    queryFn: () => fetchRequests(api, options),
    staleTime: STALE_AFTER_MS,
    refetchInterval: REFETCH_EVERY_MS,
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
  });
}
