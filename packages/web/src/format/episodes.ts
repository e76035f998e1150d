import type { Episode, NormalizedDownload } from "@sofarr/contract";

/** The words of a language that episode text needs; numbers such as S01E05 are the same in all. */
export interface EpisodeWords {
  season(season: number): string;
  seasons(first: number, last: number): string;
  specials(): string;
}

type WithEpisodes = Pick<NormalizedDownload, "episodes" | "title">;

/** More runs of episodes than this are not a text any more. */
const MOST_RUNS = 3;

/**
 * What of a series it is: `S01E05 · Title`, `S01E01–E10`, `S01E01, E03`, `Season 1`. `null` when nobody says.
 *
 * A pack counts as a whole season when it starts with the first episode, has no gap, and its release name says
 * a season and no episode: the *arr lists only the episodes it asked for, not how many there are.
 */
export function episodeText(download: WithEpisodes, words: EpisodeWords): string | null {
  const episodes = download.episodes.toSorted(
    (a, b) => a.seasonNumber - b.seasonNumber || a.episodeNumber - b.episodeNumber,
  );
  const [first, last] = [episodes[0], episodes.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (episodes.length === 1) return withTitle(first);
  if (first.seasonNumber !== last.seasonNumber) {
    return words.seasons(first.seasonNumber, last.seasonNumber);
  }
  const runs = runsOf(episodes);
  const season = first.seasonNumber;
  if (isWholeSeason(runs, season, download.title) || runs.length > MOST_RUNS) {
    return season === 0 ? words.specials() : words.season(season);
  }
  return `S${pad(season)}${runs.map(([from, to]) => runText(from, to)).join(", ")}`;
}

function withTitle(episode: Episode): string {
  const number = `S${pad(episode.seasonNumber)}E${pad(episode.episodeNumber)}`;
  return episode.title === null || episode.title === "" ? number : `${number} · ${episode.title}`;
}

function runText(from: number, to: number): string {
  return from === to ? `E${pad(from)}` : `E${pad(from)}–E${pad(to)}`;
}

/** Episode numbers in a row, as first and last of each row. */
function runsOf(episodes: readonly Episode[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const { episodeNumber } of episodes) {
    const run = runs.at(-1);
    if (run !== undefined && episodeNumber <= run[1] + 1) run[1] = episodeNumber;
    else runs.push([episodeNumber, episodeNumber]);
  }
  return runs;
}

function isWholeSeason(
  runs: readonly [number, number][],
  season: number,
  release: string,
): boolean {
  if (runs.length !== 1 || runs[0]?.[0] !== 1) return false;
  const named =
    /\bS(\d{1,3})(?!\d|[ ._-]?E\d)/i.exec(release) ?? /\bSeason[ ._-]?(\d{1,3})\b/i.exec(release);
  return named !== null && Number(named[1]) === season;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
