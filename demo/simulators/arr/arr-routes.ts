import type { ServerResponse } from "node:http";

import { send, type SeenRequest } from "../simulator-server.ts";
import { answerApi, type ArrCall } from "./arr-api.ts";
import { omitNulls } from "./arr-json.ts";
import type { ArrTitle } from "./arr-nouns.ts";
import type { ArrWorld } from "./arr-world.ts";
import { answerConnections, NOT_FOUND, type Answer } from "./connection-routes.ts";
import { drawPoster } from "./poster.ts";

const API = "/api/v3";
const SMALL_POSTER_WIDTH = 120;

/** Answers any request to the app: its open parts, its web pages behind a login, its API behind the key. */
export async function answerArr(
  world: ArrWorld,
  request: SeenRequest,
  response: ServerResponse,
): Promise<void> {
  const { urlBase } = world.settings;
  const poster = /^\/poster\/(\d+)\.png$/.exec(request.path);
  if (poster !== null) {
    sendPoster(response, world.titleOf(Number(poster[1])), undefined);
    return;
  }
  if (urlBase !== "" && !`${request.path}/`.startsWith(`${urlBase}/`)) {
    send(response, 307, "", { location: `${urlBase}${request.path}` });
    return;
  }
  const path = request.path.slice(urlBase.length);
  if (path.toLowerCase() === "/ping") {
    sendAnswer(response, { status: 200, body: { status: "OK" } });
  } else if (!/^\/api(\/|$)/i.test(path)) {
    // Pages and /MediaCover/ want the cookie of the web login; an API key does not open them.
    send(response, 302, "", { location: `${urlBase}/login?returnUrl=${encodeURIComponent(path)}` });
  } else if (!hasKey(world, request)) {
    send(response, 401, "");
  } else if (path.toLowerCase().startsWith(`${API}/`)) {
    await answerKeyed(world, readCall(request, path.slice(API.length)), response);
  } else {
    sendAnswer(response, NOT_FOUND);
  }
}

/** A key in the query is the one that counts, then the header, then Bearer. */
function hasKey(world: ArrWorld, request: SeenRequest): boolean {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const inQuery = [...request.query].find(([name]) => name.toLowerCase() === "apikey")?.[1];
  const key = inQuery ?? request.headers["x-api-key"] ?? bearer;
  return key === world.settings.apiKey;
}

/** Routes are matched without case. A body that is no JSON object counts as an empty one. */
function readCall(request: SeenRequest, path: string): ArrCall {
  let body: unknown = {};
  try {
    body = JSON.parse(request.body === "" ? "{}" : request.body);
  } catch {
    // Falls through as an empty object, which every route with a body refuses.
  }
  return {
    method: request.method,
    path: path.toLowerCase().replace(/\/$/, ""),
    query: request.query,
    body: typeof body === "object" && body !== null ? { ...body } : {},
  };
}

async function answerKeyed(
  world: ArrWorld,
  call: ArrCall,
  response: ServerResponse,
): Promise<void> {
  const cover = /^\/mediacover\/(\d+)\/(?:poster|banner|fanart)(-\d+)?\.jpg$/.exec(call.path);
  if (cover !== null && call.method === "GET") {
    sendPoster(response, world.titleOf(Number(cover[1])), cover[2]);
    return;
  }
  if (/^\/notification(\/|$)/.test(call.path)) {
    const rest = call.path.slice("/notification".length);
    sendAnswer(response, await answerConnections(world, { ...call, rest }));
    return;
  }
  sendAnswer(response, answerApi(world, call));
}

function sendAnswer(response: ServerResponse, { status, body }: Answer): void {
  send(response, status, body === null ? "" : JSON.stringify(omitNulls(body)), {
    "content-type": "application/json; charset=utf-8",
  });
}

function sendPoster(
  response: ServerResponse,
  title: ArrTitle | undefined,
  size: string | undefined,
): void {
  if (title === undefined) {
    sendAnswer(response, NOT_FOUND);
    return;
  }
  const picture = drawPoster(title.title, size === "-250" ? SMALL_POSTER_WIDTH : undefined);
  send(response, 200, picture, { "content-type": "image/png" });
}
