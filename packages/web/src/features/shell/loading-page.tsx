import { useLocale } from "../../i18n/locale-context.tsx";

/** While the code of a screen is on its way: the place of its heading, nothing that could be wrong. */
export function LoadingPage() {
  const { t } = useLocale();
  return (
    <div aria-busy="true">
      <p className="sr-only">{t("app.loading")}</p>
      <div aria-hidden className="animate-breathe">
        <div className="h-8 w-56 rounded-lg bg-raised sm:h-10" />
        <div className="mt-2.5 h-5 w-40 rounded-lg bg-raised" />
      </div>
    </div>
  );
}
