import { useCallback, useMemo } from "react";
import { navigate, useSearch } from "wouter/use-browser-location";

/**
 * What a person chose to see, kept in the URL, and a function that changes some of it.
 *
 * @param parse  reads a URL's search part; the same function each time.
 * @param print  the shortest search part that says the same, without `?`; the same function each time.
 */
export function useUrlOptions<Options>(
  parse: (search: string) => Options,
  print: (options: Options) => string,
): [Options, (change: Partial<Options>) => void] {
  const search = useSearch();
  const options = useMemo(() => parse(search), [parse, search]);
  const change = useCallback(
    (parts: Partial<Options>) => {
      const next = print({ ...parse(location.search), ...parts });
      // The path is named because a bare `?…` would be resolved against <base href>.
      navigate(location.pathname + (next === "" ? "" : `?${next}`), { replace: true });
    },
    [parse, print],
  );
  return [options, change];
}
