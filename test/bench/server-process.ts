import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { freePort } from "../../scripts/free-port.ts";
import { startArguments } from "../../scripts/start-arguments.ts";
import { median } from "./stats.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Short beside what is measured, long enough to leave the processor to the server. */
const ASK_EVERY_MS = 4;
const SAMPLE_EVERY_MS = 1_000;
const LONGEST_START_MS = 60_000;
const BYTES_PER_KIB = 1024;

const ARGUMENTS = startArguments();
export const STARTED_AS = ["node", ...ARGUMENTS].join(" ");

/** Memory of a process in bytes: in use now, and the most there ever was. */
export interface Memory {
  readonly now: number;
  readonly peak: number;
}

/** sofarr as a process of its own, in a data folder of its own. */
export class ServerProcess {
  readonly url: string;
  /** From the spawn to the first `/ready` that said yes. */
  readonly readyMs: number;
  readonly #process: ChildProcess;
  readonly #dataDir: string;

  private constructor(process: ChildProcess, dataDir: string, url: string, readyMs: number) {
    this.#process = process;
    this.#dataDir = dataDir;
    this.url = url;
    this.readyMs = readyMs;
  }

  static async start(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const port = await freePort();
    const dataDir = mkdtempSync(join(tmpdir(), "sofarr-bench-"));
    const startedAt = performance.now();
    const server = spawn(process.execPath, ARGUMENTS, {
      cwd: ROOT,
      env: {
        PORT: String(port),
        HOST: "127.0.0.1",
        DATA_DIR: dataDir,
        LOG_LEVEL: "warn",
        ...environment,
      },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const url = `http://127.0.0.1:${port}`;
    while (!(await isReady(url))) {
      if (server.exitCode !== null || performance.now() - startedAt > LONGEST_START_MS) {
        server.kill();
        throw new Error("the server did not start");
      }
      await sleep(ASK_EVERY_MS);
    }
    return new ServerProcess(server, dataDir, url, performance.now() - startedAt);
  }

  /** What is in use over some time, from one collection of garbage to the next: the middle of its second half. */
  async memoryOver(ms: number): Promise<Memory> {
    const samples: Memory[] = [];
    await sleep(ms / 2);
    const until = performance.now() + ms / 2;
    do {
      samples.push(this.memory());
      await sleep(SAMPLE_EVERY_MS);
    } while (performance.now() < until);
    return { now: median(samples.map(({ now }) => now)), peak: this.memory().peak };
  }

  /** As Linux counts it, see proc(5). */
  memory(): Memory {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, "utf8");
    const field = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "mu").exec(status)?.[1]) * BYTES_PER_KIB;
    return { now: field("VmRSS"), peak: field("VmHWM") };
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill();
    await ended;
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

function isReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(`${url}/ready`, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}
