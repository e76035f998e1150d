import type { TagBadge } from "@sofarr/contract";

import type { LabelFinding, Owners } from "../../domain/ownership.ts";
import type { Viewer } from "../../domain/user.ts";

/** The tag labels a viewer may read: all of them for admins, their own for everybody else. */
export function labelsFor(labels: readonly LabelFinding[], viewer: Viewer): string[] {
  const isMine = ({ verdict }: LabelFinding): boolean =>
    verdict.kind === "user" && verdict.user.id === viewer.id;
  return labels.filter((finding) => viewer.isAdmin || isMine(finding)).map(({ label }) => label);
}

/** The viewer's own label, or for an admin who looks at somebody else's the label that gave it to them. */
export function matchedLabel(owners: Owners, viewer: Viewer): string | null {
  const own = owners.get(viewer.id);
  if (own !== undefined || !viewer.isAdmin) return own?.label ?? null;
  for (const witness of owners.values()) if (witness.label !== null) return witness.label;
  return null;
}

/** Every label with whom it means; for admins. */
export function badgesOf(labels: readonly LabelFinding[]): TagBadge[] {
  return labels.map(({ label, verdict }) => ({
    label,
    user: verdict.kind === "user" ? verdict.user.name : null,
  }));
}
