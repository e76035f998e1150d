import type { NormalizedDownload } from "@sofarr/contract";

import type { Dashboard } from "./dashboard.ts";
import { GROUPS, groupOf, type Group } from "./groups.ts";
import { isOf } from "./people.ts";
import { matcherFor } from "./search.ts";
import { compareBy, type CompareText } from "./sort.ts";
import type { ViewOptions } from "./view-options.ts";

/** One group of the list: which cards, in which order. */
export interface GroupLayout {
  readonly group: Group;
  /** Keys of the downloads, see `keyOf`, or in the group `asked` ids of what is awaited; never empty. */
  readonly keys: readonly string[];
}

/** Where every card goes. Holds no download, so progress ticking by leaves it the same object. */
export interface Layout {
  readonly groups: readonly GroupLayout[];
  /** Matching query, client and person, per group, whichever group is chosen. */
  readonly counts: Readonly<Record<Group, number>>;
  /** Everything there is, before any filter. */
  readonly total: number;
}

/** Filters, groups and sorts. Pure and whole: see `createLayoutSelector` for the one to render from. */
export function layOut(
  { downloads, awaited }: Pick<Dashboard, "downloads" | "awaited">,
  view: ViewOptions,
  compareText: CompareText,
): Layout {
  const matches = matcherFor(view.query);
  const members: Record<ReturnType<typeof groupOf>, [string, NormalizedDownload][]> = {
    attention: [],
    downloading: [],
    waiting: [],
    finishing: [],
    done: [],
  };
  for (const entry of downloads) {
    const download = entry[1];
    if (view.client !== null && download.instanceId !== view.client) continue;
    if (view.person !== null && !isOf(download, view.person)) continue;
    if (matches(download)) members[groupOf(download)].push(entry);
  }
  const compare = compareBy(view.sort, compareText);
  const asked = awaited.filter(
    (one) =>
      view.client === null && (view.person === null || isOf(one, view.person)) && matches(one),
  );
  if (view.sort === "title") asked.sort((a, b) => compareText(a.title, b.title));
  const keysOf = (group: Group): readonly string[] =>
    group === "asked"
      ? asked.map(({ id }) => id)
      : members[group].sort(compare).map(([key]) => key);
  return {
    groups: GROUPS.filter((group) => view.group === null || view.group === group)
      .map((group) => ({ group, keys: keysOf(group) }))
      .filter(({ keys }) => keys.length > 0),
    counts: {
      attention: members.attention.length,
      downloading: members.downloading.length,
      waiting: members.waiting.length,
      finishing: members.finishing.length,
      asked: asked.length,
      done: members.done.length,
    },
    total: downloads.size + awaited.length,
  };
}

/**
 * A selector for one choice of view. It hands out the same layout, and inside a new one the same group, for as
 * long as membership and order are the same: a list that did not change is not rendered again.
 */
export function createLayoutSelector(
  view: ViewOptions,
  compareText: CompareText,
): (dashboard: Dashboard | null) => Layout | null {
  let seen: Dashboard | null = null;
  let layout: Layout | null = null;
  return (dashboard) => {
    if (dashboard === null || dashboard === seen) return dashboard === null ? null : layout;
    const next = layOut(dashboard, view, compareText);
    layout = layout === null ? next : keepSameParts(layout, next);
    seen = dashboard;
    return layout;
  };
}

function keepSameParts(old: Layout, next: Layout): Layout {
  const groups = next.groups.map((group) => {
    const before = old.groups.find((candidate) => candidate.group === group.group);
    return before !== undefined && sameKeys(before.keys, group.keys) ? before : group;
  });
  const isSame =
    old.total === next.total &&
    groups.length === old.groups.length &&
    groups.every((group, index) => group === old.groups[index]) &&
    GROUPS.every((group) => old.counts[group] === next.counts[group]);
  return isSame ? old : { ...next, groups };
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
