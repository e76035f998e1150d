import type { User } from "@sofarr/contract";
import { Link } from "wouter";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Logo } from "../../ui/logo.tsx";
import { AccountPanel } from "./account-panel.tsx";
import { ConnectionLamp } from "./connection-lamp.tsx";

interface HeaderProps {
  readonly viewer: User;
}

/** The bar that stays on top: name, how fresh everything is, and the account. */
export function Header({ viewer }: HeaderProps) {
  const { t } = useLocale();
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-canvas/85 backdrop-blur-md">
      <div className="mx-auto flex h-(--header-height) max-w-(--page-width) items-center gap-2 px-4 sm:px-6">
        <Link href="/" className="flex min-h-11 items-center gap-2.5 rounded-xl pe-2">
          <Logo className="size-8" />
          <span className="font-display text-xl font-bold tracking-tight">{t("app.name")}</span>
        </Link>
        <div className="ms-auto flex items-center gap-1.5">
          <ConnectionLamp />
          <AccountPanel viewer={viewer} />
        </div>
      </div>
    </header>
  );
}
