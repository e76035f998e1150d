import { useState, type CSSProperties } from "react";

import { ownImageUrl } from "../api/base-url.ts";
import { hueOf, initialsOf } from "./poster-look.ts";

interface PosterProps {
  /** Path on this server, `null` when there is no poster. */
  readonly path: string | null;
  readonly title: string;
  /** Sets the width; the height follows the card, at least two by three. */
  readonly className: string;
}

/**
 * A poster, or a placeholder of exactly its size that lies beneath it until it has come, and stays if it never
 * does. Decoration for screen readers: the title stands beside it.
 */
export function Poster({ path, title, className }: PosterProps) {
  const url = path === null ? null : ownImageUrl(path);
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  return (
    <div
      aria-hidden
      className={`@container poster-blank relative grid aspect-2/3 shrink-0 place-items-center overflow-hidden ${className}`}
      style={{ "--poster-hue": hueOf(title) } as CSSProperties}
    >
      <span className="font-display text-[34cqw] font-bold tracking-tight">
        {initialsOf(title)}
      </span>
      {url !== null && url !== failedUrl && (
        <img
          src={url}
          alt=""
          width={200}
          height={300}
          loading="lazy"
          decoding="async"
          className="absolute inset-0 size-full object-cover"
          onError={() => setFailedUrl(url)}
        />
      )}
    </div>
  );
}
