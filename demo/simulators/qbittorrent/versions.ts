/** The releases this simulator can be. Each stands for its neighbours: 4.1, 4.2 to 4.5, 5.0 to 5.1, 5.2 and later. */
export type QbittorrentVersion = "4.1.9" | "4.5.2" | "5.1.4" | "5.3.0";

/** What differs on the wire between releases, named by what it does and not by who has it. */
export interface Traits {
  /** Text of `app/version`. */
  readonly app: string;
  /** Text of `app/webapiVersion`. */
  readonly webApi: string;
  readonly buildInfo: Readonly<Record<string, string | number>>;
  /** `words`: 200 with "Ok." or "Fails."; `statuses`: 204 or 401. */
  readonly login: "words" | "statuses";
  /** The cookie's name; qBittorrent uses its own WebUI port, whatever port is published. */
  readonly cookieName: (ownPort: number) => string;
  readonly sameSite: "Strict" | "Lax";
  /** `Authorization: Bearer qbt_...` and `Authorization: Basic` are understood. */
  readonly readsAuthorization: boolean;
  readonly checksSecFetchSite: boolean;
  /** Sessions kept before the coldest is dropped; `null` for any number. */
  readonly sessionCap: number | null;
  /** How `sync/maindata` finds changes: by comparing whole answers, or by a journal whose entries are replaced. */
  readonly sync: "compares" | "journals";
  readonly stoppedWord: "paused" | "stopped";
  /** `completion_on` and `seen_complete` of what never happened. */
  readonly never: number;
  /** Status of calls without an answer body. */
  readonly emptyStatus: 200 | 204;
  /** `status` of a tracker that said no in words. */
  readonly trackerError: 4 | 5;
  /** `tier` of the three pseudo trackers. */
  readonly pseudoTier: "" | -1;
  /** Which groups of members and top-level maps exist, see torrent-wire.ts and maindata.ts. */
  readonly since: { readonly v4_5: boolean; readonly v5_1: boolean; readonly v5_3: boolean };
}

const LIBRARIES_4 = {
  bitness: 64,
  boost: "1.74.0",
  libtorrent: "2.0.8.0",
  openssl: "3.0.19",
  qt: "5.15.8",
  zlib: "1.2.13",
};
const LIBRARIES_5 = {
  bitness: 64,
  boost: "1.92.0",
  libtorrent: "2.0.14.0",
  openssl: "3.6.5",
  platform: "linux",
  qt: "6.11.2",
  zlib: "1.3.2",
};

/** Qt 5 turned the date that never was into the largest unsigned 32-bit number; 4.2 and later say 0, 5.x says -1. */
const NEVER_IN_4_1 = 4_294_967_295;

const V4_1: Traits = {
  app: "v4.1.9",
  webApi: "2.2.1",
  buildInfo: { ...LIBRARIES_4, libtorrent: "1.1.13.0" },
  login: "words",
  cookieName: () => "SID",
  sameSite: "Strict",
  readsAuthorization: false,
  checksSecFetchSite: false,
  sessionCap: null,
  sync: "compares",
  stoppedWord: "paused",
  never: NEVER_IN_4_1,
  emptyStatus: 200,
  trackerError: 4,
  pseudoTier: "",
  since: { v4_5: false, v5_1: false, v5_3: false },
};
const V4_5: Traits = {
  ...V4_1,
  app: "v4.5.2",
  webApi: "2.8.19",
  buildInfo: LIBRARIES_4,
  never: 0,
  pseudoTier: -1,
  since: { v4_5: true, v5_1: false, v5_3: false },
};
const V5_1: Traits = {
  ...V4_5,
  app: "v5.1.4",
  webApi: "2.11.4",
  buildInfo: LIBRARIES_5,
  sync: "journals",
  stoppedWord: "stopped",
  never: -1,
  since: { v4_5: true, v5_1: true, v5_3: false },
};
const V5_3: Traits = {
  ...V5_1,
  app: "v5.3.0",
  webApi: "2.16.2",
  login: "statuses",
  cookieName: (ownPort) => `QBT_SID_${ownPort}`,
  sameSite: "Lax",
  readsAuthorization: true,
  checksSecFetchSite: true,
  sessionCap: 15,
  emptyStatus: 204,
  trackerError: 5,
  since: { v4_5: true, v5_1: true, v5_3: true },
};

/**
 * One row per release. 4.5.2 and 5.3.0 follow recorded answers; 4.1.9 and 5.1.4 follow the release's
 * source and notes, for which there is no recording.
 */
export const TRAITS: Readonly<Record<QbittorrentVersion, Traits>> = {
  "4.1.9": V4_1,
  "4.5.2": V4_5,
  "5.1.4": V5_1,
  "5.3.0": V5_3,
};
