import { useMemo } from "react";
import { navigate, useSearch } from "wouter/use-browser-location";

import { parseView, printView, type ViewOptions } from "../../state/view-options.ts";

/** What a person chose to see, kept in the URL, and a function that changes some of it. */
export function useView(): [ViewOptions, (change: Partial<ViewOptions>) => void] {
  const search = useSearch();
  const view = useMemo(() => parseView(search), [search]);
  return [view, changeView];
}

/** Changes some of it from where the rest of it is not shown. */
export function changeView(parts: Partial<ViewOptions>): void {
  const next = printView({ ...parseView(location.search), ...parts });
  // The path is named because a bare `?…` would be resolved against <base href>.
  navigate(location.pathname + (next === "" ? "" : `?${next}`), { replace: true });
}
