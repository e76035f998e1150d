import type { ReactNode } from "react";

interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly name: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly content: ReactNode }[];
  readonly onChange: (value: Value) => void;
}

/** Two or three ways side by side, one of them chosen: radio buttons that look like a switch. */
export function Choice<Value extends string>({
  legend,
  name,
  value,
  options,
  onChange,
}: ChoiceProps<Value>) {
  return (
    <fieldset className="flex min-w-0 grow flex-wrap rounded-xl bg-raised p-1 sm:grow-0">
      <legend className="sr-only">{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex min-h-11 flex-1 cursor-pointer items-center justify-center gap-2 rounded-lg px-3.5 text-sm font-semibold whitespace-nowrap text-muted transition-colors hover:text-ink has-checked:bg-chosen has-checked:text-ink has-checked:shadow-card has-focus-visible:outline-3 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.content}
        </label>
      ))}
    </fieldset>
  );
}
