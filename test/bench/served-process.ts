import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { cpuSecondsOf, memoryOf, type Memory } from "./process-meter.ts";
import { median } from "./stats.ts";

/** A program that serves HTTP, and how to tell that it is ready. */
export interface Program {
  readonly cwd: string;
  /** @param folder where it may keep what it likes; gone when it has stopped. */
  readonly arguments: (folder: string) => readonly string[];
  readonly environment: (folder: string) => Readonly<Record<string, string>>;
  /** Answers 200 when it is ready. */
  readonly readyUrl: string;
  /** What it prints: shown, or thrown away. */
  readonly output: "inherit" | "ignore";
}

/** Short beside what is measured, long enough to leave the processor to the program. */
const ASK_EVERY_MS = 4;
const SAMPLE_EVERY_MS = 1_000;
const LONGEST_START_MS = 60_000;
const LONGEST_ANSWER_MS = 30_000;

/** A Node program as a process of its own, in a folder of its own, and what it uses. */
export class ServedProcess {
  /** From the spawn to the first answer that said it is ready. */
  readonly readyMs: number;
  /** When it was spawned, by `performance.now()`. */
  readonly startedAt: number;
  readonly pid: number;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(process: ChildProcess, folder: string, startedAt: number) {
    this.#process = process;
    this.#folder = folder;
    this.pid = process.pid ?? Number.NaN;
    this.startedAt = startedAt;
    this.readyMs = performance.now() - startedAt;
  }

  /** @throws when it ends, or is not ready within a minute. */
  static async start(program: Program): Promise<ServedProcess> {
    const folder = mkdtempSync(join(tmpdir(), "sofarr-bench-"));
    const startedAt = performance.now();
    const child = spawn(process.execPath, program.arguments(folder), {
      cwd: program.cwd,
      env: { ...program.environment(folder) },
      stdio: ["ignore", program.output, program.output],
    });
    while (!(await isReady(program.readyUrl))) {
      if (child.exitCode !== null || performance.now() - startedAt > LONGEST_START_MS) {
        child.kill();
        throw new Error(`${program.arguments(folder).join(" ")} did not start`);
      }
      await sleep(ASK_EVERY_MS);
    }
    return new ServedProcess(child, folder, startedAt);
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

  memory(): Memory {
    return memoryOf(this.pid);
  }

  cpuSeconds(): number {
    return cpuSecondsOf(this.pid);
  }

  /** Sends a signal and waits for the file that is written in answer. @throws when it is not. */
  async askFor(file: string, signal: NodeJS.Signals): Promise<string> {
    const path = join(this.#folder, file);
    rmSync(path, { force: true });
    this.#process.kill(signal);
    const until = performance.now() + LONGEST_ANSWER_MS;
    while (!existsSync(path)) {
      if (performance.now() > until) throw new Error(`${file} was not written`);
      await sleep(ASK_EVERY_MS);
    }
    return readFileSync(path, "utf8");
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill();
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function isReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}
