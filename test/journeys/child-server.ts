import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { Browser } from "./browser.ts";
import { freePort } from "../../scripts/free-port.ts";

const MAIN = join(import.meta.dirname, "..", "..", "packages/server/src/main.ts");
const START_LIMIT_MS = 20_000;
const RUN_LIMIT_MS = 20_000;

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Everything it wrote, by where to. */
  readonly stdout: string;
  readonly stderr: string;
}

/** What to run. */
export interface Program {
  readonly command: readonly [string, ...string[]];
  /** In which folder; where we are, unless told otherwise. */
  readonly cwd?: string;
}

const FROM_SOURCE: Program = { command: [process.execPath, MAIN] };

/** The real program as a process of its own, configured by these settings and nothing else. */
export class ChildServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    this.#ended = collect(child);
  }

  /** Starts it on a free port of `HOST` and waits until it answers. @throws with its words when it ends before. */
  static async start(
    settings: Readonly<Record<string, string>>,
    program: Program = FROM_SOURCE,
  ): Promise<ChildServer> {
    const host = settings["HOST"] ?? "127.0.0.1";
    const port = await freePort(host);
    const address = host.includes(":") ? `[${host}]` : host;
    const url = `http://${address}:${port}${settings["BASE_PATH"] ?? ""}`;
    const server = new ChildServer(
      url,
      run(program, { HOST: host, ...settings, PORT: String(port) }),
    );
    const deadline = Date.now() + START_LIMIT_MS;
    while (!(await server.#answers())) {
      if (Date.now() > deadline || server.#hasEnded) {
        throw new Error(`it did not start: ${JSON.stringify(await server.end("SIGKILL"))}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return server;
  }

  /** Runs it until it ends by itself. */
  static async runToEnd(
    settings: Readonly<Record<string, string>>,
    program: Program = FROM_SOURCE,
  ): Promise<Ended> {
    const child = run(program, settings);
    const timer = setTimeout(() => signalAll(child, "SIGKILL"), RUN_LIMIT_MS);
    const ended = await collect(child);
    clearTimeout(timer);
    return ended;
  }

  browser(): Browser {
    return new Browser(this.url);
  }

  /** Sends a signal, as a terminal does to all that it started, and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Ended> {
    signalAll(this.#child, signal);
    return await this.#ended;
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async #answers(): Promise<boolean> {
    const answer = await this.browser()
      .get("/health")
      .catch(() => null);
    return answer?.status === 200;
  }
}

function run(
  { command: [file, ...args], cwd }: Program,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(file, args, {
    env: settings,
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: npx and the like do not pass signals on.
    detached: true,
    ...(cwd === undefined ? {} : { cwd }),
  });
}

function signalAll({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch (error) {
    // It has ended already.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function collect(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  await once(child, "close");
  return { code: child.exitCode, signal: child.signalCode, ...texts };
}
