import type { MediaServerSimulator } from "./media-server-simulator.ts";

/** A complete client header; the device is "d1". */
export const CLIENT = 'MediaBrowser Client="sofarr", Device="Web", DeviceId="d1", Version="1.0"';

/** A status and the parsed JSON, or the text. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One call, redirects not followed. */
export async function call(
  server: MediaServerSimulator,
  path: string,
  init: RequestInit = {},
): Promise<Answer> {
  const response = await fetch(server.url + path, { redirect: "manual", ...init });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

/** A GET with these headers. */
export function get(
  server: MediaServerSimulator,
  path: string,
  headers: Record<string, string>,
): Promise<Answer> {
  return call(server, path, { headers });
}

/** A sign-in with name and password. */
export function signIn(
  server: MediaServerSimulator,
  username: string,
  password: string,
  headers: Record<string, string> = { authorization: CLIENT },
): Promise<Answer> {
  return call(server, "/Users/AuthenticateByName", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ Username: username, Pw: password }),
  });
}

/** Signs in and keeps only the token. */
export async function tokenOf(
  server: MediaServerSimulator,
  username: string,
  password: string,
  deviceId = "d1",
): Promise<string> {
  const authorization = CLIENT.replace("d1", deviceId);
  const { body } = await signIn(server, username, password, { authorization });
  return (body as { AccessToken: string }).AccessToken;
}

/** The header Jellyfin always understands. */
export function bearing(token: string): Record<string, string> {
  return { authorization: `${CLIENT}, Token="${token}"` };
}
