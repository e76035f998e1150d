import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

import { CountingProxy, type Traffic } from "./counting-proxy.ts";
import type { HouseholdFacts } from "./household-facts.ts";
import { Household, type Change, type HouseholdOptions } from "./household.ts";
import { answerQuestions } from "../process-link.ts";
import { Tape } from "./tape.ts";

/** Runs a household in a process of its own, so that sofarr's memory and time are its own. */

let household: Household | null = null;
let tape: Tape | null = null;
let proxy: CountingProxy | null = null;
let changing: NodeJS.Timeout | null = null;
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
    commands.rest();
    await tape?.stop();
    tape = null;
    await proxy?.stop();
    proxy = null;
    await household?.stop();
    household = null;
  },
  change: (count: number, first?: number, person?: number | null): Change =>
    opened(household).change(count, first, person),
  /** Goes on changing so many downloads every so often, until `rest`. */
  keepChanging(count: number, everyMs: number, person: number | null = null): void {
    commands.rest();
    let first = 0;
    changing = setInterval(() => {
      opened(household).change(count, first, person);
      first += count;
    }, everyMs);
  },
  rest(): void {
    if (changing !== null) clearInterval(changing);
    changing = null;
  },
  addToClient: (person: number): string => opened(household).addToClient(person),
  tellOfGrab: (id: string): Promise<number> => opened(household).tellOfGrab(id),
  answers: (): readonly number[] => answeredAt,
  /** Counts the calls to an address. @returns the address to use instead. */
  async count(address: string): Promise<string> {
    await proxy?.stop();
    proxy = await CountingProxy.start(address);
    return proxy.url;
  },
  traffic: (): Traffic => opened(proxy).traffic(),
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

answerQuestions(commands);

function opened<T>(what: T | null): T {
  if (what === null) throw new Error("nothing is open");
  return what;
}
