import type { ServerResponse } from "node:http";

import { send, sendJson, type SeenRequest } from "../simulator-server.ts";
import type { OmbiBook } from "./ombi-book.ts";
import { childJson, movieJson, statusWord, tvJson, userJson } from "./ombi-json.ts";
import type { OmbiUser, WebhookSettings } from "./ombi-nouns.ts";
import { sendWebhook, webhookBody } from "./webhook-agent.ts";

/** All that the routes look at. */
export interface OmbiWorld {
  readonly book: OmbiBook;
  readonly apiKey: string;
  readonly version: string;
  /** Sub-path with a leading slash, or "". */
  readonly basePath: string;
  /** "Hide requests of other users" in its settings. */
  readonly hidesOthers: boolean;
  readonly now: () => number;
}

/** Answers any request: open routes first, then those that want a key or a person. */
export async function answerOmbi(
  world: OmbiWorld,
  request: SeenRequest,
  response: ServerResponse,
): Promise<void> {
  const { basePath } = world;
  if (basePath !== "" && !`${request.path}/`.startsWith(`${basePath}/`)) {
    send(response, 404, "");
    return;
  }
  const path = request.path.slice(basePath.length).toLowerCase().replace(/\/$/, "");
  const route = `${request.method} ${path}`;
  if (route === "GET /api/v1/status") sendJson(response, 200, 200);
  else if (route === "GET /api/v1/request/count") sendJson(response, 200, counts(world.book));
  else if (!path.startsWith("/api/")) send(response, 200, "<!doctype html>", HTML);
  else {
    const caller = findCaller(world, request);
    if ("refusal" in caller) send(response, 401, caller.refusal);
    else await answerKnown(world, route, caller, request, response);
  }
}

const HTML = { "content-type": "text/html" };

/** Keys are compared without case. A `UserName` beside the key acts for that person, with their rights. */
function findCaller(
  world: OmbiWorld,
  request: SeenRequest,
): OmbiUser | { readonly refusal: string } {
  const key = headerText(request, "apikey") ?? request.query.get("apikey");
  if (key === null) return { refusal: "" };
  if (key.toLowerCase() !== world.apiKey.toLowerCase()) return { refusal: "Invalid API Key" };
  const name = headerText(request, "username") ?? "";
  const wanted = name === "" ? "API" : name.toUpperCase();
  const user = world.book.users.find((one) => one.userName.toUpperCase() === wanted);
  return user ?? { refusal: "Invalid User" };
}

async function answerKnown(
  world: OmbiWorld,
  route: string,
  caller: OmbiUser,
  request: SeenRequest,
  response: ServerResponse,
): Promise<void> {
  const { book } = world;
  const lists = listsFor(world, caller);
  const isSetting = /\/(settings|tester)\//.test(route);
  if ((isSetting || route === "GET /api/v1/identity/users") && !caller.isAdmin) {
    send(response, 403, "");
  } else if (route === "GET /api/v1/status/info") {
    sendJson(response, 200, world.version);
  } else if (route === "GET /api/v1/request/movie") sendJson(response, 200, lists.movie);
  else if (route === "GET /api/v1/request/tv") sendJson(response, 200, lists.tv);
  else if (route === "GET /api/v1/request/tvlite") sendJson(response, 200, lists.tvlite);
  else if (route === "GET /api/v1/identity") sendJson(response, 200, userJson(caller));
  else if (route === "GET /api/v1/identity/users") {
    sendJson(response, 200, book.users.map(userJson));
  } else if (route === "GET /api/v1/settings/notifications/webhook") {
    sendJson(response, 200, book.webhook);
  } else if (route === "POST /api/v1/settings/notifications/webhook") {
    book.webhook = readSettings(request.body);
    sendJson(response, 200, true);
  } else if (route === "POST /api/v1/tester/webhook") {
    // Whatever the other side says, the tester says true.
    const settings = { ...readSettings(request.body), enabled: true };
    await sendWebhook(settings, webhookBody("Test", null, world.now()));
    sendJson(response, 200, true);
  } else answerPages(route, lists, response);
}

type Lists = ReturnType<typeof listsFor>;

/** Admins and the API account see everything; others only their own when that option is on. */
function listsFor(world: OmbiWorld, caller: OmbiUser) {
  const isShown = (by: OmbiUser | null): boolean =>
    caller.isAdmin || !world.hidesOthers || by?.id === caller.id;
  const shows = world.book.shows
    .map((show) => ({ ...show, children: show.children.filter((one) => isShown(one.requestedBy)) }))
    .filter((show) => show.children.length > 0);
  return {
    movie: world.book.movies.filter((one) => isShown(one.requestedBy)).map(movieJson),
    tv: shows.map((show) => tvJson(show, true)),
    tvlite: shows.map((show) => tvJson(show, false)),
    children: shows.flatMap((show) => show.children.map((child) => childJson(child, true))),
  };
}

/** The paged lists: v1 with count and position, v2 where tv means child requests. */
function answerPages(route: string, lists: Lists, response: ServerResponse): void {
  const v1 = /^GET \/api\/v1\/request\/(movie|tv|tvlite)\/(\d+)\/(\d+)\/\d+\/\d+\/\d+$/.exec(route);
  const v2 = /^GET \/api\/v2\/requests\/(movie|tv)\/(\d+)\/(\d+)\/\w+\/(?:asc|desc)$/.exec(route);
  const [, kind, count, position] = v1 ?? v2 ?? [];
  if (kind === undefined) {
    send(response, 404, "");
    return;
  }
  const isChildren = v1 === null && kind === "tv";
  const all = isChildren ? lists.children : lists[kind as "movie" | "tv" | "tvlite"];
  const start = Number(position);
  const collection = all.slice(start, start + Number(count));
  sendJson(response, 200, { collection, total: all.length });
}

function counts(book: OmbiBook): object {
  const words = [...book.movies, ...book.children()].map(statusWord);
  const count = (word: string): number => words.filter((one) => one === word).length;
  return {
    pending: count("Pending"),
    approved: count("Processing"),
    available: count("Available"),
  };
}

/** The whole object is replaced: what is not sent is gone. */
function readSettings(text: string): WebhookSettings {
  let body: Record<string, unknown> = {};
  try {
    body = { ...JSON.parse(text) };
  } catch {
    // Not JSON: nothing is set.
  }
  const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
  return {
    enabled: body["enabled"] === true,
    webhookUrl: textOf(body["webhookUrl"]),
    applicationToken: textOf(body["applicationToken"]),
    id: 1,
  };
}

function headerText(request: SeenRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}
