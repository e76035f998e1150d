import type { ComponentType } from "react";
import { Link, useSearch } from "wouter";

import { AdminLocaleProvider, useAdminLocale } from "../../i18n/admin-locale.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { LogsPage } from "../logs/logs-page.tsx";
import { StatusPage } from "../status/status-page.tsx";
import { WebhooksPage } from "../webhooks/webhooks-page.tsx";
import { ADMIN_TABS, adminTabPath, parseAdminTab, type AdminTab } from "./admin-tabs.ts";

const PAGES: Readonly<Record<AdminTab, ComponentType>> = {
  status: StatusPage,
  webhooks: WebhooksPage,
  logs: LogsPage,
};

/** What an admin looks after: how everything is, webhooks and logs. */
export function AdminPage() {
  return (
    <AdminLocaleProvider>
      <Tabs />
    </AdminLocaleProvider>
  );
}

function Tabs() {
  const { t } = useAdminLocale();
  const tab = parseAdminTab(useSearch());
  const Page = PAGES[tab];
  return (
    <>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4 sm:mb-8">
        <PageHeading title={t(`admin.${tab}`)} />
        <nav
          aria-label={t("admin.tabs")}
          className="flex w-full flex-wrap rounded-xl bg-raised p-1 sm:w-auto"
        >
          {ADMIN_TABS.map((one) => (
            <Link
              key={one}
              href={adminTabPath(one)}
              aria-current={one === tab ? "page" : undefined}
              className="flex min-h-11 flex-1 items-center justify-center rounded-lg px-3.5 text-sm font-semibold whitespace-nowrap text-muted transition-colors hover:text-ink aria-[current]:bg-chosen aria-[current]:text-ink aria-[current]:shadow-card"
            >
              {t(`admin.${one}`)}
            </Link>
          ))}
        </nav>
      </div>
      <Page />
    </>
  );
}
