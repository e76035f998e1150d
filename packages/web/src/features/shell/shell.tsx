import type { User } from "@sofarr/contract";
import { Compass } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Link, Route, Switch, useLocation } from "wouter";

import { useLocale } from "../../i18n/locale-context.tsx";
import { buttonLook } from "../../ui/button-look.ts";
import { Message } from "../../ui/message.tsx";
import { HasMovedContext } from "../../ui/page-heading.tsx";
import { ToastProvider } from "../../ui/toast-provider.tsx";
import { UpdateBar } from "../pwa/update-bar.tsx";
import { ReplaceProvider } from "../replace/replace-provider.tsx";
import { LiveProvider } from "../live/live-provider.tsx";
import { useFinishedSignal } from "../live/use-finished-signal.ts";
import { ConnectionVoice } from "./connection-voice.tsx";
import { Header } from "./header.tsx";
import { LoadingPage } from "./loading-page.tsx";
import { LostBar } from "./lost-bar.tsx";
import { placesFor } from "./places.ts";
import { useView } from "./use-view.ts";

const ConsoleRelay = lazy(async () => ({
  default: (await import("../logs/console-relay.tsx")).ConsoleRelay,
}));

interface ShellProps {
  readonly viewer: User;
  readonly onSignedOut: () => void;
}

/** What stands around every page of a signed-in person: live data, header, the page's place. */
export function Shell({ viewer, onSignedOut }: ShellProps) {
  const { t } = useLocale();
  const [{ everyone }] = useView();
  const hasMoved = useHasMoved();
  return (
    <LiveProvider everyone={everyone && viewer.isAdmin} onSignedOut={onSignedOut}>
      <ToastProvider>
        <ReplaceProvider>
          <a
            href="#content"
            onClick={(event) => {
              // An address of its own would be resolved against <base href> and leave the page.
              event.preventDefault();
              document.querySelector<HTMLElement>("#content")?.focus();
            }}
            className="fixed start-4 top-3 z-20 rounded-xl bg-accent px-4 py-3 font-semibold text-on-accent not-focus:sr-only"
          >
            {t("app.skip")}
          </a>
          <Header viewer={viewer} />
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto max-w-(--page-width) px-4 pt-5 pb-[calc(4rem+var(--foot-height))] outline-none sm:px-6 sm:pt-8"
          >
            <HasMovedContext value={hasMoved}>
              <Suspense fallback={<LoadingPage />}>
                <Switch>
                  {placesFor(viewer).map(({ path, page: Page }) => (
                    <Route key={path} path={path}>
                      <Page viewer={viewer} />
                    </Route>
                  ))}
                  <Route>
                    <Message
                      isPage
                      icon={Compass}
                      title={t("app.notFound.title")}
                      text={t("app.notFound.text")}
                    >
                      <Link href="/" className={buttonLook("primary")}>
                        {t("app.notFound.home")}
                      </Link>
                    </Message>
                  </Route>
                </Switch>
              </Suspense>
            </HasMovedContext>
          </main>
          <LostBar />
          <ConnectionVoice />
          <FinishedSignal />
          <UpdateBar />
          {viewer.isAdmin && (
            <Suspense>
              <ConsoleRelay />
            </Suspense>
          )}
        </ReplaceProvider>
      </ToastProvider>
    </LiveProvider>
  );
}

/** Listens inside the live data, whichever page is shown. */
function FinishedSignal() {
  useFinishedSignal();
  return null;
}

/** Whether the person has gone to another page since the app was opened. */
function useHasMoved(): boolean {
  const [location] = useLocation();
  const [start] = useState(location);
  const [hasMoved, setHasMoved] = useState(false);
  if (!hasMoved && location !== start) setHasMoved(true);
  return hasMoved;
}
