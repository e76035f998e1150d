import type { ReactNode } from "react";

import { PageHeading } from "./page-heading.tsx";

interface PageTopProps {
  readonly title: string;
  /** What the page holds, in a sentence or two. */
  readonly summary: ReactNode;
  /** What to choose for the page as a whole; may be nothing. */
  readonly children?: ReactNode;
}

/**
 * The head of a page. The sentence has a row of its own: beside the choices, it would push them into another row
 * whenever a word of it grew, and the page with them.
 */
export function PageTop({ title, summary, children }: PageTopProps) {
  return (
    <div className="mb-5 grid gap-y-1.5 sm:mb-7">
      {/* On a phone the sentence comes right below the heading, and the choices below both. */}
      <div className="contents flex-wrap items-center justify-between gap-x-6 gap-y-3 sm:flex">
        <PageHeading title={title} />
        <div className="order-1 mt-2.5 empty:hidden sm:order-none sm:mt-0">{children}</div>
      </div>
      {summary}
    </div>
  );
}
