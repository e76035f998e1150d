import type { NormalizedDownload } from "@sofarr/contract";

import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";
import { describeState } from "./describe-state.ts";
import { isWithinReach } from "./reasons.ts";
import { explainIssue, type KnownIssue } from "./explain-issue.ts";

interface Words {
  readonly t: Translate;
  readonly format: Pick<Format, "duration">;
}

const MINUTE_S = 60;
const WEEK_S = 7 * 86_400;

/** Problems that end without anybody's help. */
const PASSING: ReadonlySet<KnownIssue> = new Set(["issue.tba", "issue.unpacking"]);

/**
 * The one question, answered in one plain sentence: when can it be watched? What nobody knows is said to be unknown,
 * and nothing is promised that only may come. For a download whose numbers are fresh.
 */
export function whenText(download: NormalizedDownload, words: Words): string {
  const { t } = words;
  // Without an *arr that waits for it nothing takes it to the library.
  const isForLibrary = download.arrType !== null;
  const { key } = describeState(download);
  switch (key) {
    case "state.downloading":
      return leftText(download.eta, isForLibrary, words);
    case "state.fetchingMetadata":
      return t("when.starting");
    case "state.queued":
      return turnText(download, words);
    case "state.paused":
      return t("when.paused");
    case "state.checking":
      return t("when.checking");
    case "state.verifying":
      return t(isForLibrary ? "when.verifying" : "when.preparing");
    case "state.repairing":
      return t(isForLibrary ? "when.repairing" : "when.preparing");
    case "state.unpacking":
      return t(isForLibrary ? "when.unpacking" : "when.preparing");
    case "state.moving":
      return t(isForLibrary ? "when.moving" : "when.preparing");
    case "state.importPending":
      return t("when.importPending");
    case "state.importing":
      return t("when.importing");
    case "state.imported":
      return t("when.ready");
    case "state.downloaded":
      return t(isForLibrary ? "when.perhapsReady" : "when.notForLibrary");
    case "state.stalled":
      return stalledText(download, t);
    case "state.importBlocked":
      return blockedText(download, t);
    case "state.failed":
      return t("when.failed");
    case "state.error":
      return t("when.error");
    case "state.unknown":
      return t("when.unknown");
    default:
      return key satisfies never;
  }
}

function leftText(eta: number | null, isForLibrary: boolean, { t, format }: Words): string {
  if (eta === null) return t("when.leftUnknown");
  if (eta > WEEK_S) return t("when.leftLong");
  if (eta < MINUTE_S) return t(isForLibrary ? "when.leftSoon" : "when.leftSoonAlone");
  const duration = format.duration(eta);
  return t(isForLibrary ? "when.left" : "when.leftAlone", { duration });
}

/** Some download clients know when a waiting one will be here: they count what stands before it. */
function turnText({ eta, placeInLine: place }: NormalizedDownload, { t, format }: Words): string {
  if (eta === null || eta > WEEK_S) {
    return place === null ? t("when.turn") : t("when.turnPlace", { place });
  }
  const duration = format.duration(eta);
  return place === null
    ? t("when.turnEta", { duration })
    : t("when.turnPlaceEta", { place, duration });
}

function stalledText(download: NormalizedDownload, t: Translate): string {
  if (isWithinReach(download) === false) return t("when.stuckMissing");
  return t(download.seeders === 0 ? "when.stuckAlone" : "when.stuckQuiet");
}

function blockedText({ importIssues }: NormalizedDownload, t: Translate): string {
  const issues = importIssues.map(explainIssue);
  if (issues.includes("issue.notUpgrade")) return t("when.haveBetter");
  const isPassing =
    issues.length > 0 && issues.every((issue) => issue !== null && PASSING.has(issue));
  return t(isPassing ? "when.byItself" : "when.needsHands");
}
