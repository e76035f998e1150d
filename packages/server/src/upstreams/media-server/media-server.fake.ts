import {
  SimulatorServer,
  send,
  sendJson,
  type SeenRequest,
} from "../../../../../demo/simulators/simulator-server.ts";
import { Secret } from "../../config/secret.ts";
import type { Instance } from "../instance.ts";
import { makeInstance } from "../make-instance.case.ts";

export interface FakeAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export const JELLYFIN_INFO = { ProductName: "Jellyfin Server", Version: "12.0.0", Id: "f00d" };
export const EMBY_INFO = { ServerName: "Home", Version: "4.8.11.0", Id: "beef" };

/** A bare media server for tests that need every answer in hand, by `METHOD /path`. */
export class MediaServerFake {
  readonly answers = new Map<string, FakeAnswer>();
  readonly server = new SimulatorServer((request, response) => {
    const { status, body, headers } = this.answers.get(`${request.method} ${request.path}`) ?? {
      status: 404,
    };
    if (body === undefined) send(response, status, "Error processing request.", headers);
    else sendJson(response, status, body, headers);
  });

  constructor(info: object) {
    this.answers.set("GET /System/Info/Public", { status: 200, body: info });
  }

  /** The requests of one path, in order. */
  seen(path: string): readonly SeenRequest[] {
    return this.server.requests.filter((request) => request.path === path);
  }

  instance(change: Partial<Instance> = {}): Instance {
    return makeInstance({
      id: "media-server",
      kind: "media-server",
      name: "Media server",
      url: this.server.url,
      apiKey: new Secret("fake-key"),
      ...change,
    });
  }
}

/** A user as both servers write them. */
export function userOf(id: string, name: string, policy: object = {}): object {
  return { Id: id, Name: name, ServerId: "beef", HasPassword: true, Policy: policy };
}
