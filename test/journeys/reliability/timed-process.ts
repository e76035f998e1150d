import { join } from "node:path";

import { loadConfig } from "../../../packages/server/src/config/load-config.ts";
import {
  configuredSecrets,
  createSecretMask,
} from "../../../packages/server/src/http/present/mask-secrets.ts";
import { LogLines } from "../../../packages/server/src/log-lines.ts";
import { createLog } from "../../../packages/server/src/log.ts";
import { startServer } from "../../../packages/server/src/server.ts";
import {
  ARRS,
  DOWNLOAD_CLIENTS,
  REQUEST_MANAGERS,
} from "../../../packages/server/src/upstreams/index.ts";
import { TestClock } from "../test-clock.ts";
import { takeCensus } from "./census.ts";
import { answerQuestions } from "../../process-link.ts";

/** The whole server in a process of its own, wired as `main.ts` does it, by a clock that can be hurried and put wrong. */

const [speed = "1"] = process.argv.slice(2);
const clock = new TestClock(Number(speed));
const config = loadConfig(process.env, {
  arrs: ARRS,
  downloadClients: DOWNLOAD_CLIENTS,
  requestManagers: REQUEST_MANAGERS,
});
const lines = new LogLines();
const log = createLog(config.logLevel, {
  lines,
  mask: createSecretMask(configuredSecrets(config, config.cookieSecret)),
});
const server = await startServer(config, log, join(config.dataDir, "no-web-app"), clock, lines);

const commands = {
  url: (): string => server.url,
  census: takeCensus,
  /** Somebody sets the machine's time; nothing that waits falls due by it. */
  putClock: (byMs: number): void => clock.put(byMs),
};

export type TimedCommands = typeof commands;

answerQuestions(commands);
process.once("SIGTERM", () => {
  void server.stop().then(() => process.exit(0));
});
