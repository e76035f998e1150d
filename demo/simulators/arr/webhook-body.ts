import type { ArrTitle, QueueItem } from "./arr-nouns.ts";
import type { ArrWorld } from "./arr-world.ts";
import type { AppEvent, TitleEvent } from "./webhook-event.ts";
import {
  clientPart,
  customFormatPart,
  episodePart,
  filePart,
  grabbedReleasePart,
  releasePart,
  sender,
  titlePart,
} from "./webhook-payload.ts";

/** A webhook body before nulls are taken out; the sender is added when it is sent. */
export type WebhookBody = Record<string, unknown>;

/** The body of the live test that runs before a connection is saved. */
export function testBody(world: ArrWorld): WebhookBody {
  const title = { id: 1, title: "Test Title", tags: ["test-tag"] };
  const body =
    world.vocabulary.kind === "sonarr"
      ? {
          series: { ...title, path: "/testpath", tvdbId: 1234 },
          episodes: [{ id: 123, episodeNumber: 1, seasonNumber: 1, title: "Test title" }],
        }
      : {
          movie: { ...title, year: 1970, folderPath: "/testpath", releaseDate: "1970-01-01" },
          remoteMovie: { tmdbId: 1234, imdbId: "5678", title: "Test title", year: 1970 },
          release: { indexer: "Test Indexer", quality: "Test Quality", qualityVersion: 1 },
        };
  return { eventType: "Test", ...sender(world), ...body };
}

/** Health, and updates of the app itself. */
export function appBody(world: ArrWorld, event: AppEvent): WebhookBody {
  if ("message" in event) {
    const { type: eventType, message } = event;
    return { eventType, level: "warning", message, type: "IndexerStatusCheck" };
  }
  return {
    eventType: event.type,
    message: `Updated to ${event.newVersion}`,
    previousVersion: world.features.fullVersion,
    newVersion: event.newVersion,
  };
}

/** One body for most events; a Sonarr import has one per file; none where the app has no such event. */
export function titleBodies(world: ArrWorld, event: TitleEvent, title: ArrTitle): WebhookBody[] {
  if ("item" in event) {
    if (event.type === "Grab") return [grabBody(world, event.item, title)];
    if (event.type === "Download") {
      return downloadBodies(world, event.item, title, event.isUpgrade ?? false);
    }
    if (event.type === "ManualInteractionRequired") {
      return [manualInteractionBody(world, event.item, title)];
    }
    const isSonarr = world.vocabulary.kind === "sonarr";
    return isSonarr ? [importCompleteBody(world, event.item, title)] : [];
  }
  return [libraryBody(world, event, title)];
}

function grabBody(world: ArrWorld, item: QueueItem, title: ArrTitle): WebhookBody {
  return {
    eventType: "Grab",
    ...titlePart(world, title),
    ...episodesPart(world, item.episodeIds),
    release: grabbedReleasePart(world, item),
    ...clientPart(item),
    ...customFormatPart(world),
  };
}

/** Beware: `deletedFiles` is a list here, and a boolean when a title is deleted. */
function downloadBodies(
  world: ArrWorld,
  item: QueueItem,
  title: ArrTitle,
  isUpgrade: boolean,
): WebhookBody[] {
  const common = {
    eventType: "Download",
    ...titlePart(world, title),
    isUpgrade,
    ...clientPart(item),
    ...(isUpgrade ? { deletedFiles: [filePart(world, title, null, title.id)] } : {}),
    ...customFormatPart(world),
    release: releasePart(world, item),
  };
  if (world.vocabulary.kind === "radarr") {
    return [{ ...common, movieFile: filePart(world, title, item, title.id) }];
  }
  return world.episodesOf(item.episodeIds).map((episode) => ({
    ...common,
    episodes: [episodePart(episode)],
    episodeFile: filePart(world, title, item, episode.id),
  }));
}

/** Told apart from the import of one file by `episodeFiles`, and by having no `isUpgrade`. */
function importCompleteBody(world: ArrWorld, item: QueueItem, title: ArrTitle): WebhookBody {
  return {
    eventType: "Download",
    ...titlePart(world, title),
    ...episodesPart(world, item.episodeIds),
    episodeFiles: item.episodeIds.map((id) => filePart(world, title, item, id)),
    ...clientPart(item),
    ...customFormatPart(world),
    release: releasePart(world, item),
    fileCount: item.episodeIds.length,
    sourcePath: item.outputPath,
    destinationPath: title.path,
  };
}

function manualInteractionBody(world: ArrWorld, item: QueueItem, title: ArrTitle): WebhookBody {
  const status = item.trackedDownloadStatus;
  return {
    eventType: "ManualInteractionRequired",
    ...titlePart(world, title),
    ...episodesPart(world, item.episodeIds),
    downloadInfo: { quality: item.quality, qualityVersion: 1, title: item.title, size: item.size },
    ...clientPart(item),
    downloadStatus: `${status.slice(0, 1).toUpperCase()}${status.slice(1)}`,
    downloadStatusMessages: item.statusMessages,
    ...customFormatPart(world),
    release: releasePart(world, item),
  };
}

type LibraryEvent = Exclude<TitleEvent, { readonly item: QueueItem }>;

function libraryBody(world: ArrWorld, event: LibraryEvent, title: ArrTitle): WebhookBody {
  const isSonarr = world.vocabulary.kind === "sonarr";
  const about = titlePart(world, title);
  if (event.type === "FileDelete") {
    return {
      eventType: isSonarr ? "EpisodeFileDelete" : "MovieFileDelete",
      ...about,
      ...episodesPart(world, event.episodeIds ?? []),
      [isSonarr ? "episodeFile" : "movieFile"]: filePart(world, title, null, title.id),
      deleteReason: "manual",
    };
  }
  if (event.type === "TitleAdded") {
    return {
      eventType: isSonarr ? "SeriesAdd" : "MovieAdded",
      ...about,
      ...(isSonarr ? {} : { addMethod: "manual" }),
    };
  }
  if (event.type === "TitleDeleted") {
    return {
      eventType: isSonarr ? "SeriesDelete" : "MovieDelete",
      ...about,
      deletedFiles: true,
      ...(isSonarr ? {} : { movieFolderSize: 0 }),
    };
  }
  return {
    eventType: "Rename",
    ...about,
    [isSonarr ? "renamedEpisodeFiles" : "renamedMovieFiles"]: [],
  };
}

function episodesPart(world: ArrWorld, episodeIds: readonly number[]): object {
  if (world.vocabulary.kind === "radarr") return {};
  return { episodes: world.episodesOf(episodeIds).map(episodePart) };
}
