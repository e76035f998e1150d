import type { Dashboard } from "../../state/dashboard.ts";

/**
 * A selector that tells whether the server speaks with another version than it did when this page was opened: then the
 * page is older than the server.
 */
export function createVersionSelector(): (dashboard: Dashboard | null) => boolean {
  let first: string | null = null;
  return (dashboard) => {
    if (dashboard === null) return false;
    first ??= dashboard.serverVersion;
    return dashboard.serverVersion !== first;
  };
}

/** Whether a page (its HTML) is of another build than the one that runs the script at `scriptUrl`. */
export function isOtherBuild(html: string, scriptUrl: string): boolean {
  const fileName = scriptUrl.split("/").at(-1) ?? "";
  return !html.includes(`/${fileName}"`);
}
