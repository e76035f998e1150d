import type { RtorrentDownload } from "./rtorrent-download.ts";
import type { AnswerValue } from "./write-answer.ts";

/** One tracker of a download. */
export interface TrackerTarget {
  readonly item: RtorrentDownload;
  readonly url: string;
  readonly index: number;
}

/** Every `t.*` command that only reads. Only the first tracker knows the swarm and may be failing. */
export const TRACKER_FIELDS: Readonly<Record<string, (target: TrackerTarget) => AnswerValue>> = {
  "t.url": ({ url }) => url,
  "t.id": () => "",
  "t.type": ({ url }) => (url.startsWith("udp:") ? 2 : 1),
  "t.group": ({ index }) => index,
  "t.is_enabled": () => 1,
  "t.is_open": () => 0,
  "t.scrape_complete": ({ item, index }) => (index === 0 ? item.download.seeders : 0),
  "t.scrape_incomplete": ({ item, index }) =>
    index === 0 ? Math.max(0, item.download.peers - item.download.seeders) : 0,
  "t.scrape_downloaded": () => 0,
  "t.failed_counter": ({ item, index }) => (isFailing(item) && index === 0 ? 5 : 0),
  "t.success_counter": ({ item }) => (isFailing(item) ? 0 : 1),
  "t.latest_event": () => "",
  "t.activity_time_next": () => 0,
  "t.activity_time_last": () => 0,
};

function isFailing({ download }: RtorrentDownload): boolean {
  return download.state === "error" || download.message.startsWith("Tracker: ");
}
