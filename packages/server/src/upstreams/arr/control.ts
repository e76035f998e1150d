import type { HistoryEvent, HistoryRecord } from "../../domain/history.ts";
import type { UpstreamCall, UpstreamResponse } from "../request.ts";
import type {
  ArrControl,
  ArrNotifications,
  PassThroughAnswer,
  PassThroughCall,
  QueueRemoval,
} from "../arr-control.ts";
import type { ArrHttp } from "./arr-http.ts";
import type { ArrShape } from "./arr-shape.ts";
import { arrBadPayload, arrFailure } from "./failures.ts";
import { EVENT_NUMBERS } from "./history-events.ts";
import { toHistoryRecord } from "./normalize.ts";
import { parseEpisodes, parseHistory } from "./wire.ts";

const HISTORY_MAX_BYTES = 128 * 1024 * 1024;
const HISTORY_DEADLINE_MS = 30_000;
/** The *arr calls the webhook's address while it saves or tests a connection. */
const NOTIFICATION_LIMITS = { deadlineMs: 60_000 } as const;
/** Whole libraries may be asked for. */
const PASS_THROUGH_LIMITS = { deadlineMs: 60_000, maxBytes: 128 * 1024 * 1024 } as const;
type Limits = Pick<UpstreamCall, "deadlineMs" | "maxBytes">;

/** Builds what can be done with one *arr, on the same conversation that reads it. */
export function createArrControl(shape: ArrShape, instanceId: string, http: ArrHttp): ArrControl {
  async function historyOf(
    event: HistoryEvent,
    since: number,
    signal: AbortSignal,
  ): Promise<readonly HistoryRecord[]> {
    const answer = await http.getJson({
      path: "/history/since",
      query: {
        date: new Date(since).toISOString(),
        eventType: EVENT_NUMBERS[event],
        ...shape.historyQuery,
      },
      signal,
      maxBytes: HISTORY_MAX_BYTES,
      deadlineMs: HISTORY_DEADLINE_MS,
    });
    const rows = parseHistory(shape, answer);
    if (rows === null) throw arrBadPayload(instanceId, shape, "history");
    return rows.map((row) => toHistoryRecord(event, row));
  }

  async function history(
    since: number,
    events: readonly HistoryEvent[],
    signal: AbortSignal,
  ): Promise<readonly HistoryRecord[]> {
    const all = await Promise.all(events.map((event) => historyOf(event, since, signal)));
    return all.flat().sort((a, b) => b.at - a.at || b.id - a.id);
  }

  async function send(
    { method, path, query, body }: PassThroughCall,
    signal: AbortSignal,
    limits: Limits = {},
  ): Promise<UpstreamResponse> {
    return await http.send({
      method,
      path,
      signal,
      ...(query === undefined ? {} : { query }),
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      ...limits,
    });
  }

  /** @throws UpstreamError for every status but a success and those named. */
  async function act(
    call: PassThroughCall,
    signal: AbortSignal,
    alsoFine?: number,
  ): Promise<number> {
    const response = await send(call, signal);
    const { status } = response;
    const isFine = (status >= 200 && status < 300) || status === alsoFine;
    if (!isFine) throw arrFailure(instanceId, shape, response);
    return status;
  }

  async function passThrough(
    call: PassThroughCall,
    signal: AbortSignal,
    limits: Limits,
  ): Promise<PassThroughAnswer> {
    if (!isPlainPath(call.path)) throw new TypeError("not a plain path below the API");
    const response = await send(call, signal, limits);
    const { status, body } = response;
    const isAboutTheCall = (status >= 200 && status < 300) || CALLERS_STATUSES.has(status);
    if (!isAboutTheCall) throw arrFailure(instanceId, shape, response);
    return { status, body: body.length === 0 ? null : response.json() };
  }

  async function removeFromQueue(
    queueId: number,
    removal: QueueRemoval,
    signal: AbortSignal,
  ): Promise<boolean> {
    const call = { method: "DELETE", path: `/queue/${queueId}`, query: { ...removal } } as const;
    return (await act(call, signal, NOT_FOUND)) !== NOT_FOUND;
  }

  async function episodeIdsOfSeason(
    seriesId: number,
    seasonNumber: number,
    signal: AbortSignal,
  ): Promise<readonly number[]> {
    if (shape.kind !== "sonarr") return [];
    const query = { seriesId, seasonNumber };
    const episodes = parseEpisodes(await http.getJson({ path: "/episode", query, signal }));
    if (episodes === null) throw arrBadPayload(instanceId, shape, "list of episodes");
    return episodes.flatMap((one) => (one.seasonNumber === seasonNumber ? [one.id] : []));
  }

  return {
    history,
    removeFromQueue,
    episodeIdsOfSeason,
    search: async (command, signal) => {
      await act({ method: "POST", path: "/command", body: command }, signal);
    },
    refreshMonitoredDownloads: async (signal) => {
      const body = { name: "RefreshMonitoredDownloads" };
      await act({ method: "POST", path: "/command", body }, signal);
    },
    passThrough: (call, signal) => passThrough(call, signal, PASS_THROUGH_LIMITS),
    notifications: createNotifications((call, signal) =>
      passThrough(call, signal, NOTIFICATION_LIMITS),
    ),
  };
}

const NOT_FOUND = 404;
/** Bad input, unknown id, conflict, refused by validation: for whoever made the call, not for us. */
const CALLERS_STATUSES: ReadonlySet<number> = new Set([400, NOT_FOUND, 409, 422]);

/** No query, no fragment, no way up and out of the API. */
function isPlainPath(path: string): boolean {
  return /^(?:\/[\w.~%-]+)+$/.test(path) && !/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path);
}

function createNotifications(call: ArrControl["passThrough"]): ArrNotifications {
  const path = "/notification";
  return {
    list: (signal) => call({ method: "GET", path }, signal),
    get: (id, signal) => call({ method: "GET", path: `${path}/${id}` }, signal),
    schema: (signal) => call({ method: "GET", path: `${path}/schema` }, signal),
    create: (body, signal) => call({ method: "POST", path, body }, signal),
    update: (id, body, signal) => call({ method: "PUT", path: `${path}/${id}`, body }, signal),
    remove: (id, signal) => call({ method: "DELETE", path: `${path}/${id}` }, signal),
    test: (body, signal) => call({ method: "POST", path: `${path}/test`, body }, signal),
  };
}
