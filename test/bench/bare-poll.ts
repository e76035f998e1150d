import { Agent, get, type IncomingMessage } from "node:http";

import { parseAnswer } from "../../packages/server/src/upstreams/rtorrent/xml-rpc.ts";
import { cpuNow } from "./stats.ts";

/**
 * What there is no way around: asking for the same answers and parsing them, in milliseconds of computing. JSON is parsed by
 * `JSON.parse`; for XML the platform has nothing, and our own reader alone stands in.
 */
export interface BareTimes {
  readonly fetch: number;
  readonly parse: number;
  readonly total: number;
}

const XML_BEGINS = "<?xml";

/** Asks a tape for the very answers of a poll, over one kept connection, and does nothing with them but parse. */
export class BarePoll {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #origin: string;
  readonly #answersPerPoll: readonly number[];
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
      if (body.toString("latin1", 0, XML_BEGINS.length) === XML_BEGINS) parseAnswer(body);
      else JSON.parse(body.toString("utf8"));
      parse += cpuNow() - hereAt;
      fetch += hereAt - askedAt;
      this.bytes += body.length;
    }
    return { fetch, parse, total: fetch + parse };
  }

  end(): void {
    this.#agent.destroy();
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
