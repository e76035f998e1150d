import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { inject } from "vitest";

import { startHousehold, type Household } from "../../demo/household/index.ts";
import { loadConfig } from "../../packages/server/src/config/load-config.ts";
import { startServer } from "../../packages/server/src/server.ts";
import {
  ARRS,
  DOWNLOAD_CLIENTS,
  REQUEST_MANAGERS,
} from "../../packages/server/src/upstreams/index.ts";
import { untilAllRead } from "./until-all-read.ts";
import type { Place } from "./visitor.ts";

/** The demo's household and the real server with the web app, all in this process, so that a test may meddle. */
export interface House extends Place {
  /** Its time stands still: what a test finds or adds stays as it is. */
  readonly household: Household;
  stop(): Promise<void>;
}

/**
 * @param environment  settings in place of the household's.
 * @param prepare      changes the household before the server sees it; libraries are read anew only now and then.
 */
export async function startHouse(
  environment: Readonly<Record<string, string>> = {},
  prepare: (household: Household) => void = () => {},
): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), "sofarr-e2e-"));
  const household = await startHousehold();
  prepare(household);
  const config = loadConfig(
    {
      ...household.environment,
      PORT: "0",
      HOST: "127.0.0.1",
      DATA_DIR: join(folder, "data"),
      POLL_INTERVAL: "500",
      ...environment,
    },
    { arrs: ARRS, downloadClients: DOWNLOAD_CLIENTS, requestManagers: REQUEST_MANAGERS },
  );
  const server = await startServer(config, pino({ level: "silent" }), inject("webRoot"));
  await untilAllRead(server.url, household.logins);
  return {
    address: server.url,
    logins: household.logins,
    household,
    stop: async () => {
      await server.stop();
      await household.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
