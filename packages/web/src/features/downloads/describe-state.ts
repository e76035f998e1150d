import type { NormalizedDownload } from "@sofarr/contract";

import type { MessageKey } from "../../i18n/catalogue.ts";
import { groupOf, hasAllData } from "../../state/groups.ts";

export type StateKey = Extract<MessageKey, `state.${string}`>;

/** How a state feels, which decides colour and icon. */
export type Tone = "moving" | "waiting" | "working" | "done" | "stuck" | "failed";

export interface StateDescription {
  readonly key: StateKey;
  readonly tone: Tone;
}

/** While the data is not here yet, or is being worked on, the download client knows best. */
const BY_STATUS: Readonly<Record<string, StateDescription>> = {
  Downloading: { key: "state.downloading", tone: "moving" },
  "Fetching metadata": { key: "state.fetchingMetadata", tone: "moving" },
  Queued: { key: "state.queued", tone: "waiting" },
  Paused: { key: "state.paused", tone: "waiting" },
  Checking: { key: "state.checking", tone: "working" },
  Verifying: { key: "state.verifying", tone: "working" },
  Repairing: { key: "state.repairing", tone: "working" },
  Unpacking: { key: "state.unpacking", tone: "working" },
  Moving: { key: "state.moving", tone: "working" },
};

const UNKNOWN: StateDescription = { key: "state.unknown", tone: "waiting" };

/** A download's state in plain words. Agrees with `groupOf`: what needs attention is never told as fine. */
export function describeState(download: NormalizedDownload): StateDescription {
  const group = groupOf(download);
  if (group === "attention") return describeTrouble(download);
  if (group === "done") {
    const key = download.arrState === "imported" ? "state.imported" : "state.downloaded";
    return { key, tone: "done" };
  }
  if (group === "finishing" && hasAllData(download) && !isClientAtWork(download.status)) {
    const key = download.arrState === "importing" ? "state.importing" : "state.importPending";
    return { key, tone: "working" };
  }
  return BY_STATUS[download.status] ?? UNKNOWN;
}

function describeTrouble(download: NormalizedDownload): StateDescription {
  if (download.status === "Error") return { key: "state.error", tone: "failed" };
  if (download.status === "Failed" || download.arrState?.startsWith("failed") === true) {
    return { key: "state.failed", tone: "failed" };
  }
  if (download.status === "Stalled") return { key: "state.stalled", tone: "stuck" };
  return { key: "state.importBlocked", tone: "stuck" };
}

function isClientAtWork(status: string): boolean {
  return BY_STATUS[status]?.tone === "working";
}
