import type { AwaitedTitle, NormalizedDownload } from "@sofarr/contract";

import type { Dashboard } from "./dashboard.ts";
import { sameValue } from "./same-value.ts";
import { NOBODY } from "./view-options.ts";

type Owned = NormalizedDownload | AwaitedTitle;

/** The names of those it belongs to; empty when it is nobody's, or nobody was asked to tell. */
function ownersOf(one: Owned): readonly string[] {
  if ("people" in one) return one.people;
  return (one.tagBadges ?? []).map((badge) => badge.user).filter((user) => user !== null);
}

/** Whether it belongs to a person, or with `NOBODY` to nobody. */
export function isOf(one: Owned, person: string): boolean {
  const owners = ownersOf(one);
  return person === NOBODY ? owners.length === 0 : owners.includes(person);
}

/** Whose downloads there are, each name once and in order. */
export interface People {
  readonly names: readonly string[];
  /** Whether some are nobody's. */
  readonly hasOrphans: boolean;
}

/**
 * A selector of the people in a dashboard. It hands out the same object while it says the same, so that numbers ticking
 * by render no list of names again. `null` before the first frame.
 */
export function createPeopleSelector(
  compareText: (a: string, b: string) => number,
): (dashboard: Dashboard | null) => People | null {
  let seen: Dashboard | null = null;
  let people: People | null = null;
  return (dashboard) => {
    if (dashboard === seen) return people;
    seen = dashboard;
    const next = dashboard === null ? null : peopleIn(dashboard, compareText);
    if (!sameValue(people, next)) people = next;
    return people;
  };
}

function peopleIn(
  { downloads, awaited }: Dashboard,
  compareText: (a: string, b: string) => number,
): People {
  const names = new Set<string>();
  let hasOrphans = false;
  const note = (one: Owned): void => {
    const owners = ownersOf(one);
    for (const owner of owners) names.add(owner);
    hasOrphans ||= owners.length === 0;
  };
  for (const download of downloads.values()) note(download);
  for (const one of awaited) note(one);
  return { names: [...names].sort(compareText), hasOrphans };
}
