import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";

import { startHousehold, type Household } from "../../demo/household/index.ts";
import { freePort } from "../../scripts/free-port.ts";
import type { House } from "./house.ts";
import { untilAllRead } from "./until-all-read.ts";

const PROGRAM = fileURLToPath(new URL("serve.ts", import.meta.url));
const STARTED_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 50;

/** The household in this process and the server in one of its own, so that each can go away without the other. */
export class MortalHouse implements House {
  readonly address: string;
  readonly household: Household;
  readonly #folder: string;
  readonly #port: number;
  #server: ChildProcess | null = null;

  private constructor(household: Household, folder: string, port: number) {
    this.household = household;
    this.#folder = folder;
    this.#port = port;
    this.address = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<MortalHouse> {
    const folder = mkdtempSync(join(tmpdir(), "sofarr-e2e-"));
    const [household, port] = await Promise.all([startHousehold(), freePort()]);
    const house = new MortalHouse(household, folder, port);
    await house.startServer();
    await untilAllRead(house.address, household.logins);
    return house;
  }

  get logins(): House["logins"] {
    return this.household.logins;
  }

  /** At the same address and with the same data as before. */
  async startServer(): Promise<void> {
    const server = spawn(process.execPath, [PROGRAM, inject("webRoot")], {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...this.household.environment,
        PORT: String(this.#port),
        HOST: "127.0.0.1",
        DATA_DIR: join(this.#folder, "data"),
        POLL_INTERVAL: "500",
      },
    });
    this.#server = server;
    const deadline = Date.now() + STARTED_WITHIN_MS;
    while (!(await this.#isReady())) {
      if (server.exitCode !== null || Date.now() > deadline) {
        throw new Error("the server did not start");
      }
      await sleep(ASK_EVERY_MS);
    }
  }

  /** As a power cut does: nothing is said goodbye to. */
  async killServer(): Promise<void> {
    const server = this.#server;
    if (server === null || server.exitCode !== null) return;
    const isOver = once(server, "exit");
    server.kill("SIGKILL");
    await isOver;
    this.#server = null;
  }

  async stop(): Promise<void> {
    await this.killServer();
    await this.household.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #isReady(): Promise<boolean> {
    return await fetch(`${this.address}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
