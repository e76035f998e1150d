import { createBytesFormat } from "./bytes.ts";
import { createClockFormat } from "./clock.ts";
import { createDayFormat, createDaysAgoFormat, type Day } from "./day.ts";
import { createAmountsFormat, roundAge, roundDuration } from "./duration.ts";

/** How numbers and times are written for one person. Pure; made once per language and time zone. */
export interface Format {
  /** `4.2 GB` */
  bytes(bytes: number): string;
  /** `4.2 MB/s` */
  speed(bytesPerSecond: number): string;
  /** `45%` of 0 to 100, rounded down: 100% is only what is complete. */
  percent(percent: number): string;
  number(value: number): string;
  /** `35 ms` */
  milliseconds(value: number): string;
  /** `Ana, Mira and Robin` */
  list(texts: readonly string[]): string;
  /** `12 min`, `1 hr 20 min`, `1 day and 3 hours`: a time to come, rounded. */
  duration(seconds: number): string;
  /** `4 sec`, `2 days`: how old something is, in one unit. */
  age(seconds: number): string;
  /** `14:03`, or with the day when that is not today. Both in ms. */
  clock(at: number, now: number): string;
  /** Which day a moment was, as seen from now. Both in ms. */
  day(at: number, now: number): Day;
  /** `today`, `3 days ago`, `last month`: the calendar's days between the two, both in ms. */
  daysAgo(at: number, now: number): string;
  /** Order of texts, numbers inside them as numbers. */
  readonly compareText: (a: string, b: string) => number;
}

/** @param timeZone IANA name; the browser's own when left out. */
export function createFormat(locale: string, timeZone?: string): Format {
  const amounts = createAmountsFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  const number = new Intl.NumberFormat(locale);
  const day = createDayFormat(locale, timeZone);
  const daysAgo = createDaysAgoFormat(locale);
  const milliseconds = new Intl.NumberFormat(locale, { style: "unit", unit: "millisecond" });
  const list = new Intl.ListFormat(locale);
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  return {
    bytes: createBytesFormat(locale),
    speed: createBytesFormat(locale, "second"),
    percent: (value) => percent.format(Math.floor(value) / 100),
    number: (value) => number.format(value),
    milliseconds: (value) => milliseconds.format(value),
    list: (texts) => list.format(texts),
    duration: (seconds) => amounts(roundDuration(seconds)),
    age: (seconds) => amounts(roundAge(seconds)),
    clock: createClockFormat(locale, timeZone),
    day,
    daysAgo: (at, now) => daysAgo(day(at, now).daysAgo),
    compareText: (a, b) => collator.compare(a, b),
  };
}
