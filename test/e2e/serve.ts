import { pino } from "pino";

import { loadConfig } from "../../packages/server/src/config/load-config.ts";
import { startServer } from "../../packages/server/src/server.ts";
import {
  ARRS,
  DOWNLOAD_CLIENTS,
  REQUEST_MANAGERS,
} from "../../packages/server/src/upstreams/index.ts";

/** The real server as a program of its own, with the web app of the folder that is its argument. */
const config = loadConfig(process.env, {
  arrs: ARRS,
  downloadClients: DOWNLOAD_CLIENTS,
  requestManagers: REQUEST_MANAGERS,
});
await startServer(config, pino({ level: "silent" }), process.argv[2] ?? "");
