import type { ServerResponse } from "node:http";

import { send, sendJson, type SeenRequest } from "../simulator-server.ts";
import type { AccountBook, MediaSession, MediaUser, SignInAttempt } from "./account-book.ts";
import { drawAvatar } from "./avatar.ts";
import { readToken } from "./client-header.ts";
import {
  publicInfo,
  sessionJson,
  signInJson,
  userJson,
  type ServerFacts,
} from "./media-server-json.ts";
import type { MediaServerFeatures } from "./media-server-version.ts";
import { readSignIn, signIn } from "./sign-in.ts";

/** All that the routes look at. */
export interface MediaServerWorld {
  readonly facts: ServerFacts;
  readonly features: MediaServerFeatures;
  readonly book: AccountBook;
  /** Keys made by an admin: they may do everything and are nobody. */
  readonly apiKeys: readonly string[];
  /** Sub-path with a leading slash, or "". */
  readonly basePath: string;
  readonly isStarting: boolean;
  readonly attempts: SignInAttempt[];
}

/** Who asks: a person on a device, or an API key. */
type Caller = MediaSession | "api-key";

/** What production builds say for every error; only the status means anything. */
const ERROR_TEXT = "Error processing request.";

/** Routes that want a token; what is not a route is 404, whoever asks. */
const KNOWN_ROUTES =
  /^(POST \/sessions\/logout|GET \/system\/info|GET \/sessions|GET \/users(\/me|\/query|\/[0-9a-f-]{32,36})?)$/;

/** Answers any request: start-up, sub-path, open routes, then those that want a token. */
export function answerMediaServer(
  world: MediaServerWorld,
  request: SeenRequest,
  response: ServerResponse,
): void {
  const { basePath } = world;
  if (world.isStarting) {
    send(response, 503, "The server is starting", { "retry-after": "30" });
    return;
  }
  if (basePath !== "" && !`${request.path}/`.startsWith(`${basePath}/`)) {
    send(response, 302, "", { location: `${basePath}/web/` });
    return;
  }
  const path = withoutPrefix(world.features, request.path.slice(basePath.length).toLowerCase());
  const route = `${request.method} ${path}`;
  if (answerOpen(world, route, request, response)) return;
  if (!KNOWN_ROUTES.test(route)) {
    send(response, 404, ERROR_TEXT);
    return;
  }
  const caller = findCaller(world, request);
  if (caller === null) send(response, 401, "");
  else if (caller !== "api-key" && caller.user.isDisabled) {
    send(response, world.facts.kind === "jellyfin" ? 403 : 401, "");
  } else answerKnown(world, route, caller, request, response);
}

function withoutPrefix(features: MediaServerFeatures, path: string): string {
  const prefix = features.prefixes.find((one) => path.startsWith(`${one}/`)) ?? "";
  return path.slice(prefix.length);
}

/** Routes that want no token. @returns whether it was one of them. */
function answerOpen(
  world: MediaServerWorld,
  route: string,
  request: SeenRequest,
  response: ServerResponse,
): boolean {
  const imageOf = /^GET \/users\/([0-9a-f-]+)\/images\/primary$/.exec(route)?.[1];
  if (imageOf !== undefined) sendAvatar(world, imageOf, response);
  else if (route === "GET /userimage" && world.features.hasUserImageRoute) {
    sendAvatar(world, request.query.get("userId") ?? "", response);
  } else if (route === "GET /system/info/public") {
    sendJson(response, 200, publicInfo(world.facts));
  } else if (route === "GET /users/public") {
    const shown = world.book.users.filter((user) => !user.isHidden && !user.isDisabled);
    sendJson(response, 200, users(world, shown));
  } else if (route === "POST /users/authenticatebyname") {
    answerSignIn(world, request, response);
  } else return false;
  return true;
}

function answerSignIn(
  world: MediaServerWorld,
  request: SeenRequest,
  response: ServerResponse,
): void {
  const input = readSignIn(world.facts.kind, world.features, request);
  const outcome = signIn(world.book, input);
  const status = "session" in outcome ? 200 : outcome.status;
  const { username, identity } = input;
  world.attempts.push({ username, deviceId: identity.deviceId, status });
  if ("session" in outcome) sendJson(response, 200, signInJson(world.facts, outcome.session));
  else send(response, status, ERROR_TEXT);
}

function findCaller(world: MediaServerWorld, request: SeenRequest): Caller | null {
  const token = readToken(world.features, request);
  if (token === null) return null;
  if (world.apiKeys.includes(token)) return "api-key";
  return world.book.sessions.find((session) => session.token === token) ?? null;
}

function answerKnown(
  world: MediaServerWorld,
  route: string,
  caller: Caller,
  request: SeenRequest,
  response: ServerResponse,
): void {
  const { facts, features, book } = world;
  const isAdmin = caller === "api-key" || caller.user.isAdmin;
  if (route === "POST /sessions/logout") {
    book.sessions = book.sessions.filter((session) => session !== caller);
    send(response, 204, "");
  } else if (route === "GET /system/info") {
    sendJson(response, 200, { ...publicInfo(facts), HasPendingRestart: false });
  } else if (route === "GET /sessions") {
    const shown = book.sessions.filter((session) => isAdmin || session === caller);
    sendJson(
      response,
      200,
      filterSessions(shown, request.query).map((one) => sessionJson(facts, one)),
    );
  } else if (route === "GET /users/me" && features.hasMe) {
    if (caller === "api-key") send(response, 400, ERROR_TEXT);
    else sendJson(response, 200, userJson(facts, caller.user));
  } else if (route === "GET /users/query" && features.hasUserQuery) {
    if (isAdmin) {
      sendJson(response, 200, {
        Items: users(world, book.users),
        TotalRecordCount: book.users.length,
      });
    } else send(response, 403, ERROR_TEXT);
  } else if (route === "GET /users") {
    answerUserList(world, isAdmin, request, response);
  } else {
    const id = /^GET \/users\/([0-9a-f-]{32,36})$/.exec(route)?.[1];
    const user = id === undefined ? undefined : book.userById(id);
    if (user === undefined) send(response, 404, ERROR_TEXT);
    else sendJson(response, 200, userJson(facts, user));
  }
}

/** Jellyfin lists everyone for any token; Emby wants an admin, and has stopped answering in newer versions. */
function answerUserList(
  world: MediaServerWorld,
  isAdmin: boolean,
  request: SeenRequest,
  response: ServerResponse,
): void {
  const mayList = world.facts.kind === "jellyfin" || isAdmin;
  if (!mayList || !world.features.hasUserList) {
    send(response, 403, ERROR_TEXT);
    return;
  }
  const asked = (name: string): boolean | null => {
    const text = request.query.get(name)?.toLowerCase();
    return text === undefined ? null : text === "true";
  };
  const [isDisabled, isHidden] = [asked("isDisabled"), asked("isHidden")];
  const shown = world.book.users
    .filter((user) => isDisabled === null || user.isDisabled === isDisabled)
    .filter((user) => isHidden === null || user.isHidden === isHidden);
  sendJson(response, 200, users(world, shown));
}

function filterSessions(
  sessions: readonly MediaSession[],
  query: URLSearchParams,
): readonly MediaSession[] {
  const deviceId = query.get("deviceId");
  return sessions.filter((one) => deviceId === null || one.identity.deviceId === deviceId);
}

function users(world: MediaServerWorld, of: readonly MediaUser[]): object[] {
  return of.map((user) => userJson(world.facts, user));
}

function sendAvatar(world: MediaServerWorld, userId: string, response: ServerResponse): void {
  const user = world.book.userById(userId);
  if (user === undefined || !user.hasImage) send(response, 404, ERROR_TEXT);
  else send(response, 200, drawAvatar(user.name), { "content-type": "image/png" });
}
