import type { ArrKind, ArrReading, Episode, Grab, LibraryTitle } from "./arr-reading.ts";
import {
  labelsOf,
  ownersOf,
  type LabelFinding,
  type OwnershipFacts,
  type Owners,
} from "./ownership.ts";
import type { Audience } from "./visibility.ts";

/** The history events we ask for; both apps have them, other events have different numbers in each. */
export type HistoryEvent = "grabbed" | "imported" | "failed";

/** One row of an *arr's history. A pack has one row per episode, all with the same `downloadId`. */
export interface HistoryRecord {
  /** Counts up inside its instance: of two rows of one second the later has the higher id. */
  readonly id: number;
  readonly event: HistoryEvent;
  readonly at: number;
  /** Equal for all rows of one download; empty where nothing came through a download client (imports by hand). */
  readonly joinKeys: readonly string[];
  readonly releaseTitle: string;
  readonly titleId: number | null;
  readonly episode: Episode | null;
  readonly quality: string | null;
  /** Why it failed, in the *arr's words, or `null`. Without links. */
  readonly message: string | null;
  /**
   * Whether the episode has a file now (not when the row was written). `null` where the *arr does not say: always for
   * movies, of which the library knows it.
   */
  readonly hasFile: boolean | null;
}

/** What came of one release: imported or failed, with all its episodes. */
export interface ReleaseOutcome {
  /** Stable, and unique over all instances. */
  readonly id: string;
  readonly instanceId: string;
  readonly kind: ArrKind;
  readonly outcome: "imported" | "failed";
  /** As the indexer named it where the grab is known, else as the *arr noted it down. */
  readonly releaseTitle: string;
  /** `null` when it is not in the library any more; then it is nobody's. */
  readonly title: LibraryTitle | null;
  /** In order; empty for a movie. */
  readonly episodes: readonly Episode[];
  /** The newest row's. */
  readonly at: number;
  readonly quality: string | null;
  readonly message: string | null;
  /** Whether all that the release was for is known to be on disk now, from whatever release. */
  readonly isOnDisk: boolean;
}

/** A release outcome with whose it is. */
export interface OwnedOutcome extends ReleaseOutcome {
  readonly owners: Owners;
  readonly labels: readonly LabelFinding[];
}

/**
 * Makes one outcome per release and outcome of an instance's history, newest first. A failure is left out once everything
 * in it was imported later, from whatever release.
 *
 * @param records what was imported and what failed, in any order; `grabbed` rows say nothing here.
 * @param reading of the same instance: its library, and the names its releases were grabbed by.
 */
export function outcomesOf(
  records: readonly HistoryRecord[],
  reading: ArrReading,
): readonly ReleaseOutcome[] {
  const imports = latestImports(records, reading.kind);
  const grabs = grabsByKey(reading.grabs);
  return [...groupByRelease(records).values()]
    .filter(
      (rows) =>
        rows[0].event === "imported" ||
        !rows.every((row) => isMadeGood(row, imports, reading.kind)),
    )
    .map((rows) => toOutcome(rows, reading, grabs))
    .sort(newestFirst);
}

/** Decides whose each outcome is, by the same witnesses as for downloads. */
export function ownOutcomes(
  outcomes: readonly ReleaseOutcome[],
  facts: OwnershipFacts,
): readonly OwnedOutcome[] {
  return outcomes.map((outcome) => {
    const { instanceId, kind, title } = outcome;
    const link = {
      instanceId,
      kind,
      titleId: title?.id ?? null,
      title,
      records: [],
      grabs: [],
      isImported: outcome.outcome === "imported",
    };
    const thing = { links: [link] };
    return {
      ...outcome,
      owners: ownersOf(thing, facts),
      labels: labelsOf(thing, facts.resolveLabel),
    };
  });
}

/** The outcomes an audience may see, in the order given. All history shown to anyone passes through here. */
export function historyVisibleTo(
  { viewer, showAll }: Audience,
  outcomes: readonly OwnedOutcome[],
): readonly OwnedOutcome[] {
  return showAll ? outcomes : outcomes.filter(({ owners }) => owners.has(viewer.id));
}

/** Newest first; what happened in one second keeps to its id. */
export function newestFirst(a: ReleaseOutcome, b: ReleaseOutcome): number {
  return b.at - a.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Rows of one release with one outcome, newest first; never empty. */
type ReleaseRows = readonly [HistoryRecord, ...HistoryRecord[]];

/** Titles are kept apart even inside one download: ownership is by title. */
function groupByRelease(records: readonly HistoryRecord[]): ReadonlyMap<string, ReleaseRows> {
  const groups = new Map<string, [HistoryRecord, ...HistoryRecord[]]>();
  for (const record of records.toSorted(byNewest)) {
    if (record.event === "grabbed") continue;
    const { event, titleId, releaseTitle } = record;
    // The files of a pack have names of their own: a name counts only where there is no download id.
    const name = exactId(record) ?? { releaseTitle };
    const key = JSON.stringify([event, titleId, name]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return groups;
}

/** The download id to the letter: where a row does not say how it travelled, its last key is the one that kept the case. */
function exactId({ joinKeys }: HistoryRecord): string | null {
  const key = joinKeys.at(-1);
  return key === undefined ? null : key.slice(key.indexOf(":") + 1);
}

function byNewest(a: HistoryRecord, b: HistoryRecord): number {
  return b.at - a.at || b.id - a.id;
}

/** The newest import of each movie or episode. */
function latestImports(
  records: readonly HistoryRecord[],
  kind: ArrKind,
): ReadonlyMap<number, HistoryRecord> {
  const imports = new Map<number, HistoryRecord>();
  for (const record of records) {
    const content = contentOf(record, kind);
    if (record.event !== "imported" || content === null) continue;
    const known = imports.get(content);
    if (known === undefined || byNewest(record, known) < 0) imports.set(content, record);
  }
  return imports;
}

function isMadeGood(
  failure: HistoryRecord,
  imports: ReadonlyMap<number, HistoryRecord>,
  kind: ArrKind,
): boolean {
  const content = contentOf(failure, kind);
  const latest = content === null ? undefined : imports.get(content);
  return latest !== undefined && byNewest(latest, failure) < 0;
}

/** What a row is about: its episode, or its movie. `null` = an episode that does not exist any more. */
function contentOf(record: HistoryRecord, kind: ArrKind): number | null {
  return kind === "radarr" ? record.titleId : (record.episode?.id ?? null);
}

function toOutcome(
  rows: ReleaseRows,
  reading: ArrReading,
  grabs: ReadonlyMap<string, readonly Grab[]>,
): ReleaseOutcome {
  const [newest] = rows;
  const { instanceId, kind } = reading;
  const title = newest.titleId === null ? null : (reading.titles.get(newest.titleId) ?? null);
  const outcome = newest.event === "imported" ? "imported" : "failed";
  const name = exactId(newest) ?? `row:${Math.min(...rows.map(({ id }) => id))}`;
  const episodes = new Map(
    rows.flatMap(({ episode: one }) => (one === null ? [] : [[one.id, one]])),
  );
  return {
    id: `${instanceId}/${outcome}/${newest.titleId ?? "none"}/${name}`,
    instanceId,
    kind,
    outcome,
    releaseTitle: grabbedTitle(newest, grabs) ?? firstTitle(rows),
    title,
    episodes: [...episodes.values()].sort(inOrder),
    at: newest.at,
    quality: newest.quality,
    message: newest.message,
    isOnDisk:
      kind === "radarr" ? (title?.hasFile ?? false) : rows.every(({ hasFile }) => hasFile === true),
  };
}

function grabsByKey(grabs: readonly Grab[]): ReadonlyMap<string, readonly Grab[]> {
  const index = new Map<string, Grab[]>();
  for (const grab of grabs) {
    for (const key of grab.joinKeys) {
      const group = index.get(key);
      if (group === undefined) index.set(key, [grab]);
      else group.push(grab);
    }
  }
  return index;
}

/** The files of a pack are imported under names of their own; the grab knows the name of the whole. */
function grabbedTitle(
  { joinKeys, titleId }: HistoryRecord,
  grabs: ReadonlyMap<string, readonly Grab[]>,
): string | null {
  const candidates = joinKeys.flatMap((key) => grabs.get(key) ?? []);
  return candidates.find((grab) => grab.titleId === titleId)?.releaseTitle ?? null;
}

function firstTitle(rows: ReleaseRows): string {
  const [first] = rows.toSorted((a, b) => inOrder(a.episode, b.episode) || a.id - b.id);
  return first?.releaseTitle ?? "";
}

/** By season and number; what has none comes last. */
function inOrder(a: Episode | null, b: Episode | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.seasonNumber - b.seasonNumber || a.episodeNumber - b.episodeNumber || a.id - b.id;
}
