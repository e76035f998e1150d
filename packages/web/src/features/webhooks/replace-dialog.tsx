import { useId } from "react";

import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { Button } from "../../ui/button.tsx";
import { Modal } from "../../ui/modal.tsx";

interface ReplaceDialogProps {
  readonly name: string;
  /** Where the webhook leads now: host and port. */
  readonly place: string;
  readonly onReplace: () => void;
  readonly onClose: () => void;
}

/** Asks before another's webhook is replaced. */
export function ReplaceDialog({ name, place, onReplace, onClose }: ReplaceDialogProps) {
  const { t } = useAdminLocale();
  const [titleId, textId] = [useId(), useId()];
  return (
    <Modal
      labelledBy={titleId}
      describedBy={textId}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t("webhooks.replace.cancel")}</Button>
          <Button
            look="primary"
            onClick={() => {
              onClose();
              onReplace();
            }}
          >
            {t("webhooks.replace.confirm")}
          </Button>
        </>
      }
    >
      <h2 id={titleId} className="font-display text-xl font-bold tracking-tight wrap-anywhere">
        {t("webhooks.replace.title", { name })}
      </h2>
      <p id={textId} className="text-pretty wrap-anywhere text-muted">
        {t("webhooks.replace.text", { name, place })}
      </p>
    </Modal>
  );
}
