import type { NormalizedDownload } from "@sofarr/contract";

import type { MessageKey } from "../../i18n/catalogue.ts";
import { groupOf } from "../../state/groups.ts";
import { explainIssue } from "./explain-issue.ts";

type PlainKey =
  | Extract<MessageKey, `issue.${string}`>
  | "reason.noSeeders"
  | "reason.noData"
  | "reason.importBlocked"
  | "reason.failed";

/** Why a download does not get on. A `quote` is somebody's own words, for lack of plainer ones. */
export type Reason =
  | { readonly kind: "plain"; readonly key: PlainKey }
  | { readonly kind: "available"; readonly percent: number }
  | { readonly kind: "quote"; readonly text: string };

const FULL_COPY_PERCENT = 100;

/** The reasons of a download that needs attention, most telling first, never none; of another, nothing. */
export function reasonsOf(download: NormalizedDownload): Reason[] {
  if (groupOf(download) !== "attention") return [];
  const told = messagesOf(download).map(toReason);
  const reasons = withoutRepeats([...swarmReasons(download), ...told]);
  return reasons.length > 0 ? reasons : [{ kind: "plain", key: generalReason(download) }];
}

/** The messages that a plain sentence took the place of, for those who want the exact words. */
export function originalMessages(download: NormalizedDownload): string[] {
  const isQuoted = groupOf(download) === "attention";
  return messagesOf(download).filter((message) => !isQuoted || explainIssue(message) !== null);
}

function messagesOf(download: NormalizedDownload): string[] {
  const messages = [...download.importIssues, download.clientMessage ?? ""];
  return [...new Set(messages.filter((message) => message.trim() !== ""))];
}

function toReason(message: string): Reason {
  const key = explainIssue(message);
  return key === null ? { kind: "quote", text: message } : { kind: "plain", key };
}

/** Whether at least one full copy can be found; `null` when nobody can say. */
export function isWithinReach({ availability }: NormalizedDownload): boolean | null {
  return availability === null ? null : availability >= FULL_COPY_PERCENT;
}

function swarmReasons(download: NormalizedDownload): Reason[] {
  if (download.status !== "Stalled") return [];
  if (download.availability !== null && isWithinReach(download) === false) {
    return [{ kind: "available", percent: download.availability }];
  }
  return download.seeders === 0 ? [{ kind: "plain", key: "reason.noSeeders" }] : [];
}

function generalReason(download: NormalizedDownload): PlainKey {
  if (download.status === "Stalled") return "reason.noData";
  return download.arrState === "importBlocked" || download.arrState === "importPending"
    ? "reason.importBlocked"
    : "reason.failed";
}

function withoutRepeats(reasons: readonly Reason[]): Reason[] {
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
}
