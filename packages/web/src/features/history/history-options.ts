/** How far back one can look, in days. */
export const DAYS = [7, 30, 90] as const;

export type Days = (typeof DAYS)[number];

/** What a person chose to see of the past. Lives in the URL. */
export interface HistoryOptions {
  readonly days: Days;
  /** Everybody's; the server grants it to admins alone. */
  readonly everyone: boolean;
}

const DEFAULT_DAYS: Days = 7;

/** Reads the options out of a URL's search part. What it does not understand is as if it were not there. */
export function parseHistoryOptions(search: string): HistoryOptions {
  const params = new URLSearchParams(search);
  return {
    days: DAYS.find((days) => String(days) === params.get("days")) ?? DEFAULT_DAYS,
    everyone: params.get("everyone") === "1",
  };
}

/** The shortest search part that says the same, without `?`. */
export function printHistoryOptions({ days, everyone }: HistoryOptions): string {
  const params = new URLSearchParams();
  if (days !== DEFAULT_DAYS) params.set("days", String(days));
  if (everyone) params.set("everyone", "1");
  return params.toString();
}

/** The next longer time to look back, `null` at the longest. */
export function furtherBack(days: Days): Days | null {
  return DAYS.find((longer) => longer > days) ?? null;
}
