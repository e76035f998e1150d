import type { ServerResponse } from "node:http";

import type { DownloadClientSimulator, SimulatedDownload } from "../download-client-simulator.ts";
import { send, type SeenRequest, SimulatorServer } from "../simulator-server.ts";
import { refusalOf } from "./access.ts";
import { ApiQuery } from "./api-query.ts";
import { JobBoard } from "./job-board.ts";
import { ApiError, callApi, type SabnzbdWorld } from "./sabnzbd-api.ts";
import type { SabnzbdDetail } from "./sabnzbd-job.ts";
import { defaultSettings, type SabnzbdSettings } from "./sabnzbd-settings.ts";
import { DIALECTS, type SabnzbdVersion } from "./sabnzbd-version.ts";

export interface SabnzbdOptions {
  /** Default "5.1.3". */
  readonly version?: SabnzbdVersion;
  /** Default "/sabnzbd"; `/api` at the root is served in any case. */
  readonly urlBase?: string;
  readonly now?: () => number;
}

/** A SABnzbd to talk to, with what only SABnzbd has. */
export interface SabnzbdSimulator extends DownloadClientSimulator {
  readonly kind: "sabnzbd";
  readonly credentials: { apiKey: string };
  /** The address with the URL base, as a person would enter it. */
  readonly url: string;
  /** What the program is set to: pauses, refusals, warnings, keys. */
  readonly settings: SabnzbdSettings;
  /** Changes what only SABnzbd has: labels, priority, propagation, the step of post-processing. */
  setDetail(id: string, change: Partial<SabnzbdDetail>): void;
  /** Leaves the job out of the next answer of queue and of history: the gap between a client's two calls. */
  vanishOnce(id: string): void;
}

/** A strict SABnzbd: its own refusals, texts and number forms, one job at a time, a queue and a history. */
export function createSabnzbdSimulator(options: SabnzbdOptions = {}): SabnzbdSimulator {
  const dialect = DIALECTS[options.version ?? "5.1.3"];
  const now = options.now ?? Date.now;
  const settings: SabnzbdSettings = {
    ...defaultSettings(),
    ...(options.urlBase === undefined ? {} : { urlBase: options.urlBase }),
  };
  const board = new JobBoard(dialect, now);
  const world: SabnzbdWorld = { board, settings, dialect, now };
  let refusedKeys = 0;

  const server = new SimulatorServer((request, response) => {
    if (!["/api", `${settings.urlBase}/api`].includes(request.path.replace(/\/$/, ""))) {
      answer(response, 404, "text/html;charset=utf-8", "<h2>404 Not Found</h2>");
      return;
    }
    const query = new ApiQuery(request.query, formOf(request));
    const refusal = refusalOf(settings, request.headers.host, query);
    if (refusal === null) {
      report(response, query, callApi(world, query));
      return;
    }
    if (refusal.isAboutKey) refusedKeys += 1;
    if (refusal.isAboutKey && settings.badKeyStatus === 200) {
      report(response, query, new ApiError(refusal.text));
      return;
    }
    const text = settings.apiWarnings ? refusal.text : "";
    answer(response, 403, "text/html;charset=utf-8", text);
  });

  function report(response: ServerResponse, query: ApiQuery, value: object | ApiError): void {
    const output = query.text("output");
    if (output === "xml") {
      answer(response, 501, "text/plain", "this simulator does not write XML");
    } else if (output !== "json" && dialect.textByDefault) {
      answer(response, 200, "text/plain", plainText(value));
    } else {
      const body = value instanceof ApiError ? { status: false, error: value.text } : value;
      answer(response, 200, "application/json;charset=UTF-8", JSON.stringify(body));
    }
  }

  function answer(response: ServerResponse, status: number, type: string, body: string): void {
    send(response, status, body, {
      "content-type": type,
      server: dialect.serverHeader,
      pragma: "no-cache",
      "access-control-allow-origin": "*",
      "x-frame-options": "SameOrigin",
    });
  }

  return {
    kind: "sabnzbd",
    server,
    settings,
    credentials: { apiKey: settings.apiKey },
    get url() {
      return server.url + settings.urlBase;
    },
    add: (download) => board.add(download),
    update: (id, change) => board.update(id, change),
    remove: (id) => board.remove(id),
    downloads: (): readonly SimulatedDownload[] => board.all(),
    setDetail: (id, change) => board.setDetail(id, change),
    vanishOnce: (id) => board.vanishOnce(id),
    loginAttempts: () => refusedKeys,
    restart: () => board.restart(),
    start: () => server.start(),
    stop: () => server.stop(),
  };
}

function formOf(request: SeenRequest): URLSearchParams {
  const isForm = /^application\/x-www-form-urlencoded/i.test(request.headers["content-type"] ?? "");
  return new URLSearchParams(isForm ? request.body : "");
}

/** What releases before 3 say without `output=json`: single values as lines, no queue at all. */
function plainText(value: object | ApiError): string {
  if (value instanceof ApiError) return `error: ${value.text}\n`;
  const [data] = Object.values(value) as unknown[];
  if (data === true) return "ok\n";
  if (typeof data === "string") return `${data}\n`;
  return Array.isArray(data) ? `${data.join("\n")}\n` : "error: not implemented\n";
}
