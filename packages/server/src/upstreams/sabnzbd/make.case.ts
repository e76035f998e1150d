import type { WireQueueSlot } from "./wire.ts";

/** A row of the queue: a job that is not held back, a quarter of it here. */
export function makeSlot(change: Partial<WireQueueSlot> = {}): WireQueueSlot {
  return {
    nzoId: "SABnzbd_nzo_a",
    filename: "Some.Release",
    category: "tv",
    status: "Downloading",
    priority: "Normal",
    mb: 100,
    mbleft: 75,
    mbmissing: 0,
    percentage: 25,
    timeleft: "0:01:15",
    labels: [],
    timeAdded: null,
    ...change,
  };
}
