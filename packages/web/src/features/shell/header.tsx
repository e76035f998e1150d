import type { User } from "@sofarr/contract";
import { Link } from "wouter";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Logo } from "../../ui/logo.tsx";
import { AccountPanel } from "./account-panel.tsx";
import { ConnectionLamp } from "./connection-lamp.tsx";
import { MainNav } from "./main-nav.tsx";

interface HeaderProps {
  readonly viewer: User;
}

/** The bar that stays on top: name, the way to every screen, how fresh everything is, and the account. */
export function Header({ viewer }: HeaderProps) {
  const { t } = useLocale();
  return (
    // The blur lies on a layer of its own: on the header itself it would hold the foot bar inside the header.
    <header className="sticky top-0 z-10 border-b border-line before:absolute before:inset-0 before:-z-10 before:bg-canvas/85 before:backdrop-blur-md">
      <div className="mx-auto flex h-(--header-height) max-w-(--page-width) items-center gap-2 px-4 sm:px-6">
        {/* Where there is no room for the name beside the mark it falls into a second line, which is not shown. */}
        <Link
          href="/"
          aria-label={t("app.name")}
          className="flex h-11 min-w-11 flex-wrap items-center gap-x-2.5 overflow-hidden rounded-xl pe-2"
        >
          <span className="flex h-11 items-center">
            <Logo className="size-8" />
          </span>
          <span className="flex h-11 items-center font-display text-xl font-bold tracking-tight">
            {t("app.name")}
          </span>
        </Link>
        <MainNav viewer={viewer} />
        <div className="ms-auto flex min-w-0 items-center gap-1.5">
          <ConnectionLamp />
          <AccountPanel viewer={viewer} />
        </div>
      </div>
    </header>
  );
}
