import { flagsOf, type RtorrentDownload } from "./rtorrent-download.ts";

const ALL = (): boolean => true;

/** rTorrent's own views: which downloads each shows. */
export const VIEWS: Readonly<Record<string, (item: RtorrentDownload) => boolean>> = {
  main: ALL,
  default: ALL,
  name: ALL,
  started: (item) => flagsOf(item).isStarted,
  stopped: (item) => !flagsOf(item).isStarted,
  complete: (item) => flagsOf(item).isComplete,
  incomplete: (item) => !flagsOf(item).isComplete,
  hashing: (item) => flagsOf(item).hashing !== 0,
  seeding: (item) => flagsOf(item).isStarted && flagsOf(item).isComplete,
  leeching: (item) => flagsOf(item).isStarted && !flagsOf(item).isComplete,
  active: (item) => flagsOf(item).isActive,
};
