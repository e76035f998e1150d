import { CloudOff } from "lucide-react";

import { useLocale } from "../i18n/locale-context.tsx";
import { Button } from "./button.tsx";
import { Message } from "./message.tsx";
import { Notice } from "./notice.tsx";
import { useNowMinute } from "./use-now.ts";

/** In place of a list that could not be loaded at all. */
export function ListFailed({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useLocale();
  return (
    <div role="alert">
      <Message icon={CloudOff} title={t("list.failed.title")} text={t("list.failed.text")}>
        <Button look="primary" onClick={onRetry}>
          {t("app.retry")}
        </Button>
      </Message>
    </div>
  );
}

interface ListStaleProps {
  /** When what is shown was read, ms. */
  readonly since: number;
  readonly onRetry: () => void;
}

/** Above a list that could not be brought up to date. */
export function ListStale({ since, onRetry }: ListStaleProps) {
  const { t, format } = useLocale();
  const now = useNowMinute();
  return (
    <div className="mb-5">
      <Notice tone="stuck" isAlert>
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <p className="text-pretty">{t("list.stale", { time: format.clock(since, now) })}</p>
          <Button onClick={onRetry}>{t("app.retry")}</Button>
        </div>
      </Notice>
    </div>
  );
}
