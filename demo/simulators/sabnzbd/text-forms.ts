/** How SABnzbd writes numbers: nearly always as text, in binary units, cut or rounded in its own ways. */

const MEBIBYTE = 1024 * 1024;
const UNITS = ["", "K", "M", "G", "T", "P"] as const;

/** MiB with two decimals, e.g. `"24.72"`: `mb`, `mbleft`, `mbmissing`. */
export function mebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(2);
}

/** For people: `"0 B"`, `"192 KB"`, `"24.7 MB"`; one decimal from M on. */
export function sizeText(bytes: number, unit = "B"): string {
  let value = bytes;
  let step = 0;
  while (value >= 1024 && step < UNITS.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${value.toFixed(step >= 2 ? 1 : 0)} ${UNITS[step] ?? ""}${unit}`;
}

/**
 * `H:MM:SS`, from one day up `D:HH:MM:SS`. `"0:00:00"` when it cannot be said (nothing left, or no speed).
 */
export function timeLeftText(bytesLeft: number, bytesPerSecond: number): string {
  if (bytesLeft <= 0 || bytesPerSecond <= 0) return "0:00:00";
  const seconds = Math.floor(bytesLeft / bytesPerSecond);
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const rest = `${twoDigits(Math.floor((seconds % 3600) / 60))}:${twoDigits(seconds % 60)}`;
  return days > 0 ? `${days}:${twoDigits(hours)}:${rest}` : `${hours}:${rest}`;
}

/** The whole part of the percentage that is done, as text. */
export function percentageText(bytes: number, bytesLeft: number): string {
  return bytes > 0 ? String(Math.floor(((bytes - bytesLeft) / bytes) * 100)) : "0";
}

/** One unit only: `"12d"`, `"3h"`, `"1m"`. */
export function ageText(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes >= 1440) return `${Math.floor(minutes / 1440)}d`;
  return minutes >= 60 ? `${Math.floor(minutes / 60)}h` : `${minutes}m`;
}

/** What remains of a timed pause: `"M:SS"`, or `"0"` when there is none. */
export function pauseText(resumeAt: number | null, now: number): string {
  if (resumeAt === null || resumeAt <= now) return "0";
  const seconds = Math.ceil((resumeAt - now) / 1000);
  return `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
