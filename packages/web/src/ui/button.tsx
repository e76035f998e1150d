import type { ComponentProps } from "react";

type Look = "primary" | "outline" | "quiet";

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: Look;
}

const BASE =
  "inline-flex min-h-11 items-center justify-center gap-2 rounded-xl px-4 font-semibold transition-colors disabled:opacity-60";

const LOOKS: Readonly<Record<Look, string>> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  outline: "border border-line bg-surface text-ink hover:bg-raised",
  quiet: "text-ink hover:bg-raised",
};

/** A button of at least 44 px, in one of three looks. */
export function Button({ look = "outline", className = "", ...props }: ButtonProps) {
  return <button type="button" className={`${BASE} ${LOOKS[look]} ${className}`} {...props} />;
}
