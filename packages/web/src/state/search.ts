import type { AwaitedTitle, NormalizedDownload } from "@sofarr/contract";

/** Text with case and accents removed, so that "amelie" finds "Amélie". */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

type Searched = NormalizedDownload | AwaitedTitle;

/** They are immutable, so what can be found in one is worked out once. */
const searchableText = new WeakMap<Searched, string>();

function textOf(one: Searched): string {
  const known = searchableText.get(one);
  if (known !== undefined) return known;
  const text = fold(
    [
      ...("seriesName" in one ? [one.seriesName, one.movieName] : []),
      one.title,
      // Dots and underscores stand for spaces in release names.
      one.title.replace(/[._]+/g, " "),
      ...one.episodes.map((episode) => episode.title),
    ]
      .filter((part) => part !== null)
      .join("\n"),
  );
  searchableText.set(one, text);
  return text;
}

/** A test for what holds every word of `query` in title, episode titles or release name. */
export function matcherFor(query: string): (one: Searched) => boolean {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return (one) => {
    const text = textOf(one);
    return words.every((word) => text.includes(word));
  };
}
