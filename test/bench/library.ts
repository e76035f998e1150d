import type {
  ArrEpisode,
  ArrTitle,
  RadarrSimulator,
  SonarrSimulator,
} from "../../demo/simulators/arr/index.ts";
import type { Chance } from "../../demo/household/chance.ts";

/** One series or movie and who it is for. */
export interface Shelf {
  readonly arr: SonarrSimulator | RadarrSimulator;
  readonly title: ArrTitle;
}

/** What a download client is given: a release of one title. */
export interface Release {
  readonly name: string;
  readonly quality: string;
  readonly indexer: string;
  readonly sizeBytes: number;
  /** Empty for a movie. */
  readonly episodes: readonly ArrEpisode[];
}

const HEX = "0123456789abcdef";
const BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const GIBIBYTE = 1024 ** 3;
/** Of ten titles, how many are series. */
const SERIES_OF_TEN = 6;

const FIRSTS =
  "Amber,Ashen,Autumn,Bitter,Black,Blind,Borrowed,Bright,Broken,Burning,Cold,Copper,Crimson,Dark,Distant,Dry,Early,Empty,Endless,Fallen,Final,Foreign,Forgotten,Frozen,Gentle,Golden,Hidden,Hollow,Hungry,Iron,Last,Late,Little,Lonely,Long,Lost,Low,Midnight,Narrow,Northern,Old,Pale,Paper,Quiet,Red,Restless,Salt,Second,Secret,Silent,Silver,Slow,Southern,Stolen,Strange,Thin,Tidal,Velvet,White,Wild,Winter,Wooden".split(
    ",",
  );
const NOUNS =
  "Archive,Bay,Bridge,Canal,Chapel,City,Coast,Compass,Courier,Crossing,Daughter,Detective,Dinner,Empire,Engine,Estate,Ferry,Field,Fire,Garden,Gate,Ghost,Harbour,Hill,Horizon,Hotel,House,Hunter,Inquest,Island,Journal,Kingdom,Lantern,Letter,Lighthouse,Line,Map,Market,Meridian,Mirror,Mountain,Night,Ocean,Office,Orchard,Passage,Piano,Pilot,Planet,Prophet,Quarter,River,Road,Room,School,Season,Shore,Signal,Sister,Station,Storm,Summer,Theatre,Tower,Train,Valley,Village,Voyage,Watch,Witness".split(
    ",",
  );
const GROUPS =
  "AMBERLY,BRiNE,CAKEWALK,CoLT,DRYDOCK,EDGE9,FENWiCK,GLiMMER,HALYARD,iNKWELL,KESTREL,LANTERN,MOLE,NiMBUS,OTTERS,PLiNTH,QUiETONE,ROWAN,SALTED,TiDEWAY,UMBRA,VELLUM,WiCKET,XENiA,YARROW,ZEPHYR".split(
    ",",
  );
const SOURCES: readonly (readonly [words: string, quality: string, gibPerHour: number])[] = [
  ["1080p.AMZN.WEB-DL.DDP5.1.H.264", "WEBDL-1080p", 3.1],
  ["1080p.NF.WEB-DL.DDP5.1.Atmos.H.264", "WEBDL-1080p", 2.7],
  ["1080p.WEB.H264", "WEBDL-1080p", 2.2],
  ["720p.WEB.H264", "WEBDL-720p", 1.1],
  ["720p.HDTV.x264", "HDTV-720p", 1.3],
  ["1080p.BluRay.x264.DTS-HD.MA.5.1", "Bluray-1080p", 9.5],
  ["2160p.ATVP.WEB-DL.DDP5.1.Atmos.DV.HDR.H.265", "WEBDL-2160p", 8.4],
  ["2160p.UHD.BluRay.REMUX.HDR.HEVC.TrueHD.7.1", "Bluray-2160p", 31],
];
const INDEXERS = ["Open Meadow", "Harbour NZB", "Example Indexer", "Northern Lights", "The Shed"];
const TAILS = ["", "", "", "", "REPACK", "PROPER", "MULTi", "GERMAN.DL", "iNTERNAL"];

/** Adds so many titles to both *arrs; they belong to the people in turn, and everybody has series and movies. */
export function stock(
  arrs: { readonly sonarr: SonarrSimulator; readonly radarr: RadarrSimulator },
  titles: number,
  people: readonly string[],
  chance: Chance,
): Shelf[] {
  return Array.from({ length: titles }, (_, at) => {
    const isSeries = Math.floor(at / people.length) % 10 < SERIES_OF_TEN;
    const input = {
      title: titleName(chance),
      year: chance.whole(1962, 2026),
      tags: [people[at % people.length] ?? ""],
      posterUrl: isSeries
        ? `https://artworks.thetvdb.com/banners/v4/series/${300_000 + at}/posters/${chance.text(13, HEX)}.jpg`
        : `https://image.tmdb.org/t/p/original/${chance.text(27, BASE_62)}.jpg`,
    };
    if (!isSeries) return { arr: arrs.radarr, title: arrs.radarr.addMovie(input) };
    const seasons = Array.from({ length: chance.whole(1, 4) }, () => chance.whole(6, 12));
    const episodeTitle = (): string => titleName(chance);
    return { arr: arrs.sonarr, title: arrs.sonarr.addSeries({ ...input, seasons, episodeTitle }) };
  });
}

/** A release as indexers name them; the `turn`th of a series is of another episode. */
export function release({ title }: Shelf, turn: number, chance: Chance): Release {
  const [words, quality, gibPerHour] = chance.pick(SOURCES);
  const episode = title.episodes[turn % title.episodes.length];
  const two = (value: number): string => String(value).padStart(2, "0");
  const part =
    episode === undefined
      ? String(title.year)
      : `S${two(episode.seasonNumber)}E${two(episode.episodeNumber)}`;
  const tail = chance.pick(TAILS);
  const hours = episode === undefined ? chance.between(1.3, 2.7) : chance.between(0.4, 1);
  return {
    name: `${dotted(title.title)}.${part}.${tail === "" ? "" : `${tail}.`}${words}-${chance.pick(GROUPS)}`,
    quality,
    indexer: chance.pick(INDEXERS),
    sizeBytes: Math.round(gibPerHour * hours * GIBIBYTE),
    episodes: episode === undefined ? [] : [episode],
  };
}

function titleName(chance: Chance): string {
  const [first, noun, other] = [chance.pick(FIRSTS), chance.pick(NOUNS), chance.pick(NOUNS)];
  switch (chance.whole(0, 4)) {
    case 0:
      return `The ${first} ${noun}`;
    case 1:
      return `${noun} of the ${other}`;
    case 2:
      return `${first} ${noun}s`;
    case 3:
      return `The ${noun} and the ${other}`;
    default:
      return `${first} ${noun}`;
  }
}

function dotted(title: string): string {
  return title.replaceAll(/[^\p{L}\p{N}]+/gu, ".");
}
