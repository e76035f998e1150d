import { wholeNumber, wholeNumbers } from "./arr-paging.ts";
import type { ArrWorld } from "./arr-world.ts";
import { commandResource, findCommand, postCommand } from "./command-queue.ts";
import { NOT_FOUND, type Answer } from "./connection-routes.ts";
import { listHistory, listHistoryOfTitle, listHistorySince } from "./history-routes.ts";
import { episodeResource, titleResource } from "./library-resource.ts";
import { markFailed, readRemovalFlags, removeRows } from "./queue-removal.ts";
import { listQueue, listQueueDetails, queueCounts } from "./queue-routes.ts";
import { systemStatus } from "./system-status.ts";

/** One request below the URL base, with its JSON body read. */
export interface ArrCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Everything below /api/v3 that is JSON in memory: queue, history, library, tags, commands. */
export function answerApi(world: ArrWorld, call: ArrCall): Answer {
  const byId = /^(.*)\/(\d+)$/.exec(call.path);
  if (byId !== null) return answerOne(world, call, `${call.method} ${byId[1]}`, Number(byId[2]));
  const { titleName } = world.vocabulary;
  switch (`${call.method} ${call.path}`) {
    case "GET /system/status":
      return ok(systemStatus(world));
    case "GET /queue":
      return ok(listQueue(world, call.query));
    case "GET /queue/details":
      return ok(listQueueDetails(world, call.query));
    case "GET /queue/status":
      return ok(queueCounts(world));
    case "DELETE /queue/bulk":
      removeRows(world, idsOf(call.body), readRemovalFlags(world, call.query));
      return ok({});
    case "GET /history":
      return orBadRequest(listHistory(world, call.query), "eventType");
    case "GET /history/since":
      return orBadRequest(listHistorySince(world, call.query), "date");
    case `GET /history/${titleName}`:
      return orBadRequest(listHistoryOfTitle(world, call.query), world.vocabulary.titleIdName);
    case `GET /${titleName}`:
      return ok(listTitles(world, call.query));
    case "GET /episode":
      return answerEpisodes(world, call.query);
    case "GET /tag":
      return ok(world.tags);
    case "GET /tag/detail":
      return ok(world.tags.map((tag) => tagDetail(world, tag.id, tag.label)));
    case "GET /health":
      return ok(world.health.map((one) => ({ ...one, wikiUrl: "https://wiki.example/health" })));
    case "GET /diskspace":
      return ok([{ path: "/data", label: "data", freeSpace: 2e12, totalSpace: 8e12 }]);
    case "GET /command":
      return ok(world.commands.map((command) => commandResource(world, command)));
    case "POST /command": {
      const command = postCommand(world, call.body);
      const failed = { status: 500, body: { message: "Sequence contains no matching element" } };
      return command === null ? failed : { status: 201, body: commandResource(world, command) };
    }
    default:
      return NOT_FOUND;
  }
}

/** Routes that end in an id. */
function answerOne(world: ArrWorld, call: ArrCall, route: string, id: number): Answer {
  switch (route) {
    case "DELETE /queue": {
      const removed = removeRows(world, [id], readRemovalFlags(world, call.query));
      return removed === 0 ? NOT_FOUND : ok({});
    }
    case "POST /history/failed": {
      const event = world.history.find((one) => one.id === id);
      if (event === undefined) return NOT_FOUND;
      if (event.downloadId !== null) markFailed(world, event.downloadId, false);
      return ok({});
    }
    case `GET /${world.vocabulary.titleName}`:
      return orNotFound(world.titleOf(id), (title) => titleResource(world, title, true));
    case "GET /episode":
      return orNotFound(world.episodesOf([id])[0], (one) => episodeResource(world, one));
    case "GET /tag":
      return orNotFound(
        world.tags.find((tag) => tag.id === id),
        (tag) => tag,
      );
    case "GET /tag/detail":
      return orNotFound(
        world.tags.find((tag) => tag.id === id),
        (tag) => tagDetail(world, tag.id, tag.label),
      );
    case "GET /command":
      return orNotFound(findCommand(world, id), (one) => commandResource(world, one));
    default:
      return NOT_FOUND;
  }
}

function listTitles(world: ArrWorld, query: URLSearchParams): object[] {
  const isSeries = world.vocabulary.kind === "sonarr";
  const asked = wholeNumber(query.get(isSeries ? "tvdbId" : "tmdbId"));
  return world.titles
    .filter((title) => asked === null || asked === (isSeries ? title.tvdbId : title.tmdbId))
    .map((title) => titleResource(world, title, true));
}

/** Needs a series or a list of episodes; asked for everything it refuses. */
function answerEpisodes(world: ArrWorld, query: URLSearchParams): Answer {
  const seriesId = wholeNumber(query.get("seriesId"));
  const ids = wholeNumbers(query, "episodeIds");
  const seasonNumber = wholeNumber(query.get("seasonNumber"));
  if (seriesId === null && ids.length === 0) {
    return { status: 400, body: { message: "seriesId or episodeIds must be provided" } };
  }
  const episodes =
    ids.length > 0 ? world.episodesOf(ids) : (world.titleOf(seriesId)?.episodes ?? []);
  return ok(
    episodes
      .filter((episode) => seasonNumber === null || episode.seasonNumber === seasonNumber)
      .map((episode) => episodeResource(world, episode)),
  );
}

function tagDetail(world: ArrWorld, id: number, label: string): object {
  const titles = world.titles.filter((title) => title.tagIds.includes(id));
  return {
    label,
    delayProfileIds: [],
    importListIds: [],
    notificationIds: world.connections.filter((one) => one.tags.includes(id)).map((one) => one.id),
    [world.vocabulary.titleIdsName]: titles.map((title) => title.id),
    id,
  };
}

function idsOf(body: ArrCall["body"]): number[] {
  const ids = body["ids"];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "number") : [];
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function orNotFound<T>(found: T | null | undefined, present: (found: T) => unknown): Answer {
  return found === null || found === undefined ? NOT_FOUND : ok(present(found));
}

function orBadRequest(body: unknown, name: string): Answer {
  if (body !== null) return ok(body);
  return { status: 400, body: { title: "One or more validation errors", errors: { [name]: [] } } };
}
