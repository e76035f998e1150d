import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What another process can be asked to do, by name; arguments and answers must be JSON. */
export type Commands = Readonly<Record<string, (...args: never[]) => unknown>>;

/** One question from the measuring process. */
interface Question {
  readonly id: number;
  readonly command: string;
  readonly args: readonly unknown[];
}

type Reply = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

type Answer<C extends Commands, K extends keyof C> = Awaited<ReturnType<C[K]>>;

/** The measuring process's end of the line to a process of its own kind of work. */
export class ProcessLink<C extends Commands> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #lastId = 0;

  /** @param file beside this one; it calls `answerQuestions`. */
  constructor(file: string) {
    this.#process = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: [] });
    this.#process.on("message", (reply: Reply) => {
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    });
    this.#process.once("exit", () => {
      for (const [id, tell] of this.#waiting) tell({ id, error: "its process ended" });
    });
  }

  /** @throws what went wrong over there. */
  async ask<K extends keyof C & string>(
    command: K,
    ...args: Parameters<C[K]>
  ): Promise<Answer<C, K>> {
    this.#lastId += 1;
    const id = this.#lastId;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#process.send({ id, command, args } satisfies Question);
    });
    if ("error" in reply) throw new Error(`${command}: ${reply.error}`);
    return reply.value as Answer<C, K>;
  }

  end(): void {
    if (this.#process.connected) this.#process.disconnect();
  }
}

/** The other end: answers until the measuring process leaves. */
export function answerQuestions(commands: Commands): void {
  process.on("message", (question: Question) => {
    void reply(commands, question);
  });
  process.once("disconnect", () => process.exit(0));
}

async function reply(commands: Commands, { id, command, args }: Question): Promise<void> {
  try {
    const run = commands[command];
    if (run === undefined) throw new Error("nobody knows how");
    process.send?.({ id, value: await run(...(args as never[])) } satisfies Reply);
  } catch (error) {
    process.send?.({ id, error: String(error) } satisfies Reply);
  }
}
