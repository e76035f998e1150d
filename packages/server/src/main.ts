#!/usr/bin/env node
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { ConfigError, type Config } from "./config/config.ts";
import { loadConfig } from "./config/load-config.ts";
import { runDoctor } from "./doctor.ts";
import { createLog } from "./log.ts";
import { startServer } from "./server.ts";
import { startTrouble } from "./start-trouble.ts";
import { ARRS, DOWNLOAD_CLIENTS, REQUEST_MANAGERS } from "./upstreams/index.ts";
import { VERSION } from "./version.ts";

const USAGE = `sofarr ${VERSION}

Usage:
  sofarr           start the server, configured by the environment
  sofarr doctor    try every configured connection and say what to change
  sofarr --version | --help

Settings are listed in docs/configuration.md.`;

const EXIT_CONFIG = 78;
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
  const log = createLog(config.logLevel);
  const server = await startServer(config, log, webRoot()).catch((error: unknown) => {
    // Also in plain words: the log may be silent, and its lines are for machines.
    process.stderr.write(`sofarr could not start. ${startTrouble(error, config)}\n`);
    log.fatal({ err: error }, "sofarr could not start");
    process.exit(1);
  });
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "did not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" }, version: { type: "boolean", short: "v" } },
  });
  const [command = "serve"] = positionals;
  if (values.help === true) process.stdout.write(`${USAGE}\n`);
  else if (values.version === true) process.stdout.write(`${VERSION}\n`);
  else if (command === "serve") await serve();
  else if (command === "doctor") {
    const isWell = await runDoctor(configure(), (line) => process.stdout.write(`${line}\n`));
    process.exit(isWell ? 0 : 1);
  } else {
    process.stderr.write(`There is no command "${command}".\n\n${USAGE}\n`);
    process.exit(64);
  }
}

await main();
