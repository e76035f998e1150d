/** A day short of a week, so that a weekday never means the same day of the week before. */
const WEEK_MS = 6 * 86_400_000;

/**
 * A function that writes a moment as a clock shows it: the time alone today, with weekday within a week, else
 * with the date.
 *
 * @param timeZone  IANA name; the browser's own when left out.
 */
export function createClockFormat(
  locale: string,
  timeZone?: string,
): (at: number, now: number) => string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short", ...zone });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short", ...zone });
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", ...zone });
  // Swedish dates are ISO dates: a day to compare, in the person's time zone.
  const day = new Intl.DateTimeFormat("sv", { dateStyle: "short", ...zone });
  return (at, now) => {
    if (day.format(at) === day.format(now)) return time.format(at);
    const dayText = (Math.abs(now - at) < WEEK_MS ? weekday : date).format(at);
    return `${dayText} ${time.format(at)}`;
  };
}
