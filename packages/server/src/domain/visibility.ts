import { PersistentMap } from "./persistent-map.ts";
import type { OwnedDownload, Snapshot } from "./snapshot.ts";
import type { Viewer } from "./user.ts";

/** Who looks, and at whose downloads. Two tabs of one person with the same choice are one audience. */
export interface Audience {
  readonly viewer: Viewer;
  /** Everybody's downloads, matched or not. True for admins only; `audienceOf` makes sure. */
  readonly showAll: boolean;
}

/** The audience a viewer belongs to; asking for everybody's downloads is ignored unless they are an admin. */
export function audienceOf(viewer: Viewer, wantsAll: boolean): Audience {
  return { viewer, showAll: wantsAll && viewer.isAdmin };
}

/** The downloads an audience may see, by their keys. Everything shown to anyone passes through here. */
export function visibleTo(
  { viewer, showAll }: Audience,
  snapshot: Snapshot,
): PersistentMap<OwnedDownload> {
  return showAll ? snapshot.downloads : (snapshot.byOwner.get(viewer.id) ?? PersistentMap.empty());
}

const LINK = /\b[a-z][a-z0-9+.-]{1,15}:\/\/\S+/giu;
/** Where a Unix path, a Windows path or a network share begins. */
const PATH_START = String.raw`(?:[A-Za-z]:[\\/]|\\\\|/(?=[^\s/]))`;
/**
 * A path in quotes, which may have the same quote inside as an apostrophe. A longer one is a bare path: else each of many
 * quotes would have the rest of the text looked through.
 */
const QUOTED_PATH = new RegExp(
  String.raw`(['"])${PATH_START}[^\n]{0,260}?\1(?=$|[\s:;,.)\]])`,
  "gu",
);
/** Any other path goes on to the end of its line: names hold blanks and every kind of mark. */
const BARE_PATH = new RegExp(String.raw`(?<![\p{L}\p{N}])${PATH_START}[^\n]*`, "gu");

/** An upstream's own words without the addresses and paths in them, fit for others than admins. */
export function withoutPathsAndLinks(text: string): string {
  return text
    .replaceAll(LINK, "[link]")
    .replaceAll(QUOTED_PATH, "$1[path]$1")
    .replaceAll(BARE_PATH, "[path]");
}
