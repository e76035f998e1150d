import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { EventStream } from "./event-stream.ts";
import type { Dashboard } from "./shown.ts";
import { until } from "./until.ts";
import { freePort } from "../../scripts/free-port.ts";

const REPOSITORY = join(import.meta.dirname, "..", "..");
const MAIN = "packages/server/src/main.ts";
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;
const CALL_LIMIT_MS = 10_000;
const LOG_TAIL_CHARACTERS = 3000;

/** What a person started from the command line printed, and how it ended. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a sub-command of the product to its end, from the environment alone. */
export async function runSofarr(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  limitMs: number,
): Promise<Ran> {
  const dataDir = await mkdtemp(join(tmpdir(), "sofarr-rig-data-"));
  const child = start(args, { DATA_DIR: dataDir, ...settings });
  const output = collect(child);
  const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
  await once(child, "close");
  clearTimeout(timer);
  await rm(dataDir, { recursive: true, force: true });
  return { code: child.exitCode, output: output() };
}

/** Our real server as its own process, the way a person runs it. */
export class SofarrProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #output: () => string;
  readonly #dataDir: string;

  private constructor(url: string, child: ChildProcess, dataDir: string) {
    this.url = url;
    this.#child = child;
    this.#output = collect(child);
    this.#dataDir = dataDir;
  }

  /** @throws Error with the end of the log when it does not answer in time. */
  static async start(settings: Readonly<Record<string, string>>): Promise<SofarrProcess> {
    const dataDir = await mkdtemp(join(tmpdir(), "sofarr-rig-data-"));
    const port = await freePort();
    const child = start([], {
      HOST: "127.0.0.1",
      PORT: String(port),
      DATA_DIR: dataDir,
      ...settings,
    });
    const sofarr = new SofarrProcess(`http://127.0.0.1:${port}`, child, dataDir);
    try {
      const ended = once(child, "exit").then(([code]) => {
        throw new Error(`it ended with ${String(code)}`);
      });
      const healthy = until("/health answers", START_LIMIT_MS, () => sofarr.#health());
      await Promise.race([healthy, ended]);
    } catch (error) {
      await sofarr.stop();
      throw new Error(`the server did not start:\n${sofarr.log()}`, { cause: error });
    }
    return sofarr;
  }

  /** The end of what it printed. */
  log(): string {
    return this.#output().slice(-LOG_TAIL_CHARACTERS);
  }

  /** Signs in. @returns the Cookie header of the session. */
  async signIn(username: string, password: string): Promise<string> {
    const response = await fetch(`${this.url}/api/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username, password }),
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    if (response.status !== 200) {
      throw new Error(`sign-in: ${response.status} ${await response.text()}\n${this.log()}`);
    }
    const cookies = response.headers.getSetCookie().map((one) => one.split(";")[0] ?? "");
    for (const name of ["emby_user=", "csrf_token="]) {
      if (!cookies.some((one) => one.startsWith(name))) throw new Error(`no cookie ${name}`);
    }
    return cookies.join("; ");
  }

  /** The dashboard of everyone by REST. */
  async dashboard(cookie: string): Promise<Dashboard> {
    const response = await fetch(`${this.url}/api/dashboard/user-downloads?showAll=true`, {
      headers: { cookie },
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as Dashboard;
  }

  /** The dashboard of everyone as a stream of whole frames, or of steps. */
  stream(cookie: string, form: "whole" | "delta"): Promise<EventStream> {
    const query = form === "delta" ? "showAll=true&delta=table" : "showAll=true";
    return EventStream.open(`${this.url}/api/dashboard/stream?${query}`, cookie);
  }

  /** Asks it to end, insists after a while, and removes its data. @returns its exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) {
      const closed = once(child, "close");
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
      await closed;
      clearTimeout(timer);
    }
    await rm(this.#dataDir, { recursive: true, force: true });
    return child.exitCode;
  }

  async #health(): Promise<true | null> {
    const response = await fetch(`${this.url}/health`, {
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    await response.text();
    return response.status === 200 ? true : null;
  }
}

function start(args: readonly string[], settings: Readonly<Record<string, string>>): ChildProcess {
  // Nothing of this shell's environment but the path: only `settings` configure it.
  return spawn(process.execPath, [MAIN, ...args], {
    cwd: REPOSITORY,
    env: { PATH: process.env["PATH"] ?? "", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function collect(child: ChildProcess): () => string {
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => parts.push(text));
  }
  return () => parts.join("");
}
