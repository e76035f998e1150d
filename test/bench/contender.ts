import { FLOOD_VERSION, FloodProcess } from "./flood.ts";
import { ADMIN, environmentOf, type Address, type HouseholdFacts } from "./household-facts.ts";
import type { ServedProcess } from "./served-process.ts";
import { ServerProcess } from "./server-process.ts";
import { sofarrTab } from "./sofarr-tabs.ts";
import type { TabOptions } from "./tab.ts";

/** A server under comparison, running on one download client. */
export interface Running {
  readonly process: ServedProcess;
  /** A tab of somebody who sees everything. */
  tab(items: number): Promise<TabOptions>;
  stop(): Promise<void>;
}

/** One side of a comparison. */
export interface Contender {
  readonly name: string;
  start(client: Address, pollIntervalMs: number): Promise<Running>;
}

/** sofarr with nothing but the one client, and the media server it asks who people are. */
export function sofarrOn(mediaServer: HouseholdFacts["mediaServer"]): Contender {
  return {
    name: "sofarr",
    async start(client, pollIntervalMs) {
      const server = await ServerProcess.start({
        ...environmentOf({ mediaServer, client }),
        POLL_INTERVAL: String(pollIntervalMs),
      });
      return {
        process: server.process,
        tab: async (items) =>
          sofarrTab(server.url, await server.signIn(ADMIN), items, { showAll: true }),
        stop: () => server.stop(),
      };
    },
  };
}

export const flood: Contender = {
  name: `Flood ${FLOOD_VERSION}`,
  start: (client, pollIntervalMs) => FloodProcess.start(client, pollIntervalMs),
};
