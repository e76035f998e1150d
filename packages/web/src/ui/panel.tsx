import type { ReactNode } from "react";

interface PanelProps {
  /** What a button's `popoverTarget` names. */
  readonly id: string;
  readonly label: string;
  readonly children: ReactNode;
}

/**
 * A small window below the header. The platform's own popover does what a library would: it lies above all
 * else, closes by Esc, by a click elsewhere or by another panel, and gives the focus back.
 */
export function Panel({ id, label, children }: PanelProps) {
  return (
    <dialog
      id={id}
      popover="auto"
      aria-label={label}
      className="panel rounded-2xl border border-line bg-surface p-2 text-ink shadow-panel"
    >
      {children}
    </dialog>
  );
}
