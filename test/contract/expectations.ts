import type { ArrKind } from "../../packages/server/src/domain/arr-reading.ts";
import type { BadInput } from "./bad-input.ts";
import { callOf, type Input } from "./input.ts";
import type { Stage } from "./stage.ts";
import { connectionForm, NOBODY, storeConnection, type Who } from "./whole-household.ts";

/** Who is let in: anyone, whoever signed in, admins. */
export type Access = "public" | "viewer" | "admin";

/** What each operation is tried with. An empty body is one that is said to be JSON, as many clients always say. */
export const CELLS = ["bad", "no token", "another's token", "empty body", "good"] as const;
export type Cell = (typeof CELLS)[number];

/** What is promised of one operation; the statuses follow by `expectedStatus`. */
export interface Expectation {
  readonly access: Access;
  /** It changes something, and so needs the CSRF token. */
  readonly changes?: true;
  /** Input that works, made for this one call. Left out where there is nothing to give. */
  readonly good?: (stage: Stage, who: Who) => Input | Promise<Input>;
  /** Input that is wrong beyond what the document says. */
  readonly bad?: (good: Input) => readonly BadInput[];
  readonly exceptions?: readonly Exception[];
}

/** Cells the rules do not tell, and why. */
interface Exception {
  readonly who: readonly Who[];
  readonly cells: readonly Cell[];
  readonly status: number;
  readonly because: string;
}

const OK = 200;
const BAD_INPUT = 400;
const NOT_SIGNED_IN = 401;
const NOT_ALLOWED = 403;

/** The status of one cell. @param needsBody whether the document says that the operation must be given a body. */
export function expectedStatus(
  { access, changes, exceptions = [] }: Expectation,
  who: Who,
  cell: Cell,
  needsBody: boolean,
): number {
  const exception = exceptions.find((one) => one.who.includes(who) && one.cells.includes(cell));
  if (exception !== undefined) return exception.status;
  if (access !== "public" && who === "nobody") return NOT_SIGNED_IN;
  if (access === "admin" && who !== "admin") return NOT_ALLOWED;
  if (cell === "bad") return BAD_INPUT;
  if (cell === "empty body") return needsBody ? BAD_INPUT : OK;
  return cell !== "good" && changes === true ? NOT_ALLOWED : OK;
}

const WEBHOOK_HEADERS = { "x-sofarr-webhook-secret": "webhook-secret-of-the-house" };

/** Every operation of the contract. One that is missing here fails the matrix. */
export const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  "GET /health": { access: "public" },
  "GET /ready": { access: "public" },

  "POST /api/auth/login": {
    access: "public",
    good: () => ({ body: { username: "Bob", password: "bob-password", rememberMe: true } }),
  },
  "GET /api/auth/me": { access: "public" },
  "GET /api/auth/csrf": { access: "public" },
  "POST /api/auth/logout": { access: "viewer", changes: true },

  "GET /api/dashboard/user-downloads": {
    access: "viewer",
    good: () => ({ query: { showAll: "true" } }),
  },
  "GET /api/dashboard/stream": {
    access: "viewer",
    good: () => ({ query: { showAll: "1", delta: "true" } }),
  },
  "GET /api/dashboard/cover-art": {
    access: "viewer",
    good: coverArt,
    exceptions: [
      {
        who: ["stranger", "admin"],
        cells: CELLS,
        status: BAD_INPUT,
        because: "An address of a poster is good for the one person it was handed out to.",
      },
    ],
  },
  "POST /api/dashboard/blocklist-search": {
    access: "viewer",
    changes: true,
    good: blockedDownload,
    exceptions: [
      {
        who: ["stranger"],
        cells: ["good"],
        status: NOT_ALLOWED,
        because: "It is not theirs.",
      },
    ],
  },

  "GET /api/status/status": { access: "admin" },
  "GET /api/history/recent": {
    access: "viewer",
    good: () => ({ query: { days: "90", showAll: "true" } }),
  },

  "POST /api/webhook/sonarr": webhook({ eventType: "Grab", instanceName: "Sonarr" }),
  "POST /api/webhook/radarr": webhook({ eventType: "Grab", instanceName: "Radarr" }),
  "POST /api/webhook/ombi": {
    ...webhook({ notificationType: "NewRequest", requestId: "1" }),
    bad: (good) => [{ what: "no notificationType", input: { ...good, body: { requestId: "1" } } }],
  },
  "GET /api/webhook/config": { access: "admin" },

  ...arrProxy("sonarr", "series"),
  ...arrProxy("radarr", "movies"),

  "GET /api/sabnzbd/queue": {
    access: "admin",
    good: () => ({ query: { instance: "sabnzbd-main" } }),
  },
  "GET /api/sabnzbd/history": { access: "admin", good: () => ({ query: { limit: "5" } }) },

  "GET /api/emby/sessions": { access: "admin" },
  "GET /api/emby/users": { access: "admin" },
  "GET /api/emby/users/{id}": {
    access: "admin",
    good: ({ whole }) => ({ path: { id: whole.household.users.alice.id } }),
  },
  "GET /api/emby/session/{sessionId}/user": {
    access: "admin",
    good: ({ whole }) => ({
      path: { sessionId: whole.household.mediaServer.sessions()[0]?.id ?? "" },
    }),
  },

  "GET /api/ombi/requests": {
    access: "viewer",
    good: () => ({
      query: { type: ["movie", "tv"], status: "pending", sort: "title_asc", search: "a" },
    }),
  },
  "POST /api/ombi/webhook/enable": {
    access: "admin",
    changes: true,
    good: () => ({ body: { force: true } }),
  },
  "GET /api/ombi/webhook/status": { access: "admin" },
  "POST /api/ombi/webhook/test": { access: "admin", changes: true },

  "GET /api/debug/status": { access: "public" },
  "GET /api/debug/server-logs": { access: "admin" },
  "GET /api/debug/client-logs": { access: "admin" },
  "POST /api/debug/client-logs": {
    access: "admin",
    changes: true,
    good: () => ({
      body: [{ level: "info", message: "hello", timestamp: "2026-05-18T12:00:00Z" }],
    }),
  },
};

function webhook(body: Readonly<Record<string, unknown>>): Expectation {
  return { access: "public", good: () => ({ headers: WEBHOOK_HEADERS, body }) };
}

function arrProxy(kind: ArrKind, titles: string): Record<string, Expectation> {
  const at = `/api/${kind}`;
  const instance = `${kind}-main`;
  const chosen: Expectation = { access: "admin", good: () => ({ query: { instance } }) };
  const change = { access: "admin", changes: true } as const;
  const noForm = (good: Input): readonly BadInput[] => [
    { what: "no notification", input: { ...good, body: { name: "only a name" } } },
  ];
  let made = 0;
  const form = ({ whole }: Stage): Record<string, unknown> => {
    made += 1;
    return connectionForm(`Made by the matrix ${made}`, whole.elsewhere.url);
  };
  const stored = async (stage: Stage): Promise<{ id: string }> => {
    const { name } = form(stage);
    const arr = stage.whole.household[kind];
    return { id: String(await storeConnection(arr, String(name), stage.whole.elsewhere.url)) };
  };
  return {
    [`GET ${at}/queue`]: chosen,
    [`GET ${at}/history`]: {
      access: "admin",
      good: () => ({ query: { pageSize: "5", instance } }),
    },
    [`GET ${at}/${titles}`]: chosen,
    [`GET ${at}/${titles}/{id}`]: { access: "admin", good: () => ({ path: { id: "1" } }) },
    [`GET ${at}/notifications`]: chosen,
    [`GET ${at}/notifications/schema`]: chosen,
    [`POST ${at}/notifications`]: {
      ...change,
      good: (stage) => ({ query: { instance }, body: form(stage) }),
      bad: noForm,
    },
    [`POST ${at}/notifications/test`]: {
      ...change,
      good: (stage) => ({ body: form(stage) }),
      bad: noForm,
    },
    [`POST ${at}/notifications/sofarr-webhook`]: {
      ...change,
      good: () => ({ query: { instance } }),
    },
    [`GET ${at}/notifications/{id}`]: {
      access: "admin",
      good: async (stage) => ({ path: await stored(stage) }),
    },
    [`PUT ${at}/notifications/{id}`]: {
      ...change,
      good: async (stage) => ({ path: await stored(stage), body: form(stage) }),
      bad: noForm,
    },
    [`DELETE ${at}/notifications/{id}`]: {
      ...change,
      good: async (stage) => ({ path: await stored(stage) }),
    },
  };
}

/** The owner's poster. */
async function coverArt({ owned }: Stage): Promise<Input> {
  const poster = (): string | undefined =>
    [...owned.view().values()].find(({ coverArt }) => coverArt !== null)?.coverArt ?? undefined;
  await owned.until(() => poster() !== undefined, "a poster");
  const url = new URL(poster() ?? "", "http://sofarr").searchParams.get("url") ?? "";
  return { query: { url } };
}

/** A download of the owner's that cannot be imported; removing it takes it away. */
async function blockedDownload({ whole, owned }: Stage, who: Who): Promise<Input> {
  const { household } = whole;
  const title = `Blocked.Lights.${household.qbittorrent.downloads().length}`;
  // Of a series that sofarr knows already: a new one is known once the library is read anew, up to 15 s later.
  const series = household.sonarr.titles().find(({ title: name }) => name === "Harbor Lights");
  const download = household.qbittorrent.add({ title, state: "completed" });
  household.sonarr.addQueueItem({
    title,
    downloadId: download.id.toUpperCase(),
    seriesId: series?.id ?? null,
    episodeIds: series?.episodes.slice(0, 1).map(({ id }) => id) ?? [],
    status: "completed",
    trackedDownloadState: "importBlocked",
    trackedDownloadStatus: "warning",
  });
  // Where events come in, polls are skipped.
  const event = { eventType: "Grab", downloadId: download.id };
  const nudge = { query: { instance: "sonarr-main" }, headers: WEBHOOK_HEADERS, body: event };
  await whole.caller.send(callOf("POST /api/webhook/sonarr", nudge, NOBODY));
  const shown = () => [...owned.view().values()].find(({ id }) => id === download.id);
  await owned.until(() => shown()?.canBlocklist === true, `${title} may be blocklisted`);
  const one = shown();
  return {
    body: {
      arrQueueId: one?.arrQueueId,
      arrType: "sonarr",
      arrInstanceUrl: who === "admin" ? household.sonarr.url : one?.arrInstanceUrl,
      arrInstanceKey: "ignored",
      arrContentId: one?.arrContentId,
      arrContentIds: one?.arrContentIds,
      arrSeriesId: one?.arrSeriesId,
      arrContentType: "episode",
    },
  };
}
