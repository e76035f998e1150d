import type { Snapshot } from "./snapshot.ts";
import type { KnownUser } from "./user.ts";

/** A tag label that an admin should look at. */
export interface TagProblem {
  readonly label: string;
  /** Whom it could mean: several people, so that it means none of them, or nobody at all. */
  readonly users: readonly KnownUser[];
}

/**
 * Labels in any library that fit more than one person, then labels that fit nobody on downloads that are nobody's: a
 * label beside somebody's is an ordinary tag. Each once, in alphabetical order.
 */
export function tagProblems(
  snapshot: Pick<Snapshot, "ambiguousLabels" | "downloads">,
): readonly TagProblem[] {
  const ambiguous = snapshot.ambiguousLabels.flatMap(({ label, verdict }) =>
    verdict.kind === "ambiguous" ? [{ label, users: verdict.users }] : [],
  );
  const unowned = [...snapshot.downloads.values()].filter(({ owners }) => owners.size === 0);
  const unknown = new Set(
    unowned.flatMap(({ labels }) =>
      labels.filter(({ verdict }) => verdict.kind === "nobody").map(({ label }) => label),
    ),
  );
  return [
    ...ambiguous.toSorted((a, b) => (a.label < b.label ? -1 : 1)),
    ...[...unknown].toSorted().map((label) => ({ label, users: [] })),
  ];
}
