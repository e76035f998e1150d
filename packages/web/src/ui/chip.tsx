import type { ReactNode } from "react";

import { useLocale } from "../i18n/locale-context.tsx";

interface ChipProps {
  readonly text: string;
  /** How many there are of it; left out when nobody counted. */
  readonly count?: number;
  readonly isChosen: boolean;
  readonly onPress: () => void;
}

/** One filter to switch on or off. */
export function Chip({ text, count, isChosen, onPress }: ChipProps) {
  const { format } = useLocale();
  const look = isChosen
    ? "border-transparent bg-accent text-on-accent"
    : "border-line bg-surface text-ink hover:bg-raised";
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onPress}
      className={`flex min-h-11 shrink-0 items-center gap-2 rounded-full border px-4 text-sm font-semibold transition-colors ${look}`}
    >
      {text}
      {count !== undefined && (
        <span className={`tabular-nums ${isChosen ? "" : "text-muted"}`}>
          {format.number(count)}
        </span>
      )}
    </button>
  );
}

interface ChipRowProps {
  readonly legend: string;
  readonly children: ReactNode;
}

/** Chips in a row. On a phone it goes to the window's edge, so that a chip cut in half says there is more. */
export function ChipRow({ legend, children }: ChipRowProps) {
  return (
    <fieldset className="-mx-4 flex min-w-0 gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:-mx-1 sm:flex-wrap sm:px-1">
      <legend className="sr-only">{legend}</legend>
      {children}
    </fieldset>
  );
}
