import type { NormalizedDownload } from "@sofarr/contract";

/**
 * The key of a download in a patch: unique over all instances. The same rule as `downloadKey` of the contract,
 * which cannot be imported here as a value without its schema library; a test holds the two together.
 */
export function keyOf(download: Pick<NormalizedDownload, "instanceId" | "id">): string {
  return `${download.instanceId}/${download.id}`;
}
