import type { ReactNode } from "react";

import { Poster } from "../../ui/poster.tsx";

interface RowFrameProps {
  readonly titleId: string;
  readonly title: string;
  /** The title as it is shown. */
  readonly shownTitle: ReactNode;
  readonly subtitle: string | null;
  readonly poster: string | null;
  readonly people: ReactNode;
  readonly state: ReactNode;
  readonly when: ReactNode;
  readonly facts: ReactNode;
  /** What can be done at its end. */
  readonly end: ReactNode;
  /** A mark at its start in this colour, e.g. `border-stuck`; none when empty. */
  readonly mark: string;
  /** Below the row, over its whole width. */
  readonly children?: ReactNode;
}

/** One line of the list, in columns that are the same in every line. */
export function RowFrame({
  titleId,
  title,
  shownTitle,
  subtitle,
  poster,
  mark,
  children,
  ...parts
}: RowFrameProps) {
  return (
    <li className="row">
      <article aria-labelledby={titleId} className={`border-s-4 ${mark || "border-transparent"}`}>
        <div className="grid min-h-18 grid-cols-[2.5rem_minmax(0,5fr)_minmax(0,3fr)_minmax(0,4.5fr)_minmax(0,6.5fr)_minmax(0,5fr)_2.75rem] items-center gap-x-4 px-4 py-2">
          <Poster path={poster} title={title} className="w-10 rounded-md" />
          <div className="min-w-0">
            <h3 id={titleId} className="line-clamp-2 text-sm leading-snug font-bold wrap-anywhere">
              <bdi>{shownTitle}</bdi>
            </h3>
            {subtitle !== null && (
              <p className="line-clamp-2 text-xs leading-4 text-muted">
                <bdi>{subtitle}</bdi>
              </p>
            )}
          </div>
          <div className="min-w-0">{parts.people}</div>
          <div className="min-w-0">{parts.state}</div>
          <div className="min-w-0">{parts.when}</div>
          <div className="min-w-0">{parts.facts}</div>
          <div className="-me-2.5">{parts.end}</div>
        </div>
        {children}
      </article>
    </li>
  );
}
