import { tooOld, unusable } from "./failures.ts";
import type { Rpc } from "./rpc.ts";
import { readDaemon, type DaemonFacts } from "./wire.ts";

/** Transmission 2.40; before it the status numbers mean something else. */
const OLDEST_RPC_VERSION = 14;

/**
 * What the daemon says of itself.
 *
 * @throws UpstreamError, also when it is too old to be understood.
 */
export async function readDaemonFacts(
  rpc: Rpc,
  instanceId: string,
  signal: AbortSignal,
): Promise<DaemonFacts> {
  const daemon = readDaemon(await rpc.call("session", signal));
  if (daemon === null) throw unusable(instanceId, "session");
  if (daemon.rpcVersion < OLDEST_RPC_VERSION) throw tooOld(instanceId, daemon.rpcVersion);
  return daemon;
}
