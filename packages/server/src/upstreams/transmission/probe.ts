import { UpstreamError } from "../errors.ts";
import type { Instance } from "../instance.ts";
import type { Probe } from "../upstream.ts";
import { readDaemonFacts } from "./daemon.ts";
import { Rpc } from "./rpc.ts";

const OPEN_NOTE =
  "Transmission asks nobody for a password, so the configured one could not be tested: everyone who reaches it can change it.";

/**
 * Tries one Transmission as it is configured, and then without credentials, to see whether they matter. In this
 * order the brute force guard, which counts every call without the right password, counts one at most.
 *
 * @throws UpstreamError with advice.
 */
export async function probeTransmission(instance: Instance, signal: AbortSignal): Promise<Probe> {
  const daemon = await withRpc(instance, (rpc) => readDaemonFacts(rpc, instance.id, signal));
  const version = daemon.version.split(" ")[0] || null;
  const hasCredentials = instance.username !== null || instance.password !== null;
  if (!hasCredentials) return { version, credentials: "none-needed", notes: [] };
  const isOpen = await answersAnyone(instance, signal);
  return {
    version,
    credentials: isOpen ? "unverified" : "accepted",
    notes: isOpen ? [OPEN_NOTE] : [],
  };
}

async function answersAnyone(instance: Instance, signal: AbortSignal): Promise<boolean> {
  const stranger = { ...instance, username: null, password: null };
  return await withRpc(stranger, async (rpc) => {
    try {
      await rpc.call("session", signal);
      return true;
    } catch (error) {
      if (error instanceof UpstreamError && error.reason === "unauthorized") return false;
      throw error;
    }
  });
}

async function withRpc<T>(instance: Instance, use: (rpc: Rpc) => Promise<T>): Promise<T> {
  const rpc = new Rpc(instance);
  try {
    return await use(rpc);
  } finally {
    await rpc.close();
  }
}
