import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import type { AdminTranslate } from "../../i18n/catalogue.ts";
import { Notice } from "../../ui/notice.tsx";
import { SettingLine } from "../../ui/setting-line.tsx";

/** Which settings are missing before any service can call, what each is for, and a line to start from. */
export function MissingSettings({ missing }: { readonly missing: readonly string[] }) {
  const { t } = useAdminLocale();
  return (
    <div className="mb-6">
      <Notice tone="stuck">
        <h2 className="text-base font-bold">{t("webhooks.notReady.title")}</h2>
        <p className="mt-1">{t("webhooks.notReady.text")}</p>
        <ul className="mt-3 grid gap-3">
          {missing.map((name) => (
            <li key={name} className="grid gap-1.5">
              <p>
                <code className="font-mono font-semibold">{name}</code>: {purposeOf(name, t)}
              </p>
              <SettingLine setting={`${name}=${exampleOf(name)}`} />
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

function purposeOf(name: string, t: AdminTranslate): string {
  if (name === "SOFARR_BASE_URL" || name === "SOFARR_WEBHOOK_SECRET") {
    return t(`webhooks.missing.${name}`);
  }
  return t("webhooks.missing.other");
}

/** The address this page was loaded from is the best guess; a secret is the admin's to make up. */
function exampleOf(name: string): string {
  return name === "SOFARR_BASE_URL" ? location.origin : "";
}
