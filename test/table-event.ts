import type { DashboardPayload } from "@sofarr/contract";

import { encodeEvent } from "../packages/server/src/http/sse.ts";
import { dashboardTable } from "../packages/server/src/http/table/dashboard-table.ts";

/** A payload as the web app is told it first, for tests that answer in the server's place. */
export function tableEvent(payload: DashboardPayload): string {
  return encodeEvent({ event: "table", data: JSON.stringify(dashboardTable(payload)) });
}
