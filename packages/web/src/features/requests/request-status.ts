import type { OmbiRequest } from "@sofarr/contract";

import type { STATUSES } from "./request-options.ts";

export type RequestStatus = (typeof STATUSES)[number];

type Facts = Pick<OmbiRequest, "available" | "approved" | "denied">;

/** How far a request has come, decided in the same order as by the server's filter. */
export function statusOf({ available, approved, denied }: Facts): RequestStatus {
  if (available) return "available";
  if (denied) return "denied";
  return approved ? "approved" : "pending";
}
