/** How a text field of the sign-in form looks. 16 px text, for a phone zooms into anything smaller. */
export const FIELD =
  "min-h-12 w-full rounded-xl border border-edge bg-surface px-4 text-base text-ink";

export const LABEL = "mb-1.5 block text-sm font-semibold";
