/** Many small cards: one column on a phone, as many as fit elsewhere. */
export const HISTORY_GRID =
  "grid gap-3 sm:grid-cols-[repeat(auto-fill,minmax(21rem,1fr))] sm:gap-4";
