import type { UpstreamResponse } from "../request.ts";
import type { MediaServerHttp } from "./media-server-http.ts";

/** What somebody types, and the device they are on. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly deviceId: string;
}

/** Asks to be signed in. @returns the answer whatever its status. */
export async function askToSignIn(
  http: MediaServerHttp,
  { username, password, deviceId }: Credentials,
  signal: AbortSignal,
): Promise<UpstreamResponse> {
  return await http.send(
    { deviceId, token: null },
    {
      method: "POST",
      path: "/Users/AuthenticateByName",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ Username: username, Pw: password }),
      signal,
    },
  );
}
