import type { HistoryResponse } from "@sofarr/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { useApi } from "../../api/api-context.tsx";
import { fetchHistory } from "../../api/history.ts";
import { HISTORY } from "../live/use-finished-signal.ts";
import type { HistoryOptions } from "./history-options.ts";

/** The server shares one reading for half a minute, so asking more often brings nothing new. */
const STALE_AFTER_MS = 30_000;
/** For what nothing in the stream tells of, such as an import that somebody started in Sonarr. */
const REFETCH_EVERY_MS = 5 * 60_000;

/** What was finished lately. While another choice is read, the one before stays on the page. */
export function useHistory({ days, everyone }: HistoryOptions) {
  const api = useApi();
  return useQuery<HistoryResponse>({
    queryKey: [HISTORY, days, everyone],
    queryFn: () => fetchHistory(api, days, everyone),
    staleTime: STALE_AFTER_MS,
    refetchInterval: REFETCH_EVERY_MS,
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
  });
}
