import type { AwaitedTitle } from "@sofarr/contract";

import { useDashboard } from "../live/live-context.ts";

/** What is awaited under these ids, in their order. Renders the caller when something about what is awaited changes. */
export function useAwaited(ids: readonly string[]): readonly AwaitedTitle[] {
  const all = useDashboard((dashboard) => dashboard?.awaited);
  return ids.flatMap((id) => all?.find((one) => one.id === id) ?? []);
}
