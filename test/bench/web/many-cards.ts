import type { DashboardPatch, DashboardPayload, NormalizedDownload } from "@sofarr/contract";

import { makeDownload } from "../../../packages/web/src/state/make-download.ts";

const GIGABYTE = 1e9;
const INSTANCES = ["Main qBittorrent", "Transmission", "SABnzbd", "rTorrent"];
const START = Date.parse("2026-11-23T12:00:00Z");
/** Stays below 100, so that no card ever changes its group. */
const HIGHEST_PERCENT = 90;

/** A frame of that many downloads of one person, all on their way. */
export function manyCards(count: number): DashboardPayload {
  return {
    user: "Ada",
    isAdmin: false,
    showAll: false,
    downloads: Array.from({ length: count }, (_, at) => card(at, 0)),
    downloadClients: INSTANCES.map((name) => ({ id: idOf(name), name, type: "qbittorrent" })),
    mediaServerUrl: null,
    awaited: [],
    sources: sources(),
    serverTime: new Date(START).toISOString(),
    serverVersion: "2.0.0",
  };
}

/** A step in which these cards' numbers tick: progress, bytes, speed and time to go. */
export function tickOf(indices: readonly number[], step: number): DashboardPatch {
  return {
    set: Object.fromEntries(
      indices.map((at) => {
        const download = card(at, step);
        return [`${download.instanceId}/${download.id}`, download];
      }),
    ),
    del: [],
    sources: sources(),
    serverTime: new Date(START + step * 1_000).toISOString(),
  };
}

/** A different choice of `size` cards for every step, spread over the whole list. */
export function chosenCards(count: number, size: number, step: number): number[] {
  const stride = Math.floor(count / size);
  return Array.from({ length: size }, (_, at) => (at * stride + (step % stride)) % count);
}

/** What a card of this title shows, for finding it in the page. */
export function titleOf(at: number): string {
  return `Title number ${at}`;
}

function card(at: number, step: number): NormalizedDownload {
  const instanceName = INSTANCES[at % INSTANCES.length] ?? "";
  const size = (1 + (at % 7)) * GIGABYTE;
  // 7 and 90 have no common divisor: every step is another number.
  const progress = (at * 13 + step * 7) % HIGHEST_PERCENT;
  const speed = 1_000_000 + ((at + step) % 50) * 100_000;
  return makeDownload({
    id: `download-${at}`,
    title: `Title.Number.${at}.2026.1080p.WEB-DL.x264-GROUP`,
    instanceId: idOf(instanceName),
    instanceName,
    progress,
    size,
    downloaded: Math.round((size * progress) / 100),
    speed,
    eta: Math.round((size * (1 - progress / 100)) / speed),
    category: "movies",
    addedOn: new Date(START - at * 60_000).toISOString(),
    arrQueueId: at,
    arrType: "movie",
    seriesName: null,
    movieName: titleOf(at),
    year: 2026,
    episodes: [],
    coverArt: `api/dashboard/cover-art?of=${at}`,
    allTags: ["ada"],
    matchedUserTag: "ada",
    availability: 100,
    seeders: 12,
    peers: 3,
    arrContentId: at,
    arrContentIds: [at],
    arrContentType: "movie",
  });
}

function sources(): DashboardPayload["sources"] {
  return INSTANCES.map((name) => ({
    id: idOf(name),
    name,
    type: "qbittorrent",
    state: "ok",
    lastSuccessAt: new Date(START).toISOString(),
    ageSeconds: 1,
    reason: null,
  }));
}

function idOf(name: string): string {
  return name.toLowerCase().replaceAll(" ", "-");
}
