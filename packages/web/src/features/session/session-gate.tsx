import { CloudOff } from "lucide-react";
import { useState } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Message } from "../../ui/message.tsx";
import { LoginPage } from "../login/login-page.tsx";
import { Shell } from "../shell/shell.tsx";
import { useSetViewer, useViewer } from "./use-session.ts";

/**
 * Shows the app to who is signed in and the sign-in page to everybody else. The address stays as it is, so a
 * link that needs a sign-in still leads where it should.
 */
export function SessionGate() {
  const { t } = useLocale();
  const viewer = useViewer();
  const setViewer = useSetViewer();
  const [hasEnded, setHasEnded] = useState(false);

  if (viewer.data) {
    return (
      <Shell
        // A different person starts from nothing.
        key={viewer.data.id}
        viewer={viewer.data}
        onSignedOut={() => {
          setHasEnded(true);
          setViewer(null);
        }}
      />
    );
  }
  if (viewer.data === null) {
    return <LoginPage hasEnded={hasEnded} onSignedIn={() => setHasEnded(false)} />;
  }
  if (viewer.isError) {
    return (
      <main>
        <Message
          isPage
          icon={CloudOff}
          title={t("app.unreachable.title")}
          text={t("app.unreachable.text")}
        >
          <Button look="primary" onClick={() => void viewer.refetch()}>
            {t("app.retry")}
          </Button>
        </Message>
      </main>
    );
  }
  return (
    <main aria-busy="true">
      <p className="sr-only">{t("app.loading")}</p>
    </main>
  );
}
