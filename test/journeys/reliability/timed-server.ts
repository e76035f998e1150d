import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { Browser } from "../browser.ts";
import type { Census } from "./census.ts";
import { ProcessLink } from "../../process-link.ts";
import type { TimedCommands } from "./timed-process.ts";

const PROGRAM = fileURLToPath(new URL("timed-process.ts", import.meta.url));
/** As `npm start` starts it, and with what counting needs. */
const NODE_FLAGS = ["--max-semi-space-size=1", "--expose-gc"];

/** The real server as a process of its own, so that what it holds and whether it lives are its own. */
export class TimedServer {
  url = "";
  /** Everything it wrote to standard error: what nobody caught, and warnings of Node.js. */
  stderr = "";
  readonly #child: ChildProcess;
  readonly #link: ProcessLink<TimedCommands>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#link = new ProcessLink<TimedCommands>(child);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
  }

  /**
   * @param speed how many times faster than the real time its time runs.
   * @param onLog is given what it logs, as it comes.
   * @throws with its words when it does not start.
   */
  static async start(
    environment: Readonly<Record<string, string>>,
    speed: number,
    onLog: (text: string) => void,
  ): Promise<TimedServer> {
    const child = fork(PROGRAM, [String(speed)], {
      env: environment,
      execArgv: NODE_FLAGS,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    child.stdout?.setEncoding("utf8").on("data", onLog);
    const server = new TimedServer(child);
    server.url = await server.#link.ask("url").catch((error: unknown) => {
      throw new Error(`it did not start: ${server.stderr}`, { cause: error });
    });
    return server;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** A browser of somebody who has an address of their own, any that begins with 127. */
  browser(localAddress: string): Browser {
    return new Browser(this.url, { localAddress });
  }

  /** Resolves when it got to answer a question that costs nothing. */
  async signOfLife(): Promise<void> {
    await this.#link.ask("url");
  }

  async census(): Promise<Census> {
    return await this.#link.ask("census");
  }

  async putClock(byMs: number): Promise<void> {
    await this.#link.ask("putClock", byMs);
  }

  /** Asks it to end. @returns its exit code; `null` when it had to be killed. */
  async stop(): Promise<number | null> {
    if (!this.isAlive) return this.#child.exitCode;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(timer);
    return this.#child.exitCode;
  }
}
