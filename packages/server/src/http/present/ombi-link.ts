import type { MediaRequest } from "../../domain/media-request.ts";
import type { Viewer } from "../../domain/user.ts";
import type { Instance } from "../../upstreams/instance.ts";

/**
 * A page about a title that exists in Ombi 4, which has none per request: its details, or a search for it while its
 * TMDB id is not known. An internal address is no link for others than admins, so they get one only when Ombi has a
 * public URL.
 *
 * @returns `null` when there is no Ombi, or none this viewer may be sent to.
 */
export function ombiLink(
  instance: Pick<Instance, "url" | "publicUrl"> | undefined,
  viewer: Viewer,
  about: Pick<MediaRequest, "mediaType" | "tmdbId" | "title">,
): string | null {
  const address = instance?.publicUrl ?? (viewer.isAdmin ? instance?.url : null) ?? null;
  if (address === null) return null;
  if (about.tmdbId !== null) return `${address}/details/${about.mediaType}/${about.tmdbId}`;
  // A search for nothing finds nothing; half a surrogate pair cannot be encoded.
  const text = encodeURIComponent(about.title.toWellFormed());
  return text === "" ? null : `${address}/discover/${text}`;
}
