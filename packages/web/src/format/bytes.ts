const UNITS = ["kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"] as const;
const STEP = 1000; // Intl's kilobyte and the rest are powers of ten, so the number must be as well.
/** From here on a number would be shown as 1,000 of its unit. */
const ROUNDS_UP_FROM = 999.5;
/** Below this, one decimal tells the difference; above, whole numbers do. */
const WHOLE_FROM = 99.95;

/**
 * A function that writes bytes as `734 MB` or `4.2 GB`; with `per` as `4.2 MB/s`. Decimals depend on the size
 * alone, so the text keeps its width while the number ticks.
 */
export function createBytesFormat(locale: string, per?: "second"): (bytes: number) => string {
  const formats = UNITS.map((unit) =>
    [0, 1].map(
      (digits) =>
        new Intl.NumberFormat(locale, {
          style: "unit",
          unit: per === undefined ? unit : `${unit}-per-${per}`,
          unitDisplay: "short",
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        }),
    ),
  );
  return (bytes) => {
    let amount = bytes / STEP;
    let unit = 0;
    while (amount >= ROUNDS_UP_FROM && unit < UNITS.length - 1) {
      amount /= STEP;
      unit += 1;
    }
    const digits = unit === 0 || amount >= WHOLE_FROM ? 0 : 1;
    return formats[unit]?.[digits]?.format(amount) ?? "";
  };
}
