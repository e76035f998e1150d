import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface Recorded {
  /** Method and path: what an answer is asked for with again. */
  readonly key: string;
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

const BARE_PATH = /^\/bare\/(\d+)\/(\d+)$/u;

/**
 * Stands in front of a simulator and remembers its answers, poll by poll; then plays them again and again, so that
 * a simulator's own work is no part of what is measured, and the very same bytes can be asked for barely.
 */
export class Tape {
  readonly #upstream: URL;
  readonly #server = createServer((call, response) => {
    this.#answer(call, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  readonly #polls: Recorded[][] = [[]];
  readonly #played = new Map<string, number>();
  #isPlaying = false;

  constructor(upstream: string) {
    this.#upstream = new URL(upstream);
  }

  /** @returns where to find it: the upstream's address with another port. */
  async start(): Promise<string> {
    // A large poll keeps the measuring process busy for longer than Node keeps an idle connection open, and whoever then asks
    // over a connection that was closed meanwhile is hung up on.
    this.#server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => {
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    const url = new URL(this.#upstream);
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href.replace(/\/$/u, "");
  }

  /** What comes now belongs to another poll. */
  nextPoll(): void {
    this.#polls.push([]);
  }

  /** Plays from now on, over and over, all polls but the first, which signs in and reads everything. */
  play(): readonly number[] {
    this.#isPlaying = true;
    this.#polls.shift();
    return this.#polls.map((answers) => answers.length);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(call: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(call);
    const key = `${call.method} ${call.url?.replace(/\?.*$/u, "")}`;
    const recorded = this.#isPlaying ? this.#find(key) : await this.#record(key, call, body);
    response.writeHead(recorded.status, [...recorded.headers]).end(recorded.body);
  }

  #find(key: string): Recorded {
    const bare = BARE_PATH.exec(key.replace(/^GET /u, ""));
    const answers = bare === null ? this.#polls.flat().filter((one) => one.key === key) : [];
    const times = this.#played.get(key) ?? 0;
    this.#played.set(key, times + 1);
    const found =
      bare === null
        ? answers[times % answers.length]
        : this.#polls[Number(bare[1])]?.[Number(bare[2])];
    if (found === undefined) throw new Error(`not on the tape: ${key}`);
    return found;
  }

  async #record(key: string, call: IncomingMessage, body: Buffer): Promise<Recorded> {
    const { method, url, headers } = call;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const forwarded = { ...headers, host: this.#upstream.host, connection: "close" };
      request(
        new URL(url ?? "/", this.#upstream),
        { method, headers: forwarded, agent: false },
        resolve,
      )
        .on("error", reject)
        .end(body);
    });
    const recorded = {
      key,
      status: answer.statusCode ?? 0,
      headers: answer.rawHeaders.filter(
        (_, at, all) =>
          !["connection", "keep-alive"].includes(all[at - (at % 2)]?.toLowerCase() ?? ""),
      ),
      body: await bytesOf(answer),
    };
    this.#polls.at(-1)?.push(recorded);
    return recorded;
  }
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
