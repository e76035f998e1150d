import { CircleX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

interface NoticeProps {
  readonly tone: "stuck" | "failed";
  /** Said at once to screen readers when it appears, e.g. the result of what they just did. */
  readonly isAlert?: boolean;
  readonly children: ReactNode;
}

const GROUND = {
  stuck: "bg-stuck-soft text-stuck",
  failed: "bg-failed-soft text-failed",
} as const;

/** A few words about something that is not as it should be. */
export function Notice({ tone, isAlert = false, children }: NoticeProps) {
  const Icon = tone === "failed" ? CircleX : TriangleAlert;
  return (
    <div
      role={isAlert ? "alert" : undefined}
      className={`flex gap-3 rounded-xl px-4 py-3 text-sm leading-snug ${GROUND[tone]}`}
    >
      <Icon aria-hidden className="mt-px size-4.5 shrink-0" />
      <div className="min-w-0 flex-1 text-ink">{children}</div>
    </div>
  );
}
