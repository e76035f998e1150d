import type { NormalizedDownload } from "@sofarr/contract";

/** Text with case and accents removed, so that "amelie" finds "Amélie". */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

/** Downloads are immutable, so what can be found in one is worked out once. */
const searchableText = new WeakMap<NormalizedDownload, string>();

function textOf(download: NormalizedDownload): string {
  const known = searchableText.get(download);
  if (known !== undefined) return known;
  const text = fold(
    [
      download.seriesName,
      download.movieName,
      download.title,
      // Dots and underscores stand for spaces in release names.
      download.title.replace(/[._]+/g, " "),
      ...download.episodes.map((episode) => episode.title),
    ]
      .filter((part) => part !== null)
      .join("\n"),
  );
  searchableText.set(download, text);
  return text;
}

/** A test for downloads that hold every word of `query` in title, episode titles or release name. */
export function matcherFor(query: string): (download: NormalizedDownload) => boolean {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return (download) => {
    const text = textOf(download);
    return words.every((word) => text.includes(word));
  };
}
