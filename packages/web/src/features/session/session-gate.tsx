import { useState } from "react";

import { LoginPage } from "../login/login-page.tsx";
import { OfflinePage } from "../pwa/offline-page.tsx";
import { Shell } from "../shell/shell.tsx";
import { useSetViewer, useViewer } from "./use-session.ts";
import { WaitingPage } from "./waiting-page.tsx";

/**
 * Shows the app to who is signed in and the sign-in page to everybody else. The address stays as it is, so a
 * link that needs a sign-in still leads where it should.
 */
export function SessionGate() {
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
  // Also while it is tried again: the page does not flicker.
  if (viewer.errorUpdateCount > 0) {
    return <OfflinePage isTrying={viewer.isFetching} onRetry={() => void viewer.refetch()} />;
  }
  return <WaitingPage />;
}
