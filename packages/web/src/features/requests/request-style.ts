import type { RequestStatus } from "./request-status.ts";

/** Many small cards: one column on a phone, as many as fit elsewhere. */
export const REQUEST_GRID =
  "grid gap-3 sm:grid-cols-[repeat(auto-fill,minmax(20rem,1fr))] sm:gap-4";

/** Colour of a badge for each state; the words on it say the same. */
export const STATUS_LOOK: Readonly<Record<RequestStatus, string>> = {
  pending: "bg-stuck-soft text-stuck",
  approved: "bg-accent-soft text-accent",
  available: "bg-done-soft text-done",
  denied: "bg-failed-soft text-failed",
};
