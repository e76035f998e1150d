import type { NormalizedDownload } from "@sofarr/contract";

type Titled = Pick<NormalizedDownload, "seriesName" | "movieName" | "title">;

/** The name a person knows it by; the release name only where no *arr has a better one. */
export function titleOf(download: Titled): string {
  return download.seriesName ?? download.movieName ?? download.title;
}

/** Whether `titleOf` had nothing better than the release name. */
export function isNamedByRelease(download: Titled): boolean {
  return download.seriesName === null && download.movieName === null;
}
