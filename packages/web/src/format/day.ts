const DAY_MS = 86_400_000;

/** A day as seen from now. `text` names it in full: `Monday, 16 November`, with the year when it is another one. */
export interface Day {
  /** 0 today, 1 yesterday; negative to come. */
  readonly daysAgo: number;
  readonly text: string;
}

/**
 * A function that says on which day a moment was, for a person in a time zone. Days are counted by the calendar,
 * so a day with 23 or 25 hours is one day.
 *
 * @param timeZone  IANA name; the browser's own when left out.
 */
export function createDayFormat(
  locale: string,
  timeZone?: string,
): (at: number, now: number) => Day {
  const zone = timeZone === undefined ? {} : { timeZone };
  const date = { weekday: "long", day: "numeric", month: "long", ...zone } as const;
  const thisYear = new Intl.DateTimeFormat(locale, date);
  const otherYear = new Intl.DateTimeFormat(locale, { ...date, year: "numeric" });
  // Swedish dates are ISO dates, which can be counted.
  const iso = new Intl.DateTimeFormat("sv", { dateStyle: "short", ...zone });
  return (at, now) => {
    const [day, today] = [iso.format(at), iso.format(now)];
    const isThisYear = day.slice(0, 4) === today.slice(0, 4);
    return {
      daysAgo: Math.round((Date.parse(today) - Date.parse(day)) / DAY_MS),
      text: (isThisYear ? thisYear : otherYear).format(at),
    };
  };
}

/** A day's text where nothing stands before it: Spanish writes weekdays small inside a sentence. */
export function asHeading(text: string, locale: string): string {
  const [first = ""] = text;
  return first.toLocaleUpperCase(locale) + text.slice(first.length);
}

const DAYS_PER_MONTH = 30.44;
const DAYS_PER_YEAR = 365.25;

/** A function that writes how many days ago something was: `today`, `3 days ago`, `last month`, `2 years ago`. */
export function createDaysAgoFormat(locale: string): (daysAgo: number) => string {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return (daysAgo) => {
    if (daysAgo < DAYS_PER_MONTH) return relative.format(-daysAgo, "day");
    if (daysAgo < DAYS_PER_YEAR) {
      return relative.format(-Math.floor(daysAgo / DAYS_PER_MONTH), "month");
    }
    return relative.format(-Math.floor(daysAgo / DAYS_PER_YEAR), "year");
  };
}
