import type { ReactNode } from "react";

export type PillTone = "good" | "stuck" | "failed" | "plain";

const LOOKS: Readonly<Record<PillTone, string>> = {
  good: "bg-accent-soft text-accent",
  stuck: "bg-stuck-soft text-stuck",
  failed: "bg-failed-soft text-failed",
  plain: "bg-raised text-muted",
};

const LIGHTS: Readonly<Record<PillTone, string>> = {
  good: "bg-done",
  stuck: "bg-stuck",
  failed: "bg-failed",
  plain: "bg-edge",
};

/** A state in a word or two, with a light in its colour. */
export function Pill({
  tone,
  children,
}: {
  readonly tone: PillTone;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={`inline-flex shrink-0 items-center gap-1.5 rounded-full px-2.5 py-1 text-xs font-semibold whitespace-nowrap ${LOOKS[tone]}`}
    >
      <span aria-hidden className={`size-2 rounded-full ${LIGHTS[tone]}`} />
      {children}
    </span>
  );
}
