import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useApi } from "../../api/api-context.tsx";
import { ApiError } from "../../api/errors.ts";
import {
  fetchConnections,
  fetchOmbiWebhook,
  setUpArr,
  setUpOmbi,
  testArr,
  testOmbi,
} from "../../api/webhooks.ts";
import { STATUS } from "../status/use-status.ts";
import { findConnection } from "./find-connection.ts";
import { arrState, ombiState, type WebhookState } from "./webhook-state.ts";
import type { WebhookTarget } from "./webhook-target.ts";

const WEBHOOK = "webhook";

/** How the webhook of one service is, asked of the service itself. @param baseUrl where it reaches this sofarr. */
export function useWebhookState({ id, kind }: WebhookTarget, baseUrl: string | null) {
  const api = useApi();
  return useQuery<WebhookState>({
    queryKey: [WEBHOOK, id, baseUrl],
    queryFn: async () =>
      kind === "ombi"
        ? ombiState(await fetchOmbiWebhook(api, id))
        : arrState(findConnection(await fetchConnections(api, kind, id), { kind, id }, baseUrl)),
  });
}

/** Sets one up. `force` replaces another's webhook in Ombi. */
export function useSetUp({ id, kind }: WebhookTarget) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation<void, Error, { force: boolean }>({
    mutationFn: ({ force }) =>
      kind === "ombi" ? setUpOmbi(api, id, force) : setUpArr(api, kind, id),
    // Also after a failure: it may have been set up and only the answer was lost.
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: [WEBHOOK, id] }),
        queries.invalidateQueries({ queryKey: [STATUS] }),
      ]),
  });
}

/** Tries one. The error says why no event came. */
export function useTest({ id, kind }: WebhookTarget) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation<void, Error, WebhookState>({
    mutationFn: async (state) => {
      if (kind === "ombi") {
        const { success, message } = await testOmbi(api, id);
        if (!success) throw new ApiError("upstream-down", message);
      } else if (state.kind === "on" && state.connection !== null) {
        await testArr(api, kind, id, state.connection);
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [STATUS] }),
  });
}
