import type { LoginRequest, User } from "@sofarr/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useApi } from "../../api/api-context.tsx";
import { fetchViewer, signIn, signOut } from "../../api/auth.ts";

const VIEWER = ["viewer"] as const;
/** A server that restarts is back within a minute; nobody should have to ask. */
const ASK_AGAIN_AFTER_MS = 5_000;

/** Who is signed in: `data` is `null` when nobody is, `undefined` while it is not known. */
export function useViewer() {
  const api = useApi();
  return useQuery<User | null>({
    queryKey: VIEWER,
    queryFn: () => fetchViewer(api),
    staleTime: Infinity, // The stream says when it ends.
    refetchInterval: ({ state }) =>
      state.data === undefined && state.errorUpdateCount > 0 ? ASK_AGAIN_AFTER_MS : false,
  });
}

/** Signs in; afterwards the app shows itself. The error is an `ApiError`. */
export function useSignIn() {
  const api = useApi();
  const setViewer = useSetViewer();
  return useMutation<User, Error, LoginRequest>({
    mutationFn: (credentials) => signIn(api, credentials),
    onSuccess: (viewer) => setViewer(viewer),
  });
}

/** Signs out; afterwards the app shows the sign-in page. */
export function useSignOut() {
  const api = useApi();
  const setViewer = useSetViewer();
  return useMutation({
    mutationFn: () => signOut(api),
    onSuccess: () => setViewer(null),
  });
}

/** Sets who is signed in without asking. Nothing that was read for somebody else is kept. */
export function useSetViewer(): (viewer: User | null) => void {
  const queries = useQueryClient();
  return (viewer) => {
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== VIEWER[0] });
    queries.setQueryData(VIEWER, viewer);
  };
}
