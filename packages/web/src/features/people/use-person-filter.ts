import { useLocationProperty } from "wouter/use-browser-location";

import { parseView } from "../../state/view-options.ts";

/** The person in the URL; renders the caller when another is chosen, not with every other change of the URL. */
export function usePersonFilter(): string | null {
  return useLocationProperty(() => parseView(location.search).person);
}
