import type { NormalizedDownload } from "@sofarr/contract";

import type { Dashboard } from "./dashboard.ts";
import { sameValue } from "./same-value.ts";
import { NOBODY } from "./view-options.ts";

/** The names of those a download belongs to; empty when it is nobody's, or nobody was asked to tell. */
function ownersOf(download: NormalizedDownload): string[] {
  return (download.tagBadges ?? []).map((badge) => badge.user).filter((user) => user !== null);
}

/** Whether a download belongs to a person, or with `NOBODY` to nobody. */
export function isOf(download: NormalizedDownload, person: string): boolean {
  const owners = ownersOf(download);
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

function peopleIn({ downloads }: Dashboard, compareText: (a: string, b: string) => number): People {
  const names = new Set<string>();
  let hasOrphans = false;
  for (const download of downloads.values()) {
    const owners = ownersOf(download);
    for (const owner of owners) names.add(owner);
    hasOrphans ||= owners.length === 0;
  }
  return { names: [...names].sort(compareText), hasOrphans };
}
