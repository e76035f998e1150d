import type { User } from "@sofarr/contract";
import { Activity, Download, History, Inbox, type LucideIcon } from "lucide-react";
import { lazy, type ComponentType } from "react";

import type { MessageKey } from "../../i18n/catalogue.ts";
import { DownloadsPage } from "../downloads/downloads-page.tsx";

/** A screen with an entry in the main navigation. */
export interface Place {
  /** Below the base path. */
  readonly path: string;
  readonly name: Extract<MessageKey, `nav.${string}`>;
  readonly icon: LucideIcon;
  readonly page: ComponentType<{ readonly viewer: User }>;
  readonly isForAdmins: boolean;
}

const HistoryPage = lazy(async () => ({
  default: (await import("../history/history-page.tsx")).HistoryPage,
}));
const RequestsPage = lazy(async () => ({
  default: (await import("../requests/requests-page.tsx")).RequestsPage,
}));
const AdminPage = lazy(async () => ({
  default: (await import("../admin/admin-page.tsx")).AdminPage,
}));

/** Every screen, in the order of the navigation; all but the first are loaded when somebody goes there. */
export const PLACES: readonly Place[] = [
  { path: "/", name: "nav.downloads", icon: Download, page: DownloadsPage, isForAdmins: false },
  {
    path: "/history",
    name: "nav.history",
    icon: History,
    page: HistoryPage,
    isForAdmins: false,
  },
  {
    path: "/requests",
    name: "nav.requests",
    icon: Inbox,
    page: RequestsPage,
    isForAdmins: false,
  },
  { path: "/admin", name: "nav.admin", icon: Activity, page: AdminPage, isForAdmins: true },
];

/** The places a person may go to. What they would find there is the server's decision in any case. */
export function placesFor(viewer: Pick<User, "isAdmin">): readonly Place[] {
  return PLACES.filter((place) => viewer.isAdmin || !place.isForAdmins);
}
