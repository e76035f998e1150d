import { CALL_LIMIT_MS, expectSuccess, type ClientUnderTest, type Reading } from "./reading.ts";
import type { RigClient } from "./rig.ts";

const MEBIBYTE = 1024 * 1024;
/** More than the rig ever has; 0 would mean "ten" to the history. */
const ALL = "500";

interface QueueSlot {
  readonly nzo_id: string;
  readonly filename: string;
  readonly status: string;
  readonly cat: string;
  readonly mb: string;
  readonly mbleft: string;
}

interface HistorySlot {
  readonly nzo_id: string;
  readonly name: string;
  readonly status: string;
  readonly category: string;
  readonly bytes: number;
}

interface Queue {
  readonly paused: boolean;
  readonly kbpersec: string;
  readonly slots: readonly QueueSlot[];
}

/** Queue status to our words; "Downloading" is not here, for SABnzbd says it of every waiting job too. */
const QUEUE_STATUSES: Readonly<Record<string, readonly string[]>> = {
  Queued: ["Queued"],
  Paused: ["Paused"],
  Grabbing: ["Fetching metadata", "Queued"],
  Fetching: ["Downloading", "Repairing"],
  Checking: ["Checking"],
  Propagating: ["Queued"],
};

const HISTORY_STATUSES: Readonly<Record<string, readonly string[]>> = {
  // Downloaded, waiting for its turn in post-processing.
  Queued: ["Queued", "Verifying"],
  QuickCheck: ["Verifying", "Checking"],
  Verifying: ["Verifying"],
  Repairing: ["Repairing"],
  Fetching: ["Downloading", "Repairing"],
  Extracting: ["Unpacking"],
  Moving: ["Moving"],
  // The owner's script, between unpacking and being there: no word of ours says it, but it is not finished.
  Running: ["Moving", "Unpacking"],
  Completed: ["Completed"],
  Failed: ["Failed"],
};

/** SABnzbd by its queue and its history, every job in one of the two. */
export function openSabnzbd(client: RigClient): ClientUnderTest {
  const call = async (parameters: Record<string, string>): Promise<unknown> => {
    const query = new URLSearchParams({
      ...parameters,
      output: "json",
      apikey: client.apiKey ?? "",
    });
    const response = await fetch(`${client.url}/api?${query.toString()}`, {
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    await expectSuccess(response, `SABnzbd ${parameters["mode"] ?? ""}`);
    return response.json();
  };
  const act = async (name: string, id: string): Promise<void> => {
    const answer = (await call({ mode: "queue", name, value: id })) as { status: boolean };
    if (!answer.status) throw new Error(`SABnzbd ${name} did nothing`);
  };
  return {
    async read() {
      const { queue } = (await call({ mode: "queue", limit: ALL })) as { queue: Queue };
      const { history } = (await call({ mode: "history", limit: ALL })) as {
        history: { slots: HistorySlot[] };
      };
      const readings = new Map<string, Reading>();
      for (const one of queueReadings(queue)) readings.set(one.id, one);
      for (const one of history.slots.map(historyReading)) readings.set(one.id, one);
      return [...readings.values()];
    },
    pause: (id) => act("pause", id),
    resume: (id) => act("resume", id),
    remove: (id) => act("delete", id),
  };
}

function queueReadings(queue: Queue): readonly Reading[] {
  const speed = Math.round(Number(queue.kbpersec) * 1024);
  const active = queue.slots.find((slot) => slot.status === "Downloading");
  return queue.slots.map((slot) => {
    const size = Number(slot.mb) * MEBIBYTE;
    const isActive = slot === active && !queue.paused;
    return {
      id: slot.nzo_id,
      title: slot.filename,
      sizeBytes: size > 0 ? size : null,
      progressPercent: size > 0 ? (1 - Number(slot.mbleft) / Number(slot.mb)) * 100 : 0,
      rawState: `queue: ${slot.status}`,
      category: category(slot.cat),
      bytesPerSecond: isActive ? speed : 0,
      expectedStatuses:
        slot.status === "Downloading"
          ? activeStatuses(isActive, queue.paused, speed)
          : (QUEUE_STATUSES[slot.status] ?? ["Unknown"]),
    };
  });
}

function activeStatuses(isActive: boolean, paused: boolean, speed: number): readonly string[] {
  if (paused) return ["Paused"];
  if (!isActive) return ["Queued"];
  return speed > 0 ? ["Downloading"] : ["Downloading", "Stalled", "Queued"];
}

function historyReading(slot: HistorySlot): Reading {
  return {
    id: slot.nzo_id,
    // A failed fetch is called "name - address": the address belongs to the indexer, and may hold a key.
    title: slot.name.replace(/ - https?:\/\/\S*$/u, ""),
    sizeBytes: slot.bytes > 0 ? slot.bytes : null,
    progressPercent: slot.status === "Failed" ? null : 100,
    rawState: `history: ${slot.status}`,
    category: category(slot.category),
    bytesPerSecond: 0,
    expectedStatuses: HISTORY_STATUSES[slot.status] ?? ["Unknown"],
  };
}

/** "*" and "None" are SABnzbd's ways to say that there is none. */
function category(name: string): string | null {
  return name === "*" || name === "None" || name === "" ? null : name;
}
