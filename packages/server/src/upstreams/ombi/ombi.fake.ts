import {
  SimulatorServer,
  send,
  sendJson,
} from "../../../../../demo/simulators/simulator-server.ts";
import { Secret } from "../../config/secret.ts";
import type { Instance } from "../instance.ts";
import { makeInstance } from "../make-instance.case.ts";

/** The page Ombi shows for every path that it does not know. */
export const START_PAGE = "<!doctype html><title>Ombi</title>";

/** A bare Ombi for tests that need every answer in hand: texts and numbers are bodies and bare statuses. */
export class OmbiFake {
  readonly answers = new Map<string, unknown>();
  readonly server = new SimulatorServer((request, response) => {
    const answer = this.answers.get(request.path);
    if (request.headers["apikey"] !== "fake-key" && !request.path.startsWith("/api/v1/Status"))
      send(response, 401, "Invalid API Key");
    else if (typeof answer === "number") send(response, answer, "");
    else if (typeof answer === "string") send(response, 200, answer);
    else if (answer === undefined) send(response, 200, START_PAGE);
    else sendJson(response, 200, answer);
  });

  constructor(answers: Readonly<Record<string, unknown>> = {}) {
    for (const [path, answer] of Object.entries(answers)) this.answers.set(path, answer);
  }

  paths(): readonly string[] {
    return this.server.requests.map((request) => request.path);
  }

  instance(change: Partial<Instance> = {}): Instance {
    return makeInstance({
      kind: "ombi",
      url: this.server.url,
      apiKey: new Secret("fake-key"),
      ...change,
    });
  }
}
