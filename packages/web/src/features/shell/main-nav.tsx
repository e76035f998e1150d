import type { User } from "@sofarr/contract";
import { Link, useLocation } from "wouter";

import { useLocale } from "../../i18n/locale-context.tsx";
import { placesFor } from "./places.ts";
import { useView } from "./use-view.ts";

interface MainNavProps {
  readonly viewer: User;
}

/**
 * The way to every screen: a bar at the foot where a thumb reaches it, part of the header where there is room.
 * An admin who looks at everyone's goes on doing so on the next screen.
 */
export function MainNav({ viewer }: MainNavProps) {
  const { t } = useLocale();
  const [location] = useLocation();
  const [{ everyone }] = useView();
  return (
    <nav
      aria-label={t("nav.label")}
      className="fixed inset-x-0 bottom-0 border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] lg:static lg:ms-4 lg:border-0 lg:bg-transparent lg:p-0"
    >
      <ul className="mx-auto flex h-(--nav-height) max-w-xl items-stretch px-1 lg:h-auto lg:max-w-none lg:gap-1 lg:px-0">
        {placesFor(viewer).map(({ path, name, icon: Icon }) => (
          <li key={path} className="min-w-0 flex-1 lg:flex-none">
            <Link
              href={everyone ? `${path}?everyone=1` : path}
              aria-current={location === path ? "page" : undefined}
              onClick={() => scrollTo(0, 0)}
              className="group flex h-full min-h-11 flex-col items-center justify-center gap-0.5 rounded-xl px-1 text-muted transition-colors hover:text-ink aria-[current]:text-accent lg:px-3.5 lg:hover:bg-raised lg:aria-[current]:bg-accent-soft"
            >
              <span className="grid h-7 w-14 place-items-center rounded-full transition-colors group-aria-[current]:bg-accent-soft lg:hidden">
                <Icon aria-hidden className="size-5" />
              </span>
              {/* With large text still whole words: four of them share a phone's width. */}
              <span className="max-w-full truncate text-[min(0.75rem,4.2vw)] font-semibold lg:text-sm">
                {t(name)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
