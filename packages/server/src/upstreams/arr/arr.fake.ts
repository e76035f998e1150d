import { SimulatorServer, sendJson } from "../../../../../demo/simulators/simulator-server.ts";
import { Secret } from "../../config/secret.ts";
import type { Instance } from "../instance.ts";
import type { UpstreamLog } from "../upstream.ts";
import { makeInstance } from "../make-instance.case.ts";

/** What a path answers: a value is sent as JSON, a function decides, a number is a bare status. */
type Answer = object | number | ((query: URLSearchParams) => unknown);

/** A bare *arr for tests that need every answer in hand: paths below `/api/v3`, the key `fake-key`. */
export class ArrFake {
  readonly answers = new Map<string, Answer>();
  readonly server: SimulatorServer;

  constructor(answers: Readonly<Record<string, Answer>> = {}) {
    for (const [path, answer] of Object.entries(answers)) this.answers.set(path, answer);
    this.server = new SimulatorServer(async (request, response) => {
      const answer = this.answers.get(request.path.replace("/api/v3", ""));
      const isKnown = request.headers["x-api-key"] === "fake-key";
      const value = typeof answer === "function" ? await answer(request.query) : answer;
      if (!isKnown) response.writeHead(401).end();
      else if (typeof value === "number") response.writeHead(value).end();
      else if (value === undefined) sendJson(response, 404, { message: "NotFound" });
      else sendJson(response, 200, value);
    });
  }

  /** How often a path was asked for. */
  count(path: string): number {
    return this.server.requests.filter((request) => request.path === `/api/v3${path}`).length;
  }

  /** The queries a path was asked with, in order. */
  queries(path: string): readonly URLSearchParams[] {
    return this.server.requests
      .filter((request) => request.path === `/api/v3${path}`)
      .map((request) => request.query);
  }

  instance(change: Partial<Instance> = {}): Instance {
    return makeInstance({
      kind: "sonarr",
      url: this.server.url,
      apiKey: new Secret("fake-key"),
      ...change,
    });
  }
}

/** A log that remembers its warnings. */
export function recordingLog(): UpstreamLog & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return {
    warnings,
    debug: () => {},
    info: () => {},
    warn: (fields, message) => {
      warnings.push(`${message} ${JSON.stringify(fields)}`);
    },
  };
}

/** A promise and the way to fulfil it. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  return Promise.withResolvers<T>();
}
