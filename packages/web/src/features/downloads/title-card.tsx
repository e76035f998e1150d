import { useId, type ReactNode } from "react";

import { breakable } from "../../format/title.ts";
import { Poster } from "../../ui/poster.tsx";
import { CARD } from "./card-style.ts";

interface TitleCardProps {
  readonly title: string;
  /** The title is the name of a release: one long word, to be broken anywhere. */
  readonly isRelease?: boolean;
  /** See `Poster`. */
  readonly coverArt: string | null;
  /** Sets the poster's width. */
  readonly posterClass: string;
  /** Beside the title, in the corner; may be nothing. */
  readonly link: ReactNode;
  /** Below the title, beside the poster. */
  readonly children: ReactNode;
  /** Below everything, as wide as the card. */
  readonly foot?: ReactNode;
  readonly className?: string;
}

/** The frame of a card about one title: poster, title, a way to elsewhere, and room for what is said of it. */
export function TitleCard({
  title,
  isRelease = false,
  coverArt,
  posterClass,
  link,
  children,
  foot,
  className = "",
}: TitleCardProps) {
  const titleId = useId();
  return (
    <li className={`${CARD} ${className}`}>
      <article aria-labelledby={titleId} className="flex h-full flex-col">
        <div className="flex flex-1 gap-3.5 p-3">
          <Poster
            path={coverArt}
            title={title}
            className={`self-start rounded-lg ${posterClass}`}
          />
          <div className="flex min-w-0 flex-1 flex-col">
            <div className="flex gap-1">
              <h3
                id={titleId}
                className={`line-clamp-2 min-w-0 flex-1 leading-snug font-bold ${
                  isRelease ? "text-sm wrap-anywhere" : "wrap-break-word"
                }`}
              >
                <bdi>{isRelease ? breakable(title) : title}</bdi>
              </h3>
              {link}
            </div>
            {children}
          </div>
        </div>
        {foot}
      </article>
    </li>
  );
}
