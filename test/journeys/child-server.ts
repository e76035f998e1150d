import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { Browser, type Way } from "./browser.ts";
import { freePort } from "../../scripts/free-port.ts";
import { startArguments } from "../../scripts/start-arguments.ts";

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
  /** Where its lines go instead of `log`: the descriptor of an open file. */
  readonly stdout?: number;
}

/** One line of the log. */
export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export const AS_SHIPPED: Program = {
  command: [process.execPath, ...startArguments()],
  cwd: join(import.meta.dirname, "..", ".."),
};

/** The real program as a process of its own, configured by these settings and nothing else. */
export class ChildServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #said: Said;
  readonly #ended: Promise<Ended>;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    this.#said = listenTo(child);
    this.#ended = untilEnd(child, this.#said);
  }

  /** Starts it on a free port of `HOST` and waits until it answers. @throws with its words when it ends before. */
  static async start(
    settings: Readonly<Record<string, string>>,
    program: Program = AS_SHIPPED,
  ): Promise<ChildServer> {
    const server = await ChildServer.launch(settings, program);
    const deadline = Date.now() + START_LIMIT_MS;
    while (!(await server.#answers())) {
      if (Date.now() > deadline || server.#hasEnded) {
        throw new Error(`it did not start: ${JSON.stringify(await server.end("SIGKILL"))}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return server;
  }

  /** Starts it on a free port of `HOST`, and waits for nothing. */
  static async launch(
    settings: Readonly<Record<string, string>>,
    program: Program = AS_SHIPPED,
  ): Promise<ChildServer> {
    const host = (settings["HOST"] ?? "127.0.0.1").replaceAll(/^\[|\]$/gu, "");
    const port = await freePort(host);
    const address = host.includes(":") ? `[${host}]` : host;
    const url = `http://${address}:${port}${settings["BASE_PATH"] ?? ""}`;
    return new ChildServer(url, run(program, { HOST: host, ...settings, PORT: String(port) }));
  }

  /** Runs it until it ends by itself. */
  static async runToEnd(
    settings: Readonly<Record<string, string>>,
    program: Program = AS_SHIPPED,
  ): Promise<Ended> {
    const child = run(program, settings);
    const timer = setTimeout(() => signalAll(child, "SIGKILL"), RUN_LIMIT_MS);
    const ended = await untilEnd(child, listenTo(child));
    clearTimeout(timer);
    return ended;
  }

  browser(way: Way = {}): Browser {
    return new Browser(this.url, way);
  }

  /** What it logged so far, line by line. */
  get log(): readonly LogLine[] {
    const lines = this.#said.stdout.split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as LogLine);
  }

  /** Sends a signal, as a terminal does to all that it started. */
  signal(signal: NodeJS.Signals): void {
    signalAll(this.#child, signal);
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Ended> {
    this.signal(signal);
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

/** Everything it wrote so far, by where to. */
interface Said {
  stdout: string;
  stderr: string;
}

function run(
  { command: [file, ...args], cwd, stdout }: Program,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(file, args, {
    env: settings,
    stdio: ["ignore", stdout ?? "pipe", "pipe"],
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

function listenTo(child: ChildProcess): Said {
  const said: Said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
    });
  }
  return said;
}

async function untilEnd(child: ChildProcess, said: Readonly<Said>): Promise<Ended> {
  await once(child, "close");
  return { code: child.exitCode, signal: child.signalCode, ...said };
}
