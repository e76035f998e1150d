interface ProgressBarProps {
  readonly label: string;
  /** 0 to 100 */
  readonly percent: number;
  /** The same in words, with what else belongs to it. */
  readonly text: string;
  /** Colour of the bar, e.g. `bg-accent`. */
  readonly barClass: string;
}

/** A bar that glides to its new length; it is never laid out anew. */
export function ProgressBar({ label, percent, text, barClass }: ProgressBarProps) {
  const shown = Math.min(100, Math.max(0, percent));
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a native progress element cannot glide
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(shown)}
      aria-valuetext={text}
      className="h-1.5 overflow-hidden rounded-full bg-line"
    >
      <div
        className={`h-full rounded-full transition-transform duration-700 ease-linear ${barClass}`}
        style={{ transform: `translateX(${shown - 100}%)` }}
      />
    </div>
  );
}
