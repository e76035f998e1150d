import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { HouseholdCommands, Question, Reply } from "./household-process.ts";

type Answer<K extends keyof HouseholdCommands> = Awaited<ReturnType<HouseholdCommands[K]>>;

/** The measuring process's end of the line to the household's process. */
export class HouseholdLink {
  readonly #process: ChildProcess = fork(
    fileURLToPath(new URL("household-process.ts", import.meta.url)),
    { execArgv: [] },
  );
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #lastId = 0;

  constructor() {
    this.#process.on("message", (reply: Reply) => {
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    });
  }

  /** @throws what went wrong over there. */
  async ask<K extends keyof HouseholdCommands>(
    command: K,
    ...args: Parameters<HouseholdCommands[K]>
  ): Promise<Answer<K>> {
    this.#lastId += 1;
    const id = this.#lastId;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#process.send({ id, command, args: args as readonly never[] } satisfies Question);
    });
    if ("error" in reply) throw new Error(`${command}: ${reply.error}`);
    return reply.value as Answer<K>;
  }

  end(): void {
    this.#process.disconnect();
  }
}
