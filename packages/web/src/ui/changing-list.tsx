import type { ReactNode } from "react";

interface ChangingListProps {
  /** Another choice was made, and its list is on the way. */
  readonly isChanging: boolean;
  readonly children: ReactNode;
}

/**
 * The list of the choice before, until that of the new one has come: a bar at its head says that it is on the way.
 * The list itself is not faded, for on a slow line it is there for long, and must stay readable.
 */
export function ChangingList({ isChanging, children }: ChangingListProps) {
  return (
    <div aria-busy={isChanging}>
      <div aria-hidden className="sticky top-(--header-height) z-10 -mt-2 mb-2 h-0">
        {isChanging && <div className="changing-bar" />}
      </div>
      {children}
    </div>
  );
}
