import type { Browser } from "../journeys/browser.ts";
import type { TabOptions } from "./tab.ts";

/** A tab of the web app of somebody who signed in. */
export function sofarrTab(
  url: string,
  browser: Browser,
  items: number,
  { showAll = false, address }: { readonly showAll?: boolean; readonly address?: string } = {},
): TabOptions {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  return {
    url: `${url}/api/dashboard/stream?delta=table${showAll ? "&showAll=true" : ""}`,
    headers: { cookie, ...(address === undefined ? {} : { "x-forwarded-for": address }) },
    wholeEvent: "table",
    mark: '"instanceId":"qbittorrent-',
    items,
  };
}
