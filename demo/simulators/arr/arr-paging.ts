const DEFAULT_PAGE_SIZE = 10;

export type SortDirection = "ascending" | "descending" | "default";

/** The paging part of a query as both apps read it. */
export interface PagingQuery {
  readonly page: number;
  readonly pageSize: number;
  /** One of the allowed keys; an unknown one is replaced by the default without a word. */
  readonly sortKey: string;
  /** A missing one means descending. */
  readonly sortDirection: SortDirection;
}

export function readPaging(
  query: URLSearchParams,
  allowedKeys: readonly string[],
  defaultKey: string,
): PagingQuery {
  const wanted = query.get("sortKey")?.toLowerCase();
  const direction = query.get("sortDirection")?.toLowerCase();
  return {
    page: Math.max(1, wholeNumber(query.get("page")) ?? 1),
    pageSize: Math.max(0, wholeNumber(query.get("pageSize")) ?? DEFAULT_PAGE_SIZE),
    sortKey: allowedKeys.find((key) => key.toLowerCase() === wanted) ?? defaultKey,
    sortDirection: direction === "ascending" || direction === "default" ? direction : "descending",
  };
}

/** Sorts a copy; `default` sorts ascending, equal keys keep their order. */
export function sortRows<T>(
  rows: readonly T[],
  keyOf: (row: T) => number | string,
  direction: SortDirection,
): T[] {
  const sign = direction === "descending" ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left === right ? 0 : sign * (left < right ? -1 : 1);
  });
}

/** The rows of one page; past the end there are none. */
export function pageOf<T>(rows: readonly T[], page: number, pageSize: number): T[] {
  return rows.slice((page - 1) * pageSize, page * pageSize);
}

export function wholeNumber(text: string | null): number | null {
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : null;
}

/** Repeated keys as numbers; what is not a number is left out. */
export function wholeNumbers(query: URLSearchParams, name: string): number[] {
  return query.getAll(name).flatMap((text) => wholeNumber(text) ?? []);
}

/** .NET reads booleans without case; everything else counts as the default. */
export function flag(query: URLSearchParams, name: string, fallback = false): boolean {
  const text = query.get(name)?.toLowerCase();
  return text === "true" || text === "false" ? text === "true" : fallback;
}
