interface LogoProps {
  readonly className: string;
}

/** The mark: a circle that is nearly full, around a play sign. The same drawing as public/icon.svg. */
export function Logo({ className }: LogoProps) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="9" className="fill-accent" />
      <g className="fill-none stroke-on-accent" strokeWidth="3">
        <circle cx="16" cy="16" r="9.5" strokeOpacity=".3" />
        <path d="M16 6.5a9.5 9.5 0 1 1-9.03 6.55" strokeLinecap="round" />
      </g>
      <path
        d="M13.6 12.2v7.6l6.3-3.8z"
        className="fill-on-accent stroke-on-accent"
        strokeWidth="1.2"
        strokeLinejoin="round"
      />
    </svg>
  );
}
