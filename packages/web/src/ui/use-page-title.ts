import { useEffect } from "react";

import { useLocale } from "../i18n/locale-context.tsx";

/** Names the page in the browser's tab and history. */
export function usePageTitle(title: string): void {
  const { t } = useLocale();
  const name = t("app.name");
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
}
