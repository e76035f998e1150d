import { objectOf, textOf } from "../json-fields.ts";

/** Which of the two servers it is. */
export type MediaServerKind = "emby" | "jellyfin";

/** What a media server says about itself to anybody. */
export interface Product {
  readonly kind: MediaServerKind;
  readonly version: string | null;
}

/**
 * Reads `/System/Info/Public`. Jellyfin names its product; Emby does not, but tells id and version as well.
 *
 * @returns `null` when it is neither.
 * Source: Jellyfin PublicSystemInfo; Emby SDK.
 */
export function parseProduct(answer: unknown): Product | null {
  const info = objectOf(answer);
  const version = textOf(info?.["Version"]);
  if (info === null || (version === null && textOf(info["Id"]) === null)) return null;
  const isJellyfin = /jellyfin/i.test(textOf(info["ProductName"]) ?? "");
  return { kind: isJellyfin ? "jellyfin" : "emby", version };
}

/** The first number of a version; `null` when there is none. */
export function majorOf(version: string | null): number | null {
  const major = Number.parseInt(version ?? "", 10);
  return Number.isNaN(major) ? null : major;
}
