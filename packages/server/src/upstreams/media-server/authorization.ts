import type { MediaServerKind } from "./product.ts";

/** Who is calling, and with which token. */
export interface Caller {
  readonly deviceId: string;
  /** A person's token or the API key; `null` while signing in. */
  readonly token: string | null;
}

/** The device sofarr itself is, for calls with the API key. People's sessions have device ids of their own. */
export const OWN_DEVICE_ID = "sofarr-server";

/**
 * Constant: a name or version that differs from the stored one makes the server rewrite the token's device row at
 * every call.
 */
const CLIENT = "sofarr";
const CLIENT_VERSION = "2";

/**
 * The headers that both servers understand in all versions: `Authorization: MediaBrowser ...` with the token inside,
 * and for Emby the token in `X-Emby-Token` as well. Jellyfin is never sent the latter: 12 takes no legacy form, and
 * earlier ones may have it switched off.
 *
 * Source: Jellyfin AuthorizationContext (values are URL-decoded there, so they are encoded here); Emby SDK.
 */
export function authorizationHeaders(
  kind: MediaServerKind,
  { deviceId, token }: Caller,
): Readonly<Record<string, string>> {
  const parts = [
    ["Client", CLIENT],
    ["Device", CLIENT],
    ["DeviceId", deviceId],
    ["Version", CLIENT_VERSION],
    ...(token === null ? [] : [["Token", token]]),
  ];
  const values = parts.map(
    ([name, value]) => `${name}="${encodeURIComponent((value ?? "").toWellFormed())}"`,
  );
  return {
    authorization: `MediaBrowser ${values.join(", ")}`,
    ...(kind === "emby" && token !== null ? { "x-emby-token": token } : {}),
  };
}
