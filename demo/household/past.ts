import type { ArrSimulator } from "../simulators/arr/index.ts";
import type { OmbiSimulator, OmbiUser } from "../simulators/ombi/index.ts";
import type { DownloadClientSimulator } from "../simulators/download-client-simulator.ts";
import type { Chance } from "./chance.ts";
import type { Shelf } from "./library.ts";
import { releaseOf } from "./release.ts";

const HOUR_MS = 3_600_000;
const DAYS = 6;
const HOURS_PER_DAY = 24;
/** One grab in so many came to nothing. */
const FAILURES_ONE_IN = 6;

/** What happened in the days before: grabs and imports of what is in the library, a few failures. */
export function writePast(shelves: readonly Shelf[], chance: Chance, now: number): void {
  for (const shelf of shelves) {
    const { arr, title } = shelf;
    const onDisk = title.episodes.filter((episode) => episode.hasFile).slice(-1);
    const release = releaseOf(shelf, onDisk, chance);
    const grabbedAt = now - chance.between(2, DAYS * HOURS_PER_DAY) * HOUR_MS;
    const common = {
      titleId: title.id,
      episodeIds: onDisk.map((episode) => episode.id),
      sourceTitle: release.name,
      downloadId: chance.text(40, "0123456789ABCDEF"),
      quality: release.quality,
      size: release.sizeBytes,
    };
    arr.addHistory({ ...common, eventType: "grabbed", date: grabbedAt });
    const hasFailed = chance.whole(1, FAILURES_ONE_IN) === 1;
    const eventType = hasFailed ? "downloadFailed" : "downloadFolderImported";
    arr.addHistory({ ...common, eventType, date: grabbedAt + HOUR_MS });
    if (onDisk.length === 0) title.hasFile = !hasFailed;
  }
}

/** What stands still: requests nobody decided or that were denied, a warning, and downloads no *arr knows. */
export function furnish(
  ombi: OmbiSimulator,
  people: ReadonlyMap<string, OmbiUser>,
  radarr: ArrSimulator,
  client: DownloadClientSimulator,
): void {
  const [mira, jonas] = [people.get("Mira") ?? null, people.get("Jonas K") ?? null];
  ombi.addMovieRequest({ title: "Velvet Static", theMovieDbId: 990_001, requestedBy: mira });
  ombi.addMovieRequest({
    title: "Eleven Hours of Rain",
    theMovieDbId: 990_002,
    requestedBy: jonas,
    denied: true,
    deniedReason: "We have it on disc",
  });
  ombi.addTvRequest({ title: "Gulls", externalProviderId: 990_003, requestedBy: null });
  radarr.setHealth([
    {
      source: "IndexerStatusCheck",
      type: "warning",
      message: "Indexers unavailable due to failures: Open Meadow",
    },
  ]);
  client.add({
    title: "meadow-linux-12.1-desktop.iso",
    sizeBytes: 3.4e9,
    progress: 1,
    state: "seeding",
    seeders: 12,
    peers: 3,
  });
  client.add({
    title: "field.recordings.of.the.north.sea",
    sizeBytes: 1.1e9,
    progress: 0.37,
    state: "stalled",
    availability: 0.37,
  });
}
