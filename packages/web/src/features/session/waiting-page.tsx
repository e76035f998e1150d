import { useLocale } from "../../i18n/locale-context.tsx";
import { Logo } from "../../ui/logo.tsx";

/** While it is not known who is there. Seen only after a moment, for as a rule the answer comes at once. */
export function WaitingPage() {
  const { t } = useLocale();
  return (
    <main aria-busy="true" className="grid min-h-dvh place-items-center px-4 pb-[12dvh]">
      <h1 className="sr-only">{t("app.name")}</h1>
      <p className="sr-only">{t("app.loading")}</p>
      <div aria-hidden className="late grid justify-items-center gap-6">
        <Logo className="size-16" />
        <div className="h-1.5 w-32 animate-breathe rounded-full bg-accent" />
      </div>
    </main>
  );
}
