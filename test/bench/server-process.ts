import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { freePort } from "../../scripts/free-port.ts";
import { startArguments } from "../../scripts/start-arguments.ts";
import { Browser } from "../journeys/browser.ts";
import { PASSWORD } from "./household-facts.ts";
import type { Memory } from "./process-meter.ts";
import { ServedProcess } from "./served-process.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LOOP_DELAY_FILE = "loop-delay.json";
const PRELOAD = fileURLToPath(new URL("loop-delay.ts", import.meta.url));

const ARGUMENTS = startArguments();
export const STARTED_AS = ["node", ...ARGUMENTS].join(" ");

type Environment = Readonly<Record<string, string>>;

/** How late the server's event loop came to its timers, in milliseconds. */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/** sofarr as a process of its own, in a data folder of its own. */
export class ServerProcess {
  readonly url: string;
  readonly process: ServedProcess;

  private constructor(process: ServedProcess, url: string) {
    this.process = process;
    this.url = url;
  }

  /**
   * @param environment its settings, for those that must know its address too.
   * @param measuresLoop costs the server some memory and time of its own.
   */
  static async start(
    environment: Environment | ((url: string) => Environment),
    { measuresLoop = false }: { readonly measuresLoop?: boolean } = {},
  ): Promise<ServerProcess> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const preload = measuresLoop ? ["--import", PRELOAD] : [];
    const process = await ServedProcess.start({
      cwd: ROOT,
      arguments: () => [...preload, ...ARGUMENTS],
      environment: (folder) => ({
        PORT: String(port),
        HOST: "127.0.0.1",
        DATA_DIR: folder,
        LOG_LEVEL: "warn",
        ...(measuresLoop ? { LOOP_DELAY_FILE: join(folder, LOOP_DELAY_FILE) } : {}),
        ...(typeof environment === "function" ? environment(url) : environment),
      }),
      readyUrl: `${url}/ready`,
      output: "inherit",
    });
    return new ServerProcess(process, url);
  }

  /** From the spawn to the first `/ready` that said yes. */
  get readyMs(): number {
    return this.process.readyMs;
  }

  memory(): Memory {
    return this.process.memory();
  }

  memoryOver(ms: number): Promise<Memory> {
    return this.process.memoryOver(ms);
  }

  /** Since it was last asked. Only of a server that was started to measure it. */
  async loopDelay(): Promise<LoopDelay> {
    return JSON.parse(await this.process.askFor(LOOP_DELAY_FILE, "SIGUSR2")) as LoopDelay;
  }

  /**
   * Signs somebody in.
   *
   * @param address the one a proxy in front would say the browser has; limits are per address.
   * @throws when the server will not.
   */
  async signIn(name: string, address?: string): Promise<Browser> {
    const browser = new Browser(this.url);
    const headers = address === undefined ? {} : { "x-forwarded-for": address };
    const credentials = { username: name, password: PASSWORD, rememberMe: false };
    const { status, text } = await browser.post("/api/auth/login", credentials, { headers });
    if (status !== 200) throw new Error(`${name} could not sign in: ${status} ${text}`);
    browser.csrfToken = (JSON.parse(text) as { csrfToken: string }).csrfToken;
    return browser;
  }

  stop(): Promise<void> {
    return this.process.stop();
  }
}
