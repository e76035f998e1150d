import type { NormalizedDownload } from "@sofarr/contract";

type Titled = Pick<NormalizedDownload, "seriesName" | "movieName" | "title">;

/** The name a person knows it by; the release name only where no *arr has a better one. */
export function titleOf(download: Titled): string {
  return download.seriesName ?? download.movieName ?? download.title;
}

/** A release name that may be broken after its dots, rather than in the middle of a word. */
export function breakable(releaseName: string): string {
  return releaseName.replace(/[._]+/g, (dots) => `${dots}\u200B`);
}

/** Whether `titleOf` had nothing better than the release name. */
export function isNamedByRelease(download: Titled): boolean {
  return download.seriesName === null && download.movieName === null;
}
