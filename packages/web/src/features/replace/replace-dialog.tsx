import type { NormalizedDownload } from "@sofarr/contract";
import { useEffect, useId, useRef } from "react";

import { breakable, isNamedByRelease, titleOf } from "../../format/title.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { groupOf } from "../../state/groups.ts";
import { Button } from "../../ui/button.tsx";
import { Modal } from "../../ui/modal.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Poster } from "../../ui/poster.tsx";
import { reasonText } from "../downloads/reason-text.ts";
import { reasonsOf } from "../downloads/reasons.ts";
import { subtitleOf } from "../downloads/subtitle.ts";
import { previewOf } from "./preview.ts";
import { useReplaceDownload } from "./use-replace-download.ts";
import { VerdictText } from "./verdict-text.tsx";

interface ReplaceDialogProps {
  /** As it was when the person asked: what they read does not change under their eyes. */
  readonly download: NormalizedDownload;
  readonly onReplaced: (download: NormalizedDownload) => void;
  readonly onClose: () => void;
}

/** Says what finding another copy will do, and does it when told to. */
export function ReplaceDialog({ download, onReplaced, onClose }: ReplaceDialogProps) {
  const locale = useLocale();
  const { t } = locale;
  const headingId = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const { start, isPending, problem } = useReplaceDownload(download, () => {
    onReplaced(download);
    onClose();
  });
  useEffect(() => cancel.current?.focus(), []);
  const title = titleOf(download);
  const subtitle = subtitleOf(download, t);
  const reasons = reasonsOf(download).map((reason) => reasonText(reason, locale));

  return (
    <Modal
      labelledBy={headingId}
      onClose={onClose}
      foot={
        <>
          <Button ref={cancel} onClick={onClose}>
            {t("replace.cancel")}
          </Button>
          <Button look="primary" aria-disabled={isPending} onClick={start}>
            {t(isPending ? "replace.working" : "replace.confirm")}
          </Button>
        </>
      }
    >
      <h2 id={headingId} className="font-display text-xl font-bold tracking-tight">
        {t("replace.title")}
      </h2>
      <div className="flex gap-4">
        <Poster path={download.coverArt} title={title} className="w-16 self-start rounded-lg" />
        <div className="min-w-0 self-center">
          <p className="leading-snug font-bold wrap-anywhere">
            {isNamedByRelease(download) ? breakable(title) : title}
          </p>
          {subtitle !== null && <p className="text-sm text-muted">{subtitle}</p>}
          {!isNamedByRelease(download) && (
            <p className="mt-1 text-xs wrap-anywhere text-muted">{breakable(download.title)}</p>
          )}
        </div>
      </div>
      <div>
        <h3 className="mb-2 font-semibold">{t("replace.what")}</h3>
        <ol className="grid list-decimal gap-1.5 ps-5 text-sm leading-snug marker:text-muted">
          {previewOf(download, locale).map((sentence) => (
            <li key={sentence} className="ps-1 text-pretty">
              {sentence}
            </li>
          ))}
        </ol>
      </div>
      {reasons.length > 0 && (
        <div>
          <h3 className="mb-1 font-semibold">{t("replace.wrong")}</h3>
          {reasons.map((text) => (
            <p key={text} className="mt-1 text-sm leading-snug text-pretty wrap-anywhere">
              {text}
            </p>
          ))}
        </div>
      )}
      <div>
        <h3 className="mb-1 font-semibold">{t("replace.why")}</h3>
        <VerdictText download={download} />
      </div>
      {groupOf(download) !== "attention" && <Notice tone="stuck">{t("replace.noTrouble")}</Notice>}
      {problem !== null && !isPending && (
        <Notice tone="failed" isAlert>
          {problem}
        </Notice>
      )}
    </Modal>
  );
}
