import { Agent, request, type IncomingMessage } from "node:http";

/** One HTTP request, as it goes on the wire. */
export interface Call {
  readonly method: string;
  /** With the query; encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What came back; of a stream what it said until it was left. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** No answer may take longer: every upstream in these tests answers, or fails, at once. */
const PATIENCE_MS = 20_000;
const MOST_SOCKETS = 16;

/** Makes calls to one server, each from an address of its own, so that limits per address are out of the way. */
export class Caller {
  readonly #base: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MOST_SOCKETS });
  #lastAddress = 0;

  /** @param base without a trailing slash; a server that trusts one proxy in front of it. */
  constructor(base: string) {
    this.#base = base;
  }

  /**
   * @param listenMs how long to listen to a stream; whatever else comes is read to its end.
   * @throws when there is no whole answer within twenty seconds.
   */
  async send(call: Call, listenMs = 0): Promise<Answer> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await this.#open(call, signal);
    const chunks: Buffer[] = [];
    const isStream = response.headers["content-type"]?.startsWith("text/event-stream") === true;
    const timer = isStream ? setTimeout(() => response.destroy(), listenMs) : null;
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
    } catch (error) {
      if (!isStream) throw new Error(`${call.method} ${call.path} broke off`, { cause: error });
    } finally {
      if (timer !== null) clearTimeout(timer);
    }
    const { statusCode = 0, headers } = response;
    return { status: statusCode, headers, text: Buffer.concat(chunks).toString("utf8") };
  }

  /** Lets go of the connections that are kept open. */
  close(): void {
    this.#agent.destroy();
  }

  async #open(call: Call, signal: AbortSignal): Promise<IncomingMessage> {
    const { method, path, headers, body } = call;
    return await new Promise((resolve, reject) => {
      const sending = request(
        this.#base + path,
        {
          method,
          signal,
          agent: this.#agent,
          headers: {
            "x-forwarded-for": this.#nextAddress(),
            ...(body === null ? {} : { "content-length": String(Buffer.byteLength(body)) }),
            ...headers,
          },
        },
        resolve,
      );
      sending.on("error", (error) => {
        reject(new Error(`${method} ${path.slice(0, 200)} was not answered`, { cause: error }));
      });
      sending.end(body ?? undefined);
    });
  }

  #nextAddress(): string {
    this.#lastAddress += 1;
    const at = this.#lastAddress;
    return `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`;
  }
}
