import { ExternalLink } from "lucide-react";

import { outsideLink } from "../api/outside-link.ts";

interface OutsideLinkProps {
  /** As the server sent it; no link at all when it is not a web address. */
  readonly href: string | null;
  /** Where it leads. */
  readonly label: string;
}

/** A link to another server in the corner of a card; it opens a tab of its own that knows nothing of this one. */
export function OutsideLink({ href, label }: OutsideLinkProps) {
  const url = outsideLink(href);
  if (url === null) return null;
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={label}
      title={label}
      className="-my-2.5 -me-2.5 grid size-11 shrink-0 place-items-center rounded-xl text-muted transition-colors hover:text-ink"
    >
      <ExternalLink aria-hidden className="size-4" />
    </a>
  );
}
