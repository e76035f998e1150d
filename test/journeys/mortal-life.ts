import { setTimeout as sleep } from "node:timers/promises";
import type { StatusResponse } from "@sofarr/contract";

import type { Answer, Browser } from "./browser.ts";
import type { ChildServer } from "./child-server.ts";
import type { Chance } from "../../demo/household/chance.ts";

/** Somebody's browser, as it outlives the server. */
interface Tab {
  readonly name: string;
  readonly cookies: ReadonlyMap<string, string>;
  readonly csrfToken: string | null;
}

/** Events of one sender: how many were sent, and how many of those were said to be heard. */
interface Heard {
  sent: number;
  acknowledged: number;
}

export interface LifeOptions {
  readonly chance: Chance;
  readonly people: readonly { readonly name: string; readonly password: string }[];
  readonly admin: { readonly name: string; readonly password: string };
  readonly hookSecret: string;
  /** Instance ids by kind. */
  readonly senders: readonly { readonly kind: "sonarr" | "radarr"; readonly id: string }[];
}

const VIEWERS = 4;
const COMERS = 3;
const SENDERS = 2;
const LOOKERS = 2;
/** For somebody to sign in, before a looker goes. */
const LONGEST_WAIT_MS = 10_000;
const WAIT_MS = 10;

/**
 * People who sign in and out, look, and stream, and services that send events, on a server that may be killed at any moment;
 * and what must be true of the next one: only what was acknowledged counts.
 */
export class MortalLife {
  /** What was not as it must be, in words. */
  readonly violations: string[] = [];
  readonly counts = { signIns: 0, signOuts: 0, events: 0, looks: 0, frames: 0, cut: 0 };
  readonly #options: LifeOptions;
  readonly #in = new Set<Tab>();
  readonly #out = new Set<Tab>();
  readonly #seen = new Set<string>();
  readonly #events = new Map<string, Heard>();
  readonly #duplicates = new Map<string, Heard>();
  #admin: Tab | null = null;
  #calls = 0;
  #eventNumber = 0;

  constructor(options: LifeOptions) {
    this.#options = options;
  }

  /** Names of everyone whose sign-in was acknowledged. */
  get seen(): ReadonlySet<string> {
    return this.#seen;
  }

  /** Lives on this server until it answers no more. */
  async live(server: ChildServer): Promise<void> {
    const viewers = this.#some(this.#in, VIEWERS).map((tab) => this.#stream(server, tab));
    await Promise.all([
      ...viewers,
      ...times(COMERS, () => this.#comeAndGo(server)),
      ...times(SENDERS, () => this.#sendEvents(server)),
      ...times(LOOKERS, () => this.#look(server)),
    ]);
  }

  /** Asks the server that runs now about (at most `most` of) those who are in, those who are out, and all events. */
  async check(server: ChildServer, most = Number.POSITIVE_INFINITY): Promise<void> {
    this.#admin ??= await this.#signIn(server, this.#options.admin);
    const tabs = [
      ...this.#some(this.#in, most).map((tab) => ({ tab, isIn: true })),
      ...this.#some(this.#out, most).map((tab) => ({ tab, isIn: false })),
    ];
    for (const { tab, isIn } of tabs) {
      const answer = await this.#call(server, tab, (browser, headers) =>
        browser.get("/api/auth/me", { headers }),
      );
      const me = JSON.parse(answer.text) as { authenticated: boolean; user?: { name: string } };
      this.#demand(me.authenticated === isIn, `${tab.name} is ${isIn ? "out" : "in again"}`);
      if (isIn) this.#demand(me.user?.name === tab.name, `${tab.name} is ${me.user?.name}`);
    }
    await this.#checkEvents(server);
  }

  async #checkEvents(server: ChildServer): Promise<void> {
    if (this.#admin === null) return;
    const answer = await this.#call(server, this.#admin, (browser, headers) =>
      browser.get("/api/status/status", { headers }),
    );
    const { webhooks, storage } = JSON.parse(answer.text) as StatusResponse;
    this.#demand(storage.kept && storage.setAside === null, JSON.stringify(storage));
    for (const { instanceId, eventsReceived, duplicates } of webhooks.instances) {
      this.#demandHeard(this.#events, instanceId, eventsReceived);
      this.#demandHeard(this.#duplicates, instanceId, duplicates);
    }
  }

  #demandHeard(all: ReadonlyMap<string, Heard>, id: string, counted: number): void {
    const { sent, acknowledged } = all.get(id) ?? { sent: 0, acknowledged: 0 };
    this.#demand(
      counted >= acknowledged && counted <= sent,
      `${id} counts ${counted} where ${acknowledged} to ${sent} came`,
    );
  }

  /** Signs people in; signs others out. */
  async #comeAndGo(server: ChildServer): Promise<void> {
    const { chance, people } = this.#options;
    await untilCut(async () => {
      if (this.#in.size > COMERS && chance.next() < 0.4) {
        const [tab] = this.#some(this.#in, 1);
        if (tab !== undefined) await this.#signOut(server, tab);
        return;
      }
      this.#in.add(await this.#signIn(server, chance.pick(people)));
      this.counts.signIns += 1;
    });
    this.counts.cut += 1;
  }

  async #signIn(
    server: ChildServer,
    { name, password }: { readonly name: string; readonly password: string },
  ): Promise<Tab> {
    const browser = server.browser();
    const rememberMe = this.#options.chance.next() < 0.5;
    const answer = served(
      await browser.post(
        "/api/auth/login",
        { username: name, password, rememberMe },
        { headers: this.#headers() },
      ),
    );
    if (answer.status !== 200) throw new Error(`${name} could not sign in: ${answer.text}`);
    this.#seen.add(name);
    const { csrfToken } = JSON.parse(answer.text) as { csrfToken: string };
    return { name, csrfToken, cookies: new Map(browser.cookies) };
  }

  async #signOut(server: ChildServer, tab: Tab): Promise<void> {
    // From the moment they ask nobody knows, until the answer is there.
    this.#in.delete(tab);
    const { status } = served(
      await this.#call(server, tab, (browser, headers) =>
        browser.post("/api/auth/logout", undefined, { headers }),
      ),
    );
    this.#demand(status === 200, `${tab.name} could not sign out: ${status}`);
    if (status === 200) this.#out.add(tab);
    this.counts.signOuts += 1;
  }

  /** Looks who is signed in: makes the server ask the media server about their rights, when that was long ago. */
  async #look(server: ChildServer): Promise<void> {
    await untilCut(async () => {
      await untilSome(this.#in);
      const [tab] = this.#some(this.#in, 1);
      if (tab === undefined) return;
      const answer = served(
        await this.#call(server, tab, (browser, headers) =>
          browser.get("/api/auth/me", { headers }),
        ),
      );
      // They may have signed out meanwhile.
      if (this.#in.has(tab)) {
        this.#demand(answer.text.includes('"authenticated":true'), `${tab.name} was sent away`);
      }
      this.counts.looks += 1;
    });
  }

  async #stream(server: ChildServer, tab: Tab): Promise<void> {
    await untilCut(async () => {
      const stream = await this.#call(server, tab, (browser, headers) =>
        browser.stream("?delta=table", headers),
      );
      await stream.until(() => stream.isClosed, "cut", Number.POSITIVE_INFINITY);
      this.counts.frames += stream.events.length;
      // Those who signed out are not let in again; all others come back until there is nobody.
      if (!this.#in.has(tab)) throw new Gone();
    });
  }

  async #sendEvents(server: ChildServer): Promise<void> {
    const { chance, senders, hookSecret } = this.#options;
    let last: { readonly kind: string; readonly id: string; readonly body: object } | null = null;
    await untilCut(async () => {
      const isAgain: boolean = last !== null && chance.next() < 0.2;
      this.#eventNumber += 1;
      last =
        isAgain && last !== null
          ? last
          : {
              ...chance.pick(senders),
              body: { eventType: "Grab", downloadId: `event ${this.#eventNumber}` },
            };
      const { kind, id, body } = last;
      const heard = heardOf(isAgain ? this.#duplicates : this.#events, id);
      heard.sent += 1;
      const headers = { ...this.#headers(), "x-sofarr-webhook-secret": hookSecret };
      const path = `/api/webhook/${kind}?instance=${id}`;
      const answer = served(await server.browser().post(path, body, { headers }));
      const expected = `"duplicate":${isAgain}`;
      this.#demand(answer.text.includes(expected), `${id} was told ${answer.text}`);
      heard.acknowledged += 1;
      this.counts.events += 1;
    });
  }

  async #call<T>(
    server: ChildServer,
    { cookies, csrfToken }: Tab,
    call: (browser: Browser, headers: Record<string, string>) => Promise<T>,
  ): Promise<T> {
    const browser = server.browser();
    for (const [name, value] of cookies) browser.setCookie(name, value);
    browser.csrfToken = csrfToken;
    return await call(browser, this.#headers());
  }

  /** Everybody from somewhere else, so that no limit is met. */
  #headers(): Record<string, string> {
    this.#calls += 1;
    const [high, low] = [this.#calls >> 8, this.#calls & 0xff];
    return { "x-forwarded-for": `10.${(high >> 8) & 0xff}.${high & 0xff}.${low}` };
  }

  #some<T>(all: ReadonlySet<T>, most: number): readonly T[] {
    const rest = [...all];
    if (rest.length <= most) return rest;
    return times(most, () => rest.splice(this.#options.chance.whole(0, rest.length - 1), 1)).flat();
  }

  #demand(isSo: boolean, otherwise: string): void {
    if (!isSo) this.violations.push(otherwise);
  }
}

/** Again and again, until the connection is cut or refused; what else goes wrong is thrown. */
async function untilCut(work: () => Promise<void>): Promise<void> {
  try {
    for (;;) await work();
  } catch (error) {
    if (!isCut(error)) throw error;
  }
}

/** Nothing more will come of it. */
class Gone extends Error {
  override readonly name = "Gone";
}

/** A server that is stopping serves nobody any more. @throws Gone then. */
function served(answer: Answer): Answer {
  if (answer.status === 503) throw new Gone();
  return answer;
}

function isCut(error: unknown): boolean {
  if (error instanceof Gone) return true;
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    ["ECONNRESET", "ECONNREFUSED", "EPIPE"].includes(code) ||
    ["aborted", "socket hang up"].includes(error.message)
  );
}

async function untilSome(all: ReadonlySet<unknown>): Promise<void> {
  for (let tries = 0; all.size === 0; tries += 1) {
    if (tries > LONGEST_WAIT_MS / WAIT_MS) throw new Gone();
    await sleep(WAIT_MS);
  }
}

function heardOf(all: Map<string, Heard>, id: string): Heard {
  const heard = all.get(id) ?? { sent: 0, acknowledged: 0 };
  all.set(id, heard);
  return heard;
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
