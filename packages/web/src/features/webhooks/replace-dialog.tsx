import { useEffect, useId, useRef } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Button } from "../../ui/button.tsx";

interface ReplaceDialogProps {
  readonly name: string;
  /** Where the webhook leads now: host and port. */
  readonly place: string;
  readonly onReplace: () => void;
  readonly onClose: () => void;
}

/** Asks before another's webhook is replaced. The platform's dialog keeps the focus and closes by Esc. */
export function ReplaceDialog({ name, place, onReplace, onClose }: ReplaceDialogProps) {
  const { t } = useLocale();
  const dialog = useRef<HTMLDialogElement>(null);
  const [titleId, textId] = [useId(), useId()];
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      aria-describedby={textId}
      onClose={onClose}
      className="m-auto w-[min(28rem,calc(100vw-2rem))] rounded-2xl border border-line bg-surface p-5 text-ink shadow-panel backdrop:bg-[oklch(0.15_0.03_285/0.5)]"
    >
      <h2 id={titleId} className="font-display text-lg font-bold wrap-anywhere">
        {t("webhooks.replace.title", { name })}
      </h2>
      <p id={textId} className="mt-2 text-pretty wrap-anywhere text-muted">
        {t("webhooks.replace.text", { name, place })}
      </p>
      <div className="mt-5 flex flex-wrap justify-end gap-3">
        <Button onClick={() => dialog.current?.close()}>{t("webhooks.replace.cancel")}</Button>
        <Button
          look="primary"
          onClick={() => {
            dialog.current?.close();
            onReplace();
          }}
        >
          {t("webhooks.replace.confirm")}
        </Button>
      </div>
    </dialog>
  );
}
