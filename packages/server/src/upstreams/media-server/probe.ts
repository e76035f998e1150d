import type { Instance } from "../instance.ts";
import { UpstreamError } from "../errors.ts";
import type { Probe } from "../upstream.ts";
import { authorizationLost } from "./failures.ts";
import { isHeaderLost } from "./lost-header.ts";
import type { MediaServerHttp } from "./media-server-http.ts";
import { majorOf, type Product } from "./product.ts";

const LEGACY_PREFIX = /\/(?:emby|mediabrowser)$/i;

/**
 * Finds out what is there and whether the API key works; of a Jellyfin without a key, whether what signs people in gets
 * there. @throws UpstreamError with advice.
 */
export async function probeMediaServer(
  instance: Instance,
  http: MediaServerHttp,
  listUsers: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<Probe> {
  const product = await http.product(signal);
  const hasKey = instance.apiKey !== null;
  if (hasKey) await tryKey(instance, http, listUsers, signal);
  else if (product.kind === "jellyfin" && (await isHeaderLost(http, null, signal))) {
    throw authorizationLost(instance.id, 400);
  }
  const name = product.kind === "jellyfin" ? "Jellyfin" : "Emby";
  return {
    version: product.version === null ? name : `${name} ${product.version}`,
    credentials: hasKey ? "accepted" : "none-needed",
    notes: [...(hasKey ? [] : [NO_KEY]), ...notesOn(product, instance.url)],
  };
}

/** Emby gets the key in a header of its own as well. */
async function tryKey(
  instance: Instance,
  http: MediaServerHttp,
  listUsers: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await listUsers();
  } catch (error) {
    const isRefused = error instanceof UpstreamError && error.status === 401;
    const isJellyfin = isRefused && (await http.product(signal)).kind === "jellyfin";
    if (isJellyfin && (await isHeaderLost(http, instance.apiKey, signal))) {
      throw authorizationLost(instance.id, error.status ?? 401);
    }
    throw error;
  }
}

const NO_KEY =
  "EMBY_API_KEY is not set: sofarr then knows only the people who have signed in to it, so it cannot tell when a " +
  "tag label fits somebody else as well. Set an API key made in the media server's dashboard.";

/** Below these nobody has tried. Source: the versions sofarr is made for. */
const OLDEST = { emby: 4, jellyfin: 10 } as const;
const JELLYFIN_WITHOUT_PREFIX = 12;

function notesOn(product: Product, url: string): readonly string[] {
  const major = majorOf(product.version);
  const notes: string[] = [];
  if (major !== null && major < OLDEST[product.kind]) {
    notes.push("This version is older than any sofarr has been tried with: please update it.");
  }
  const hasPrefix = LEGACY_PREFIX.test(url);
  if (product.kind === "jellyfin" && hasPrefix && (major ?? 0) < JELLYFIN_WITHOUT_PREFIX) {
    notes.push(
      "EMBY_URL ends in a prefix that Jellyfin 12 does not answer to any more: remove it before the upgrade.",
    );
  }
  return notes;
}
