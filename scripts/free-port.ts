import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below where systems take the ports of outgoing connections from: one of those could take a port in the moment between
 * finding and using it. Above, and not where `test/rig` puts its clients.
 */
const LOWEST = 12_000;
const HIGHEST = 27_000;
const TRIES = 50;

/** A port nobody listens on, for what has to know its address before it starts. */
export async function freePort(host = "127.0.0.1"): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    // oxlint-disable-next-line no-await-in-loop -- the next one is tried only when this one is taken
    if (await isFree(port, host)) return port;
  }
  throw new Error(`no free port between ${LOWEST} and ${HIGHEST}`);
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
