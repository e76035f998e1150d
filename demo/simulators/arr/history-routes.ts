import { dateText } from "./arr-json.ts";
import type { HistoryEvent } from "./arr-nouns.ts";
import { flag, pageOf, readPaging, sortRows, wholeNumber, wholeNumbers } from "./arr-paging.ts";
import type { ArrWorld } from "./arr-world.ts";
import { episodeResource, titleResource } from "./library-resource.ts";
import { languageResource, qualityResource } from "./release-words.ts";

const SORT_KEYS = ["date", "series.sortTitle", "movieMetadata.sortTitle"];

/** GET /history: one page, newest first; past the end there are no records. `null` = a bad filter (400). */
export function listHistory(world: ArrWorld, query: URLSearchParams): object | null {
  const paging = readPaging(query, SORT_KEYS, "date");
  const asked = query.getAll("eventType");
  if (asked.some((text) => wholeNumber(text) === null)) return null;
  const numbers = (world.features.hasRepeatableEventType ? asked : asked.slice(0, 1)).map(Number);
  const downloadId = query.get("downloadId");
  const episodeId = wholeNumber(query.get("episodeId"));
  const titleIds = wholeNumbers(query, world.vocabulary.titleIdsName);
  const rows = world.history
    .filter((event) => numbers.length === 0 || numbers.includes(numberOf(world, event)))
    .filter((event) => downloadId === null || event.downloadId === downloadId)
    .filter((event) => episodeId === null || event.episodeId === episodeId)
    .filter((event) => titleIds.length === 0 || titleIds.includes(event.titleId));
  const sorted = sortRows(
    rows,
    (event) =>
      paging.sortKey === "date" ? event.date : (world.titleOf(event.titleId)?.title ?? ""),
    paging.sortDirection,
  );
  return {
    ...paging,
    totalRecords: rows.length,
    records: resources(world, pageOf(sorted, paging.page, paging.pageSize), query),
  };
}

/** GET /history/since: everything from that date on, oldest first, however much it is. `null` = a bad date. */
export function listHistorySince(world: ArrWorld, query: URLSearchParams): object[] | null {
  const since = Date.parse(query.get("date") ?? "0001-01-01T00:00:00Z");
  if (Number.isNaN(since)) return null;
  const rows = ofEventType(world, query).filter((event) => event.date >= since);
  return resources(
    world,
    sortRows(rows, (event) => event.date, "ascending"),
    query,
  );
}

/** GET /history/series or /history/movie: one title, newest first. `null` = no title given (400). */
export function listHistoryOfTitle(world: ArrWorld, query: URLSearchParams): object[] | null {
  const titleId = wholeNumber(query.get(world.vocabulary.titleIdName));
  if (titleId === null) return null;
  const seasonNumber = wholeNumber(query.get("seasonNumber"));
  const rows = ofEventType(world, query)
    .filter((event) => event.titleId === titleId)
    .filter(
      (event) =>
        seasonNumber === null ||
        world.episodesOf([event.episodeId ?? 0])[0]?.seasonNumber === seasonNumber,
    );
  return resources(
    world,
    sortRows(rows, (event) => event.date, "descending"),
    query,
  );
}

/** The lists that are not paged take the event type as a number or by its name. */
function ofEventType(world: ArrWorld, query: URLSearchParams): HistoryEvent[] {
  const asked = query.get("eventType");
  if (asked === null) return world.history;
  return world.history.filter(
    (event) => asked === nameOf(world, event) || wholeNumber(asked) === numberOf(world, event),
  );
}

function nameOf(world: ArrWorld, event: HistoryEvent): string {
  return world.vocabulary.eventTypes[event.eventType][0];
}

function numberOf(world: ArrWorld, event: HistoryEvent): number {
  return world.vocabulary.eventTypes[event.eventType][1];
}

function resources(
  world: ArrWorld,
  events: readonly HistoryEvent[],
  query: URLSearchParams,
): object[] {
  const withTitle = flag(query, world.vocabulary.includeTitle);
  const withEpisode = flag(query, "includeEpisode");
  return events.map((event) => {
    const title = world.titleOf(event.titleId);
    const [episode] = world.episodesOf(event.episodeId === null ? [] : [event.episodeId]);
    const languages = event.languages.map(languageResource);
    return {
      episodeId: event.episodeId,
      [world.vocabulary.titleIdName]: event.titleId,
      sourceTitle: event.sourceTitle,
      ...(world.features.hasLanguageList ? { languages } : { language: languages[0] }),
      quality: qualityResource(world.vocabulary.kind, event.quality),
      ...(world.features.hasCustomFormats ? { customFormats: [], customFormatScore: 0 } : {}),
      qualityCutoffNotMet: false,
      date: dateText(event.date),
      downloadId: event.downloadId,
      eventType: nameOf(world, event),
      data: event.data,
      [world.vocabulary.titleName]:
        withTitle && title !== undefined ? titleResource(world, title, false) : null,
      episode: withEpisode && episode !== undefined ? episodeResource(world, episode) : null,
      id: event.id,
    };
  });
}
