import { createContext, use, useEffect, useRef } from "react";

import { usePageTitle } from "./use-page-title.ts";

/** Whether the person has gone from one page to another: only then is the focus moved for them. */
export const HasMovedContext = createContext(false);

/**
 * The page's heading, which also names the browser's tab. Whoever comes from another page of the app is put here,
 * so that a screen reader says where they are and Tab goes on from the top.
 */
export function PageHeading({ title }: { readonly title: string }) {
  usePageTitle(title);
  const heading = useRef<HTMLHeadingElement>(null);
  const hasMoved = use(HasMovedContext);
  useEffect(() => {
    if (hasMoved) heading.current?.focus({ preventScroll: true });
    // oxlint-disable-next-line react/exhaustive-deps -- on arrival alone: changed words must not take the focus
  }, []);
  return (
    <h1
      ref={heading}
      tabIndex={-1}
      className="font-display text-2xl font-bold tracking-tight outline-none sm:text-4xl"
    >
      {title}
    </h1>
  );
}
