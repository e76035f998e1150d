import { Tag, UserRound } from "lucide-react";

interface NameBadgeProps {
  readonly of: "person" | "label";
  readonly text: string;
  /** Classes of its colours. */
  readonly look: string;
}

/** The name of a person, or a label that is no person's. A long one breaks into lines, for nothing else tells it. */
export function NameBadge({ of, text, look }: NameBadgeProps) {
  const Icon = of === "person" ? UserRound : Tag;
  return (
    <span
      className={`flex max-w-full items-center gap-1 rounded-xl py-0.5 ps-1.5 pe-2.5 text-xs font-semibold ${look}`}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0 text-start wrap-anywhere">{text}</span>
    </span>
  );
}
