import { isIP } from "node:net";

import type { ApiQuery } from "./api-query.ts";
import type { SabnzbdSettings } from "./sabnzbd-settings.ts";

/** Modes that only add jobs: the NZB key is enough for them. */
const NZB_KEY_MODES: ReadonlySet<string> = new Set(["addfile", "addurl", "addlocalfile"]);
const KEYLESS_MODES: ReadonlySet<string> = new Set(["version", "auth"]);

/** Why a call is not served. */
export interface Refusal {
  readonly isAboutKey: boolean;
  readonly text: string;
}

/** Checks host name and key in the real one's order. `null` when the call may go on. */
export function refusalOf(
  settings: SabnzbdSettings,
  host: string | undefined,
  query: ApiQuery,
): Refusal | null {
  if (settings.refuseEveryHost || !isKnownHost(settings, host)) {
    return {
      isAboutKey: false,
      text: "Access denied - Hostname verification failed: https://sabnzbd.org/hostname-check",
    };
  }
  const mode = query.text("mode");
  if (KEYLESS_MODES.has(mode)) return null;
  const key = query.text("apikey");
  if (key === "") return { isAboutKey: true, text: "API Key Required" };
  if (key === settings.apiKey) return null;
  if (key === settings.nzbKey && NZB_KEY_MODES.has(mode)) return null;
  return { isAboutKey: true, text: "API Key Incorrect" };
}

/** `mode=auth` judges the argument `key`; without one it says "apikey", which proves nothing. */
export function judgeKey(settings: SabnzbdSettings, key: string): string {
  if (key === "" || key === settings.apiKey) return "apikey";
  return key === settings.nzbKey ? "nzbkey" : "badkey";
}

function isKnownHost(settings: SabnzbdSettings, header: string | undefined): boolean {
  if (header === undefined || header === "") return false;
  const host = header.replace(/:\d+$/, "").toLowerCase();
  return (
    host === "localhost" ||
    isIP(host.replace(/^\[(.*)\]$/, "$1")) !== 0 ||
    /\.local\.?$/.test(host) ||
    settings.hostWhitelist.includes(host)
  );
}
