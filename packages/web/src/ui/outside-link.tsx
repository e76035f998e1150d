import { ExternalLink } from "lucide-react";

import { outsideLink } from "../api/outside-link.ts";

interface OutsideLinkProps {
  /** As the server sent it; no link at all when it is not a web address. */
  readonly href: string | null;
  readonly text: string;
  /** The whole truth for those who hear the link alone. */
  readonly label: string;
}

/** A link to another server, in a tab of its own that knows nothing of this one. */
export function OutsideLink({ href, text, label }: OutsideLinkProps) {
  const url = outsideLink(href);
  if (url === null) return null;
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={label}
      className="inline-flex min-h-11 items-center gap-1.5 text-sm font-semibold text-accent underline-offset-4 hover:underline"
    >
      {text}
      <ExternalLink aria-hidden className="size-4" />
    </a>
  );
}
