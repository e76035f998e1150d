import { readFileSync } from "node:fs";

/** Memory of a process in bytes: in use now, and the most there ever was. */
export interface Memory {
  readonly now: number;
  readonly peak: number;
}

const BYTES_PER_KIB = 1024;
/** Linux counts a process's time in hundredths of a second, whatever the machine. */
const TICKS_PER_SECOND = 100;

/** As Linux counts it, see proc(5). */
export function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "mu").exec(status)?.[1]) * BYTES_PER_KIB;
  return { now: field("VmRSS"), peak: field("VmHWM") };
}

/** Seconds of processor time so far, with helper threads and with programs it ran that have ended. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold anything; what follows is counted from it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [utime, stime, cutime, cstime] = fields.slice(11, 15).map(Number);
  return ((utime ?? 0) + (stime ?? 0) + (cutime ?? 0) + (cstime ?? 0)) / TICKS_PER_SECOND;
}
