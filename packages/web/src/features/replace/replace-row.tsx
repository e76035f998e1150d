import type { NormalizedDownload } from "@sofarr/contract";
import { LoaderCircle, RefreshCw } from "lucide-react";

import { replaceRequest } from "../../api/replace.ts";
import { titleOf } from "../../format/title.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { groupOf } from "../../state/groups.ts";
import { Button } from "../../ui/button.tsx";
import { subtitleOf } from "../downloads/subtitle.ts";
import { useIsReplaced, useReplace } from "./replace-context.ts";
import { VerdictText } from "./verdict-text.tsx";

interface ReplaceRowProps {
  readonly download: NormalizedDownload;
  /** Colour of the ground, that of what stands above it. */
  readonly ground: string;
}

/**
 * On the card of a download in trouble: the way to another copy, or why there is none yet. The button stays the same
 * one while the download is being replaced, so that whoever pressed it keeps their place.
 */
export function ReplaceRow({ download, ground }: ReplaceRowProps) {
  const isReplaced = useIsReplaced(download);
  if (groupOf(download) !== "attention") return isReplaced && <BeingReplaced />;
  return (
    <div className={`px-4 pb-3.5 ${ground}`}>
      {isReplaced || canReplace(download) ? (
        <ReplaceButton download={download} isReplaced={isReplaced} />
      ) : (
        <VerdictText download={download} />
      )}
    </div>
  );
}

/** In a row, where another copy may be looked for: the way to it alone. */
export function ReplaceAction({ download }: { readonly download: NormalizedDownload }) {
  return <ReplaceButton download={download} isReplaced={useIsReplaced(download)} />;
}

/** Among the details of a download that is in no trouble, for those who may replace it all the same. */
export function ReplaceDetail({ download }: { readonly download: NormalizedDownload }) {
  const isReplaced = useIsReplaced(download);
  if (groupOf(download) === "attention" || download.arrQueueId === null) return null;
  return (
    <div className="mt-3">
      {isReplaced || canReplace(download) ? (
        <ReplaceButton download={download} isReplaced={isReplaced} />
      ) : (
        <VerdictText download={download} />
      )}
    </div>
  );
}

function BeingReplaced() {
  const { t } = useLocale();
  return (
    <p className="border-t border-line px-4 py-2.5 text-sm font-semibold text-muted">
      {t("replace.replacing")}
    </p>
  );
}

/** Whether another copy may be looked for, and enough is known to do so. */
export function canReplace(download: NormalizedDownload): boolean {
  return download.canBlocklist && replaceRequest(download) !== null;
}

interface ReplaceButtonProps {
  readonly download: NormalizedDownload;
  readonly isReplaced: boolean;
}

function ReplaceButton({ download, isReplaced }: ReplaceButtonProps) {
  const { t } = useLocale();
  const { ask } = useReplace();
  // Several episodes of one series have a button each.
  const title = [titleOf(download), subtitleOf(download, t)].filter(Boolean).join(", ");
  const Icon = isReplaced ? LoaderCircle : RefreshCw;
  return (
    <Button
      aria-disabled={isReplaced}
      aria-label={t(isReplaced ? "replace.replacingNamed" : "replace.openNamed", { title })}
      onClick={() => {
        if (!isReplaced) ask(download);
      }}
      className="text-sm aria-disabled:opacity-70"
    >
      <Icon aria-hidden className={`size-4 ${isReplaced ? "animate-spin" : ""}`} />
      {t(isReplaced ? "replace.replacing" : "replace.open")}
    </Button>
  );
}
