import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface MessageProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  /** Whether it is the whole page, and its title therefore the page's. */
  readonly isPage?: boolean;
  /** What to do about it, if anything. */
  readonly children?: ReactNode;
}

/** Says in the middle of the page why there is nothing else on it. */
export function Message({ icon: Icon, title, text, isPage = false, children }: MessageProps) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-16 text-center sm:py-24">
      <span className="mb-6 grid size-20 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon aria-hidden className="size-9" strokeWidth={1.75} />
      </span>
      <Heading className="font-display text-2xl font-bold tracking-tight">{title}</Heading>
      <p className="mt-2 text-pretty text-muted">{text}</p>
      {children !== undefined && <div className="mt-6">{children}</div>}
    </div>
  );
}
