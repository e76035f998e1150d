import type { DashboardPatch, DashboardPayload, NormalizedDownload } from "@sofarr/contract";

import type { StreamEvent } from "./event-reader.ts";
import { payloadIn } from "./told-table.ts";

/** What is on the screen after one event. Immutable. */
export interface Moment {
  readonly at: number;
  /** By instance and id. */
  readonly view: ReadonlyMap<string, NormalizedDownload>;
  readonly sources: DashboardPayload["sources"];
}

/** Before the first event. */
export const NOTHING_SHOWN: Moment = { at: 0, view: new Map(), sources: [] };

/** Applies one event of a dashboard stream: a whole page in either form, or a step to the next one. */
export function momentAfter(before: Moment, { at, event, data }: StreamEvent): Moment {
  if (event === "message" || event === "table") {
    const payload = event === "table" ? payloadIn(data) : (JSON.parse(data) as DashboardPayload);
    const view = new Map(payload.downloads.map((one) => [`${one.instanceId}/${one.id}`, one]));
    return { at, view, sources: payload.sources };
  }
  if (event !== "patch") return { ...before, at };
  const patch = JSON.parse(data) as DashboardPatch;
  const view = new Map(before.view);
  for (const key of patch.del) view.delete(key);
  for (const [key, download] of Object.entries(patch.set)) view.set(key, download);
  return { at, view, sources: patch.sources ?? before.sources };
}
