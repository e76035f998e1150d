/** What the simulated program is set to; tests and the household change it while it runs. */
export interface SabnzbdSettings {
  readonly apiKey: string;
  readonly nzbKey: string;
  /** Served besides `/api` itself; "" for none. */
  readonly urlBase: string;
  /** Off: refusals have an empty body. */
  apiWarnings: boolean;
  /** Names besides addresses, `localhost` and `*.local` that may stand in the Host header. */
  hostWhitelist: string[];
  /** Refuses every Host, as SABnzbd does with a container's name: tests reach us by address only. */
  refuseEveryHost: boolean;
  /** A bad key is 403 with its text; releases up to about 2.x said it as a logical error with HTTP 200. */
  badKeyStatus: 403 | 200;
  paused: boolean;
  /** When a timed pause ends, milliseconds; `null` for a pause without an end. */
  resumeAt: number | null;
  /** Rows of history when the caller names no limit. */
  historyLimit: number;
  categories: string[];
  warnings: SabnzbdWarning[];
  downloadFolder: string;
  completeFolder: string;
}

export interface SabnzbdWarning {
  readonly type: "WARNING" | "ERROR";
  readonly text: string;
  /** Unix seconds. */
  readonly time: number;
}

export function defaultSettings(): SabnzbdSettings {
  return {
    apiKey: "0123456789abcdef0123456789abcdef",
    nzbKey: "fedcba9876543210fedcba9876543210",
    urlBase: "/sabnzbd",
    apiWarnings: true,
    hostWhitelist: [],
    refuseEveryHost: false,
    badKeyStatus: 403,
    paused: false,
    resumeAt: null,
    historyLimit: 10,
    categories: ["*", "tv", "movies", "tv-sonarr", "radarr"],
    warnings: [],
    downloadFolder: "/downloads/incomplete",
    completeFolder: "/downloads/complete",
  };
}
