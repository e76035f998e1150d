import { createHmac } from "node:crypto";

import type { CacheUse } from "../cache-use.ts";
import type { Secret } from "../config/secret.ts";
import type { Viewer } from "../domain/user.ts";

/** Posters handed out to viewers; the proxy fetches nothing else. */
export interface CoverArt {
  /** An address of ours for a poster, good for this viewer alone. */
  readonly handOut: (viewer: Viewer, posterUrl: string) => string;
  /** The poster behind an address, or behind the poster's own URL, if it was handed out to this viewer. */
  readonly find: (viewer: Viewer, url: string) => string | null;
  /** How many are remembered, and how often one that was asked for was among them. */
  readonly use: () => CacheUse;
}

const PREFIX = "urn:sofarr:cover:";
/** Not to be guessed, and short: every download on the stream has one that no compression makes smaller. */
const ID_BYTES = 16;
/** About two hundred bytes each; the oldest are forgotten, and handed out again when they are shown again. */
const MOST_REMEMBERED = 50_000;

export function createCoverArt(options: {
  readonly basePath: string;
  readonly secret: Secret;
}): CoverArt {
  const posters = new Map<string, string>();
  /** The same by viewer and poster: what moves is shown anew all the time, and a hash takes longer than all the rest of it. */
  const urns = new Map<string, Map<string, string>>();
  const idOf = (viewer: Viewer, posterUrl: string): string =>
    createHmac("sha256", options.secret.reveal())
      .update(`cover:${viewer.id}:${posterUrl}`)
      .digest()
      .toString("base64url", 0, ID_BYTES);
  const remember = (viewer: Viewer, posterUrl: string): string => {
    const urn = PREFIX + idOf(viewer, posterUrl);
    posters.set(urn, posterUrl);
    const theirs = urns.get(viewer.id) ?? new Map<string, string>();
    urns.set(viewer.id, theirs.set(posterUrl, urn));
    const oldest = posters.size > MOST_REMEMBERED ? posters.keys().next().value : undefined;
    if (oldest !== undefined) {
      posters.delete(oldest);
      urns.clear();
    }
    return urn;
  };
  let hits = 0;
  let misses = 0;
  const lookUp = (viewer: Viewer, url: string): string | null => {
    if (!url.startsWith(PREFIX)) return posters.get(PREFIX + idOf(viewer, url)) ?? null;
    const posterUrl = posters.get(url);
    const isTheirs = posterUrl !== undefined && PREFIX + idOf(viewer, posterUrl) === url;
    return isTheirs ? posterUrl : null;
  };
  return {
    handOut(viewer, posterUrl) {
      const urn = urns.get(viewer.id)?.get(posterUrl) ?? remember(viewer, posterUrl);
      return `${options.basePath}/api/dashboard/cover-art?url=${encodeURIComponent(urn)}`;
    },
    find(viewer, url) {
      const found = lookUp(viewer, url);
      if (found === null) misses += 1;
      else hits += 1;
      return found;
    },
    use: () => ({ entries: posters.size, hits, misses }),
  };
}
