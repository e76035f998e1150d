import { renameSync, writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

/**
 * Loaded into a server before its own code: asked by a signal, it writes down how late the event loop came since it was
 * last asked. A file and not a channel, since the server begins again as itself and keeps no open ends.
 */

const RESOLUTION_MS = 5;
const NS_PER_MS = 1e6;

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();

/** Each reading holds the wait that was asked for. */
const late = (ns: number): number => Math.max(0, ns / NS_PER_MS - RESOLUTION_MS);

process.on("SIGUSR2", () => {
  const file = process.env["LOOP_DELAY_FILE"] ?? "";
  const delay = {
    p50: late(delays.percentile(50)),
    p99: late(delays.percentile(99)),
    most: late(delays.max),
  };
  delays.reset();
  // Whole or not there.
  writeFileSync(`${file}.part`, JSON.stringify(delay));
  renameSync(`${file}.part`, file);
});
