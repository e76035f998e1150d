export type ButtonLook = "primary" | "outline" | "quiet";

const BASE =
  "inline-flex min-h-11 items-center justify-center gap-2 rounded-xl px-4 font-semibold transition-colors disabled:opacity-60 *:[svg]:shrink-0";

const LOOKS: Readonly<Record<ButtonLook, string>> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  outline: "border border-line bg-surface text-ink hover:bg-raised",
  quiet: "text-ink hover:bg-raised",
};

/** Classes of a button, or of a link that looks like one; at least 44 px high. */
export function buttonLook(look: ButtonLook): string {
  return `${BASE} ${LOOKS[look]}`;
}
