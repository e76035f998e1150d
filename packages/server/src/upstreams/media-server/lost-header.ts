import { randomUUID } from "node:crypto";

import type { Secret } from "../../config/secret.ts";
import { OWN_DEVICE_ID } from "./authorization.ts";
import type { MediaServerHttp } from "./media-server-http.ts";
import { askToSignIn } from "./sign-in.ts";

/**
 * Finds out whether the `Authorization` header is lost on the way to a Jellyfin, since a proxy drops it. Asks once to be
 * signed in under a name that nobody has: without the header that is 400, with it 401. It counts towards nobody's
 * lock-out, and Jellyfin notes it as one failed sign-in.
 *
 * 10.8 looks at the name first and says 401 to both. So a key that it refused is shown once more in the header that
 * all versions before 12 take beside: never in an address, which others write down.
 *
 * @returns `false` also where nothing can be told.
 * Source: Jellyfin's SessionManager (from 10.9 it wants the parts of the header first) and AuthorizationContext.
 */
export async function isHeaderLost(
  http: MediaServerHttp,
  refusedKey: Secret | null,
  signal: AbortSignal,
): Promise<boolean> {
  const nobody = `sofarr-doctor-${randomUUID()}`;
  const credentials = { username: nobody, password: randomUUID(), deviceId: OWN_DEVICE_ID };
  const { status } = await askToSignIn(http, credentials, signal);
  if (status === 400) return true;
  if (refusedKey === null) return false;
  const answer = await http.send(
    { deviceId: OWN_DEVICE_ID, token: null },
    { path: "/Users", headers: { "x-emby-token": refusedKey.reveal() }, signal },
  );
  return answer.status === 200;
}
