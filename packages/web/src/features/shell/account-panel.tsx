import type { User } from "@sofarr/contract";
import { LogOut } from "lucide-react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { initialsOf } from "../../ui/poster-look.ts";
import { useSignOut } from "../session/use-session.ts";
import { LanguageChoice } from "./language-choice.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

const PANEL_ID = "account-panel";

interface AccountPanelProps {
  readonly viewer: User;
}

/** Who is signed in, how the app looks, what it speaks, and the way out. */
export function AccountPanel({ viewer }: AccountPanelProps) {
  const { t } = useLocale();
  const signOut = useSignOut();
  return (
    <>
      <button
        type="button"
        popoverTarget={PANEL_ID}
        aria-label={t("account.open", { name: viewer.name })}
        className="grid size-11 shrink-0 place-items-center rounded-full text-accent transition-colors hover:bg-raised"
      >
        <span
          aria-hidden
          className="grid size-9 place-items-center rounded-full bg-accent-soft text-sm font-bold"
        >
          {initialsOf(viewer.name)}
        </span>
      </button>
      <Panel id={PANEL_ID} label={t("account.open", { name: viewer.name })}>
        <div className="grid gap-4 p-2">
          <div>
            <p className="text-sm text-muted">{t("account.signedInAs")}</p>
            <p className="flex items-center gap-2 text-lg font-bold wrap-anywhere">
              {viewer.name}
              {viewer.isAdmin && (
                <span className="rounded-full bg-accent-soft px-2.5 py-0.5 text-xs font-semibold text-accent">
                  {t("account.admin")}
                </span>
              )}
            </p>
          </div>
          <ThemeChoice />
          <LanguageChoice />
          {signOut.isError && (
            <Notice tone="failed" isAlert>
              {t("account.signOutFailed")}
            </Notice>
          )}
          <Button disabled={signOut.isPending} onClick={() => signOut.mutate()}>
            <LogOut aria-hidden className="size-4.5" />
            {t("account.signOut")}
          </Button>
        </div>
      </Panel>
    </>
  );
}
