import { Search, X } from "lucide-react";
import { useRef } from "react";

import { useLocale } from "../i18n/locale-context.tsx";

interface SearchFieldProps {
  readonly value: string;
  /** What can be searched for. */
  readonly hint: string;
  readonly onChange: (value: string) => void;
}

/** The search words; the cross or Esc clears them. */
export function SearchField({ value, hint, onChange }: SearchFieldProps) {
  const { t } = useLocale();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="relative">
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 start-3.5 my-auto size-4.5 text-muted"
      />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-label={t("toolbar.search")}
        placeholder={hint}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onChange("");
        }}
        className="min-h-11 w-full rounded-xl border border-line bg-surface ps-10.5 pe-12 text-base text-ellipsis placeholder:text-muted sm:text-sm"
      />
      {value !== "" && (
        <button
          type="button"
          aria-label={t("toolbar.clearSearch")}
          onClick={() => {
            onChange("");
            input.current?.focus();
          }}
          className="absolute inset-y-0 end-0 my-auto grid size-11 place-items-center rounded-xl text-muted hover:text-ink"
        >
          <X aria-hidden className="size-4.5" />
        </button>
      )}
    </div>
  );
}
