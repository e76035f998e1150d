import { CloudOff, WifiOff } from "lucide-react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Message } from "../../ui/message.tsx";
import { useOnline } from "./use-online.ts";

interface OfflinePageProps {
  readonly isTrying: boolean;
  readonly onRetry: () => void;
}

/** The whole page while the server cannot be asked: whether it is this device or sofarr that is away. */
export function OfflinePage({ isTrying, onRetry }: OfflinePageProps) {
  const { t } = useLocale();
  const isOnline = useOnline();
  return (
    <main>
      <Message
        isPage
        icon={isOnline ? CloudOff : WifiOff}
        title={t(isOnline ? "app.unreachable.title" : "app.offline.title")}
        text={t(isOnline ? "app.unreachable.text" : "app.offline.text")}
      >
        <Button look="primary" aria-disabled={isTrying} onClick={onRetry}>
          {t(isTrying ? "app.retrying" : "app.retry")}
        </Button>
      </Message>
    </main>
  );
}
