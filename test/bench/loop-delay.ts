import { monitorEventLoopDelay } from "node:perf_hooks";

/** Loaded into a server before its own code: tells whoever started it how late its event loop came. */

const RESOLUTION_MS = 5;
const NS_PER_MS = 1e6;

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();

/** Each reading holds the wait that was asked for. */
const late = (ns: number): number => Math.max(0, ns / NS_PER_MS - RESOLUTION_MS);

process.on("message", () => {
  process.send?.({
    p50: late(delays.percentile(50)),
    p99: late(delays.percentile(99)),
    most: late(delays.max),
  });
  delays.reset();
});
process.channel?.unref();
