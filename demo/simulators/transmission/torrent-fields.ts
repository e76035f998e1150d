import { PIECE_BYTES, seconds, type Field, type FieldContext } from "./field-context.ts";
import { filesOf, fileStatsOf, trackersOf, trackerStatsOf } from "./torrent-lists.ts";
import {
  downloadRate,
  errorOf,
  haveOf,
  isFinished,
  sizeOf,
  STATUS,
  statusOf,
  uploadRate,
} from "./torrent-state.ts";
import type { Torrent } from "./torrent.ts";
import type { Traits } from "./versions.ts";

const ETA_NOT_AVAILABLE = -1;
const ETA_UNKNOWN = -2;
const FOLLOWS_SESSION = 0;

const constant =
  (value: unknown): Field =>
  () =>
    value;
const addedDate: Field = ({ download }) => seconds(download.addedAt);
const isRunning: (torrent: Torrent) => boolean = ({ download }) =>
  statusOf(download) === STATUS.downloading;

/** Fields of every release, in the spelling of the classic dialect. */
const FIELDS_2_94: Readonly<Record<string, Field>> = {
  activityDate: (torrent) =>
    downloadRate(torrent) + uploadRate(torrent) > 0 ? seconds(torrent.changedAt) : 0,
  addedDate,
  bandwidthPriority: constant(0),
  comment: constant(""),
  corruptEver: constant(0),
  creator: constant(""),
  dateCreated: constant(0),
  desiredAvailable: desiredAvailableOf,
  doneDate: (torrent, { traits }) =>
    traits.since.v4_0 && isFinished(torrent.download) ? seconds(torrent.download.addedAt) : 0,
  downloadDir: ({ download }) => download.savePath,
  downloadLimit: constant(100),
  downloadLimited: constant(false),
  downloadedEver: haveOf,
  error: (torrent) => errorOf(torrent).code,
  errorString: (torrent) => errorOf(torrent).text,
  eta: etaOf,
  etaIdle: constant(ETA_NOT_AVAILABLE),
  fileStats: fileStatsOf,
  files: filesOf,
  hashString: ({ download }) => download.id,
  haveUnchecked: (torrent) => (isRunning(torrent) ? haveOf(torrent) % PIECE_BYTES : 0),
  haveValid: (torrent) => {
    const have = haveOf(torrent);
    return isRunning(torrent) ? have - (have % PIECE_BYTES) : have;
  },
  honorsSessionLimits: constant(true),
  id: ({ numericId }) => numericId,
  isFinished: ({ download }) => download.state === "completed",
  isPrivate: ({ download, extras }) => download.state !== "metadata" && extras.isPrivate,
  isStalled,
  leftUntilDone: (torrent) => sizeOf(torrent) - haveOf(torrent),
  magnetLink: ({ download, extras }) =>
    `magnet:?xt=urn:btih:${download.id}&dn=${encodeURIComponent(download.title)}&tr=${encodeURIComponent(extras.tracker)}`,
  manualAnnounceTime: constant(-1),
  maxConnectedPeers: constant(50),
  metadataPercentComplete: ({ download }) => (download.state === "metadata" ? 0 : 1),
  name: ({ download }) => download.title,
  peers: constant([]),
  peersConnected: ({ download }) => download.seeders + download.peers,
  peersFrom: constant({
    fromCache: 0,
    fromDht: 0,
    fromIncoming: 0,
    fromLpd: 0,
    fromLtep: 0,
    fromPex: 0,
    fromTracker: 0,
  }),
  peersGettingFromUs: (torrent) =>
    uploadRate(torrent) > 0 ? Math.max(1, torrent.download.peers) : 0,
  peersSendingToUs: (torrent) =>
    downloadRate(torrent) > 0 ? Math.max(1, torrent.download.seeders) : 0,
  percentDone: percentDoneOf,
  pieceCount: (torrent) => Math.ceil(sizeOf(torrent) / PIECE_BYTES),
  pieceSize: ({ download }) => (download.state === "metadata" ? 0 : PIECE_BYTES),
  priorities: ({ download }) => (download.state === "metadata" ? [] : [0]),
  queuePosition: ({ numericId }) => numericId - 1,
  rateDownload: (torrent, context) => rate(downloadRate(torrent), context),
  rateUpload: (torrent, context) => rate(uploadRate(torrent), context),
  recheckProgress: ({ download, extras }) =>
    statusOf(download) === STATUS.verifying ? extras.checkProgress : 0,
  secondsDownloading: constant(0),
  secondsSeeding: constant(0),
  seedIdleLimit: constant(30),
  seedIdleMode: constant(FOLLOWS_SESSION),
  seedRatioLimit: constant(2),
  seedRatioMode: constant(FOLLOWS_SESSION),
  sizeWhenDone: sizeOf,
  startDate: addedDate,
  status: ({ download }) => statusOf(download),
  torrentFile: ({ download }) => `/config/torrents/${download.id}.torrent`,
  totalSize: sizeOf,
  trackerStats: trackerStatsOf,
  trackers: trackersOf,
  uploadLimit: constant(100),
  uploadLimited: constant(false),
  uploadRatio: (torrent, { traits }) =>
    torrent.download.state === "metadata" || (!traits.since.v4_0 && haveOf(torrent) === 0) ? -1 : 0,
  uploadedEver: constant(0),
  wanted: ({ download }) => (download.state === "metadata" ? [] : [1]),
  webseedsSendingToUs: constant(0),
};

const FIELDS_3_00: Readonly<Record<string, Field>> = {
  editDate: (torrent, context) => (context.traits.since.v4_0 ? addedDate(torrent, context) : 0),
  labels: ({ download }) => [download.category, ...download.tags].filter((label) => label !== ""),
};

const FIELDS_4_0: Readonly<Record<string, Field>> = {
  availability: (torrent) =>
    Array.from({ length: Math.ceil(sizeOf(torrent) / PIECE_BYTES) }, () =>
      isFinished(torrent.download) ? -1 : Math.floor(torrent.download.availability),
    ),
  "file-count": ({ download }) => (download.state === "metadata" ? 0 : 1),
  percentComplete: percentDoneOf,
};

/** The fields a release knows, by classic name. */
export function fieldsOf(traits: Traits): ReadonlyMap<string, Field> {
  return new Map([
    ...Object.entries(FIELDS_2_94),
    ...(traits.since.v3_00 ? Object.entries(FIELDS_3_00) : []),
    ...(traits.since.v4_0 ? Object.entries(FIELDS_4_0) : []),
  ]);
}

/** Missing bytes that connected peers have: have + these = what the swarm can complete. */
function desiredAvailableOf(torrent: Torrent): number {
  if (!isRunning(torrent)) return 0;
  const { download } = torrent;
  const left = sizeOf(torrent) - haveOf(torrent);
  const offered = Math.round(sizeOf(torrent) * download.availability) - haveOf(torrent);
  return Math.min(left, Math.max(0, offered));
}

function etaOf(torrent: Torrent, { traits }: FieldContext): number {
  if (!isRunning(torrent)) return ETA_NOT_AVAILABLE;
  if (torrent.download.state === "metadata") return ETA_UNKNOWN;
  const bytesPerSecond = downloadRate(torrent);
  if (bytesPerSecond === 0) return traits.stalledEta;
  return Math.ceil((sizeOf(torrent) - haveOf(torrent)) / bytesPerSecond);
}

/** Also true for idle seeds and magnets without metadata, as recorded (queue-stalled-enabled is on). */
function isStalled(torrent: Torrent): boolean {
  const { download } = torrent;
  if (statusOf(download) === STATUS.seeding) return uploadRate(torrent) === 0;
  return isRunning(torrent) && (download.state === "stalled" || download.state === "metadata");
}

function percentDoneOf(torrent: Torrent, { traits }: FieldContext): number {
  const size = sizeOf(torrent);
  if (size === 0) return 0;
  const done = haveOf(torrent) / size;
  return traits.coarseProgress ? Math.floor(done * 10_000) / 10_000 : done;
}

function rate(bytesPerSecond: number, { coarseRates }: FieldContext): number {
  return coarseRates ? Math.floor(bytesPerSecond / 1000) * 1000 : bytesPerSecond;
}
