import type { ChildProcess } from "node:child_process";

/** What another process can be asked to do, by name; arguments and answers must be JSON. */
export type Commands = Readonly<Record<string, (...args: never[]) => unknown>>;

/** One question to another process. */
interface Question {
  readonly id: number;
  readonly command: string;
  readonly args: readonly unknown[];
}

type Reply = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

type Answer<C extends Commands, K extends keyof C> = Awaited<ReturnType<C[K]>>;

/** The asking end of the line to a process that was forked for some kind of work. */
export class ProcessLink<C extends Commands> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #lastId = 0;

  /** @param process that calls `answerQuestions`. */
  constructor(process: ChildProcess) {
    this.#process = process;
    process.on("message", (reply: Reply) => {
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    });
    process.once("exit", () => {
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
      if (this.#process.connected) this.#process.send({ id, command, args } satisfies Question);
      else resolve({ id, error: "its process ended" });
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
