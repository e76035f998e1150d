interface SteadyTextProps {
  readonly text: string;
  /** The longest that the text becomes while its numbers tick. */
  readonly longest: string;
  readonly className?: string;
}

/** Text that keeps its room while it ticks: its longest wording lies unseen, and unheard, in the same place. */
export function SteadyText({ text, longest, className = "" }: SteadyTextProps) {
  return (
    <span
      data-longest={longest}
      className="grid min-w-0 text-start grid-cols-[minmax(0,1fr)] *:[grid-area:1/1] before:invisible before:overflow-hidden before:[grid-area:1/1] before:content-[attr(data-longest)]"
    >
      <span className={className}>{text}</span>
    </span>
  );
}
