import type { AwaitedTitle, NormalizedDownload, OmbiRequest } from "@sofarr/contract";

import type { Dashboard } from "../../state/dashboard.ts";

type Asked = Pick<OmbiRequest, "id" | "mediaType" | "instanceId">;

/** What the live list knows of a request: the download it became, or what it waits for; `null` when neither. */
export function progressOf(
  { id, mediaType, instanceId }: Asked,
  dashboard: Pick<Dashboard, "downloads" | "awaited"> | null,
): NormalizedDownload | AwaitedTitle | null {
  if (dashboard === null) return null;
  const [requestId, ownKey] = [String(id), `${instanceId}/${mediaType}/${id}`];
  const isIt = (one: AwaitedTitle): boolean =>
    one.id === ownKey || (one.ombiRequestId === requestId && one.mediaType === mediaType);
  for (const download of dashboard.downloads.values()) {
    const type = download.arrType === "movie" ? "movie" : "tv";
    if (download.ombiRequestId === requestId && type === mediaType) return download;
  }
  return dashboard.awaited.find(isIt) ?? null;
}
