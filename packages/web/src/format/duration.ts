const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Unit = "day" | "hour" | "minute" | "second";

/** One or two amounts that stand for a time, largest unit first. */
export type Amounts = readonly (readonly [amount: number, unit: Unit])[];

/**
 * Rounds a time to come to what a person can use: minutes below an hour, five minutes below ten hours, hours
 * below two days, then days. Coarse on purpose: it should not change with every tick.
 *
 * @param seconds  at least 0; below a minute counts as one.
 */
export function roundDuration(seconds: number): Amounts {
  const minutes = Math.max(1, Math.round(seconds / MINUTE));
  if (minutes < 60) return [[minutes, "minute"]];
  if (seconds < 10 * HOUR)
    return split(Math.round(seconds / (5 * MINUTE)) * 5, 60, "hour", "minute");
  if (seconds < 2 * DAY) return split(Math.round(seconds / HOUR), 24, "day", "hour");
  return [[Math.round(seconds / DAY), "day"]];
}

/** The largest unit alone, rounded down: an age is not older than it is. */
export function roundAge(seconds: number): Amounts {
  if (seconds < MINUTE) return [[Math.floor(seconds), "second"]];
  if (seconds < HOUR) return [[Math.floor(seconds / MINUTE), "minute"]];
  if (seconds < DAY) return [[Math.floor(seconds / HOUR), "hour"]];
  return [[Math.floor(seconds / DAY), "day"]];
}

function split(total: number, perLarge: number, large: Unit, small: Unit): Amounts {
  const parts: Amounts = [
    [Math.floor(total / perLarge), large],
    [total % perLarge, small],
  ];
  return parts.filter(([amount]) => amount > 0);
}

/**
 * A function that writes amounts in a language: `12 min`, `1 hr 20 min`, `1 day and 3 hours`. With days the words are
 * written out: hardly anybody reads `1 Tg.` or `1 d` as a day.
 */
export function createAmountsFormat(locale: string): (amounts: Amounts) => string {
  const [short, long] = [createUnitsFormat(locale, "short"), createUnitsFormat(locale, "long")];
  const list = new Intl.ListFormat(locale);
  return (amounts) =>
    amounts.some(([, unit]) => unit === "day")
      ? list.format(amounts.map(long))
      : amounts.map(short).join(" ");
}

function createUnitsFormat(
  locale: string,
  unitDisplay: "short" | "long",
): (amount: Amounts[number]) => string {
  const formatOf = (unit: Unit): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay });
  const units: Readonly<Record<Unit, Intl.NumberFormat>> = {
    day: formatOf("day"),
    hour: formatOf("hour"),
    minute: formatOf("minute"),
    second: formatOf("second"),
  };
  return ([amount, unit]) => units[unit].format(amount);
}
