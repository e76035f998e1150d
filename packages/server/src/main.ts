import { existsSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

import { readCommandLine } from "./command-line.ts";
import { ConfigError, type Config } from "./config/config.ts";
import { loadConfig } from "./config/load-config.ts";
import { runDoctor } from "./doctor.ts";
import { SYSTEM_CLOCK } from "./engine/clock.ts";
import { configuredSecrets, createSecretMask } from "./http/present/mask-secrets.ts";
import { LogLines } from "./log-lines.ts";
import { createLog } from "./log.ts";
import { startServer } from "./server.ts";
import { startTrouble } from "./start-trouble.ts";
import { listenForStop } from "./stop-signals.ts";
import { ARRS, DOWNLOAD_CLIENTS, REQUEST_MANAGERS } from "./upstreams/index.ts";
import { usage } from "./usage.ts";
import { VERSION } from "./version.ts";

const KINDS = [...ARRS, ...DOWNLOAD_CLIENTS, ...REQUEST_MANAGERS].map(({ kind }) => kind);

const EXIT_CONFIG = 78;
const EXIT_USAGE = 64;
const STOP_DEADLINE_MS = 10_000;

/** Says everything that is wrong with the configuration and ends; or returns it. */
function configure(): Config {
  try {
    return loadConfig(process.env, {
      arrs: ARRS,
      downloadClients: DOWNLOAD_CLIENTS,
      requestManagers: REQUEST_MANAGERS,
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(EXIT_CONFIG);
  }
}

/** The built web app: beside the bundle when installed, in its workspace in a checkout. */
function webRoot(): string {
  const places = ["./web", "../../web/dist"].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? places[0] ?? "";
}

async function serve(): Promise<void> {
  const config = configure();
  const signals = listenForStop();
  const logLines = new LogLines();
  const log = createLog(config.logLevel, {
    mask: createSecretMask(configuredSecrets(config, config.cookieSecret)),
    ...(config.logStream.enabled ? { lines: logLines } : {}),
  });
  const server = await startServer(config, log, webRoot(), SYSTEM_CLOCK, logLines).catch(
    (error: unknown) => {
      // Also in plain words: the log may be silent, and its lines are for machines.
      process.stderr.write(`sofarr could not start. ${startTrouble(error, config)}\n`);
      log.fatal({ err: error }, "sofarr could not start");
      process.exit(1);
    },
  );
  // Written now, since a process may be killed: what was compiled for this start makes the next one quick.
  flushCompileCache();
  // From here on garbage is collected before the heap grows by a third. A start would take a sixth longer by it.
  setFlagsFromString("--optimize-for-size");
  const signal = await signals.asked;
  log.info({ signal }, "stopping");
  setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
  try {
    await server.stop(signals.hurry);
    process.exit(0);
  } catch (error) {
    log.error({ err: error }, "did not stop cleanly");
    process.exit(1);
  }
}

async function main(): Promise<void> {
  const asked = readCommandLine(process.argv.slice(2));
  switch (asked.what) {
    case "serve":
      await serve();
      return;
    case "doctor": {
      const isWell = await runDoctor(configure(), (line) => process.stdout.write(`${line}\n`));
      process.exit(isWell ? 0 : 1);
      return;
    }
    case "help":
      process.stdout.write(`${usage(VERSION, KINDS)}\n`);
      return;
    case "version":
      process.stdout.write(`${VERSION}\n`);
      return;
    case "nonsense":
      process.stderr.write(`${asked.why} Try sofarr --help.\n`);
      process.exit(EXIT_USAGE);
  }
}

await main();
