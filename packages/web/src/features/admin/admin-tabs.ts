export const ADMIN_TABS = ["status", "webhooks", "logs"] as const;

export type AdminTab = (typeof ADMIN_TABS)[number];

/** The part of the admin page that a URL's search part names; the first when it names none. */
export function parseAdminTab(search: string): AdminTab {
  const wanted = new URLSearchParams(search).get("show");
  return ADMIN_TABS.find((tab) => tab === wanted) ?? "status";
}

/** The address of a part, below the base path. */
export function adminTabPath(tab: AdminTab): string {
  return tab === "status" ? "/admin" : `/admin?show=${tab}`;
}
