import { join } from "node:path";
import { Writable } from "node:stream";

import { loadConfig } from "../../packages/server/src/config/load-config.ts";
import type { Clock } from "../../packages/server/src/engine/clock.ts";
import { LogLines } from "../../packages/server/src/log-lines.ts";
import { createLog } from "../../packages/server/src/log.ts";
import { startServer, type Server } from "../../packages/server/src/server.ts";
import {
  ARRS,
  DOWNLOAD_CLIENTS,
  REQUEST_MANAGERS,
} from "../../packages/server/src/upstreams/index.ts";
import { Browser } from "./browser.ts";

/** The real server in this process, over real HTTP, configured by an environment alone. */
export class ServerUnderTest {
  /** Every line it logged, over all its starts. */
  readonly log: string[] = [];
  readonly #environment: Readonly<Record<string, string>>;
  readonly #clock: Clock | undefined;
  #server: Server | null = null;

  constructor(environment: Readonly<Record<string, string>>, clock?: Clock) {
    this.#environment = environment;
    this.#clock = clock;
  }

  get url(): string {
    return this.#server?.url ?? "";
  }

  async start(change: Readonly<Record<string, string>> = {}): Promise<void> {
    const environment = { ...this.#environment, ...change };
    const config = loadConfig(environment, {
      arrs: ARRS,
      downloadClients: DOWNLOAD_CLIENTS,
      requestManagers: REQUEST_MANAGERS,
    });
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.log.push(chunk.toString());
        done();
      },
    });
    // Without the mask that main.ts adds: nothing may need it.
    const lines = new LogLines();
    const log = createLog(config.logLevel, { out: sink, lines });
    const noWebApp = join(config.dataDir, "no-web-app");
    this.#server = await startServer(config, log, noWebApp, this.#clock, lines);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.stop();
  }

  /** A browser at the door. */
  browser(): Browser {
    return new Browser(this.url);
  }

  /** A browser of somebody who signed in. */
  async signedIn(person: { readonly name: string; readonly password: string }): Promise<Browser> {
    const browser = this.browser();
    const answer = await browser.login(person.name, person.password);
    if (answer.status !== 200) throw new Error(`${person.name} could not sign in: ${answer.text}`);
    return browser;
  }
}
