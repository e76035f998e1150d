interface FactsProps {
  readonly facts: readonly { readonly name: string; readonly text: string }[];
}

/** Names and values in two columns; numbers keep their width while they tick. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm tabular-nums">
      {facts.map(({ name, text }) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 text-end wrap-anywhere">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
