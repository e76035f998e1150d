import { useLocale } from "../../i18n/locale-context.tsx";
import { Logo } from "../../ui/logo.tsx";
import { Notice } from "../../ui/notice.tsx";
import { usePageTitle } from "../../ui/use-page-title.ts";
import { LoginForm } from "./login-form.tsx";
import { PosterWall } from "./poster-wall.tsx";

interface LoginPageProps {
  /** Whether a session ended just now without the person asking for it. */
  readonly hasEnded: boolean;
  readonly onSignedIn: () => void;
}

/** The sign-in page. */
export function LoginPage({ hasEnded, onSignedIn }: LoginPageProps) {
  const { t } = useLocale();
  usePageTitle(t("login.submit"));
  return (
    <main className="relative grid min-h-dvh place-items-center px-4 py-10">
      <PosterWall />
      <div className="relative w-full max-w-sm">
        <div className="mb-6 flex items-center justify-center gap-3">
          <Logo className="size-10" />
          <span className="font-display text-3xl font-bold tracking-tight">{t("app.name")}</span>
        </div>
        <div className="rounded-3xl border border-line bg-surface p-6 shadow-panel sm:p-8">
          <h1 className="font-display text-2xl font-bold tracking-tight">{t("login.title")}</h1>
          <p className="mt-1.5 mb-6 text-sm text-pretty text-muted">{t("login.text")}</p>
          {hasEnded && (
            <div className="mb-5">
              <Notice tone="stuck">{t("login.ended")}</Notice>
            </div>
          )}
          <LoginForm onSignedIn={onSignedIn} />
        </div>
      </div>
    </main>
  );
}
