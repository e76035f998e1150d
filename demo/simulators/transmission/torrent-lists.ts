import { PIECE_BYTES, seconds, type FieldContext } from "./field-context.ts";
import { errorOf, haveOf, sizeOf, STATUS, statusOf, TRACKER_ERROR } from "./torrent-state.ts";
import type { Torrent } from "./torrent.ts";
import type { Traits } from "./versions.ts";

const INACTIVE = 0;
const WAITING = 1;
/** Seconds between announces. */
const ANNOUNCE_SECONDS = 300;
const UNKNOWN_COUNT = -1;

type Row = Readonly<Record<string, unknown>>;

/** `files`: one file named like the torrent; none before a magnet has its metadata. */
export function filesOf(torrent: Torrent, { traits }: FieldContext): readonly Row[] {
  if (torrent.download.state === "metadata") return [];
  const length = sizeOf(torrent);
  const row = { bytesCompleted: haveOf(torrent), length, name: torrent.download.title };
  if (!traits.since.v4_1) return [row];
  return [{ ...row, begin_piece: 0, end_piece: Math.ceil(length / PIECE_BYTES) }];
}

/** `fileStats`: the same files, without their names. */
export function fileStatsOf(torrent: Torrent): readonly Row[] {
  if (torrent.download.state === "metadata") return [];
  return [{ bytesCompleted: haveOf(torrent), priority: 0, wanted: true }];
}

/** `trackers`: where it announces. */
export function trackersOf({ extras }: Torrent, { traits }: FieldContext): readonly Row[] {
  if (extras.tracker === "") return [];
  const { sitename, ...address } = addressOf(extras.tracker, traits).common;
  return [{ ...address, ...(traits.since.v4_0 ? { sitename } : {}) }];
}

/**
 * `trackerStats`: what the tracker said last. A torrent that is paused or waits has not asked it, one that
 * was completed has. Dates are those of the adding, so that nothing changes by itself.
 */
export function trackerStatsOf(torrent: Torrent, { traits }: FieldContext): readonly Row[] {
  const { download, extras } = torrent;
  if (extras.tracker === "") return [];
  const { code, text } = errorOf(torrent);
  const status = statusOf(download);
  const runs = status === STATUS.downloading || status === STATUS.seeding;
  const hasAsked = runs || download.state === "completed";
  const failed = code === TRACKER_ERROR;
  const succeeded = hasAsked && !failed;
  const askedAt = hasAsked ? seconds(download.addedAt) : 0;
  const nextAt = runs ? askedAt + ANNOUNCE_SECONDS : 0;
  const count = (known: number): number => (succeeded ? known : UNKNOWN_COUNT);
  const { common, host } = addressOf(extras.tracker, traits);
  const { sitename, ...address } = common;
  return [
    {
      ...address,
      announceState: runs ? WAITING : INACTIVE,
      downloadCount: count(0),
      hasAnnounced: hasAsked,
      hasScraped: succeeded,
      host,
      isBackup: false,
      lastAnnouncePeerCount: 0,
      lastAnnounceResult: hasAsked ? (failed ? text : "Success") : "",
      lastAnnounceStartTime: askedAt,
      lastAnnounceSucceeded: succeeded,
      lastAnnounceTime: askedAt,
      lastAnnounceTimedOut: false,
      lastScrapeResult: "",
      lastScrapeStartTime: 0,
      lastScrapeSucceeded: succeeded,
      lastScrapeTime: succeeded ? askedAt : 0,
      lastScrapeTimedOut: false,
      leecherCount: count(download.peers),
      nextAnnounceTime: nextAt,
      nextScrapeTime: nextAt,
      scrapeState: runs ? WAITING : INACTIVE,
      seederCount: count(download.seeders),
      ...(traits.since.v4_0 ? { sitename } : {}),
      ...(traits.since.v4_1 ? { downloader_count: UNKNOWN_COUNT } : {}),
    },
  ];
}

interface TrackerAddress {
  readonly common: Row;
  /** With the scheme before 4.0, without it since. */
  readonly host: string;
}

/** Parsed announce URLs: thousands of torrents share a few. */
const origins = new Map<string, URL>();

function addressOf(announce: string, traits: Traits): TrackerAddress {
  const url = origins.get(announce) ?? new URL(announce);
  origins.set(announce, url);
  const scrape = announce.replace("/announce", "/scrape");
  return {
    common: { announce, id: 0, scrape, sitename: sitenameOf(url.hostname), tier: 0 },
    host: traits.since.v4_0 ? url.host : url.origin,
  };
}

/** The last name of the host before its ending, or the whole address. */
function sitenameOf(hostname: string): string {
  return /^[\d.]+$/.test(hostname) ? hostname : (hostname.split(".").at(-2) ?? hostname);
}
