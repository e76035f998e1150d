import { Agent, get, type IncomingMessage } from "node:http";

import { parseAnswer } from "../../packages/server/src/upstreams/rtorrent/xml-rpc.ts";
import { cpuNow } from "./stats.ts";

/** What there is no way around: asking for the same answers and `JSON.parse`, in milliseconds of computing. */
export interface BareTimes {
  readonly fetch: number;
  readonly parse: number;
  readonly total: number;
}

/** Asks a tape for the very answers of a poll, over one kept connection, and does nothing with them but parse. */
export class BarePoll {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #origin: string;
  readonly #answersPerPoll: readonly number[];
  /** XML cannot be parsed by JSON: the same content as JSON stands in for it. By the XML's size. */
  readonly #instead = new Map<number, string>();
  bytes = 0;
  #polls = 0;

  constructor(tapeUrl: string, answersPerPoll: readonly number[]) {
    this.#origin = new URL(tapeUrl).origin;
    this.#answersPerPoll = answersPerPoll;
  }

  async poll(): Promise<BareTimes> {
    const poll = this.#polls % this.#answersPerPoll.length;
    this.#polls += 1;
    this.bytes = 0;
    let fetch = 0;
    let parse = 0;
    for (let at = 0; at < (this.#answersPerPoll[poll] ?? 0); at += 1) {
      const askedAt = cpuNow();
      const body = await this.#fetch(`${this.#origin}/bare/${poll}/${at}`);
      const hereAt = cpuNow();
      const xmlAsJson = this.#asJson(body);
      const readAt = cpuNow();
      JSON.parse(xmlAsJson ?? body.toString("utf8"));
      parse += cpuNow() - readAt;
      fetch += hereAt - askedAt;
      this.bytes += body.length;
    }
    return { fetch, parse, total: fetch + parse };
  }

  end(): void {
    this.#agent.destroy();
  }

  #asJson(body: Buffer): string | null {
    if (body.toString("latin1", 0, 5) !== "<?xml") return null;
    let json = this.#instead.get(body.length);
    if (json === undefined) {
      const answer = parseAnswer(body);
      json = JSON.stringify(answer?.kind === "value" ? answer.value : null);
      this.#instead.set(body.length, json);
    }
    return json;
  }

  async #fetch(url: string): Promise<Buffer> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { agent: this.#agent }, resolve).on("error", reject);
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
}
