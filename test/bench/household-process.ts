import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

import type { HouseholdFacts } from "./household-facts.ts";
import { Household, type HouseholdOptions } from "./household.ts";
import { Tape } from "./tape.ts";

/** Runs a household in a process of its own, so that sofarr's memory and time are its own. */

let household: Household | null = null;
let tape: Tape | null = null;
/** When the download client had answered each call, in milliseconds since the epoch. */
let answeredAt: number[] = [];

subscribe("http.server.response.finish", (message) => {
  const { request } = message as { request: IncomingMessage };
  if (request.socket.localPort === household?.client.server.port) answeredAt.push(Date.now());
});

const commands = {
  async open(options: HouseholdOptions): Promise<HouseholdFacts> {
    await commands.close();
    household = await Household.open(options);
    answeredAt = [];
    return household.facts;
  },
  async close(): Promise<void> {
    await tape?.stop();
    tape = null;
    await household?.stop();
    household = null;
  },
  change: (count: number, first?: number) => opened(household).change(count, first),
  answers: (): readonly number[] => answeredAt,
  /** Puts a tape in front of an address of the household. @returns the address to use instead. */
  async record(address: string): Promise<string> {
    await tape?.stop();
    tape = new Tape(address);
    return await tape.start();
  },
  nextPoll: (): void => opened(tape).nextPoll(),
  /** @returns how many answers each of the polls has that are played from now on. */
  play: (): readonly number[] => opened(tape).play(),
};

export type HouseholdCommands = typeof commands;

/** One question from the measuring process. */
export interface Question {
  readonly id: number;
  readonly command: keyof HouseholdCommands;
  readonly args: readonly never[];
}

export type Reply = { readonly id: number } & (
  | { readonly value: unknown }
  | { readonly error: string }
);

process.on("message", (question: Question) => {
  void reply(question);
});
process.once("disconnect", () => process.exit(0));

async function reply({ id, command, args }: Question): Promise<void> {
  try {
    const run: (...args: readonly never[]) => unknown = commands[command];
    process.send?.({ id, value: await run(...args) } satisfies Reply);
  } catch (error) {
    process.send?.({ id, error: String(error) } satisfies Reply);
  }
}

function opened<T>(what: T | null): T {
  if (what === null) throw new Error("nothing is open");
  return what;
}
