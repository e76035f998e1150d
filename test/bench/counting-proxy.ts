import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What went through so far. */
export interface Traffic {
  readonly calls: number;
  /** Of answers' bodies. */
  readonly bytes: number;
  /** Calls by their path. */
  readonly byPath: Readonly<Record<string, number>>;
}

/** Stands in front of an HTTP server, passes everything on as it is, and counts. */
export class CountingProxy {
  readonly #upstream: URL;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #byPath = new Map<string, number>();
  readonly #server = createServer((call, response) => {
    this.#pass(call, response);
  });
  #bytes = 0;

  private constructor(upstream: string) {
    this.#upstream = new URL(upstream);
  }

  static async start(upstream: string): Promise<CountingProxy> {
    const proxy = new CountingProxy(upstream);
    await new Promise<void>((resolve) => {
      proxy.#server.listen(0, "127.0.0.1", resolve);
    });
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  traffic(): Traffic {
    const byPath = Object.fromEntries(this.#byPath);
    const calls = Object.values(byPath).reduce((sum, one) => sum + one, 0);
    return { calls, bytes: this.#bytes, byPath };
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(call: IncomingMessage, response: ServerResponse): void {
    const path = (call.url ?? "/").replace(/\?.*$/u, "");
    this.#byPath.set(path, (this.#byPath.get(path) ?? 0) + 1);
    const headers = { ...call.headers, host: this.#upstream.host };
    const options = { method: call.method, headers, agent: this.#agent };
    const passed = request(new URL(call.url ?? "/", this.#upstream), options, (answer) => {
      answer.on("data", (chunk: Buffer) => {
        this.#bytes += chunk.length;
      });
      answer.once("error", () => response.destroy());
      response.writeHead(answer.statusCode ?? 502, withoutHop(answer.rawHeaders));
      answer.pipe(response);
    });
    passed.once("error", () => response.destroy());
    response.once("close", () => passed.destroy());
    call.pipe(passed);
  }
}

/** Headers that speak of one connection alone. */
function withoutHop(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, at, all) => {
    const name = all[at - (at % 2)]?.toLowerCase() ?? "";
    return name !== "connection" && name !== "keep-alive" && name !== "transfer-encoding";
  });
}
