import { callUrl, type Answer } from "../http-call.ts";
import type { SabnzbdSimulator } from "./sabnzbd-simulator.ts";

/** What differs from a plain, permitted GET. */
export interface Ask {
  readonly path?: string;
  readonly host?: string;
  /** Sent as a form with POST. */
  readonly form?: Record<string, string>;
}

/** For tests: one API call. */
export function askRaw(
  simulator: SabnzbdSimulator,
  query: Record<string, string>,
  ask: Ask = {},
): Promise<Answer> {
  const params = new URLSearchParams(query);
  const form = ask.form === undefined ? null : new URLSearchParams(ask.form).toString();
  return callUrl(`${simulator.server.url}${ask.path ?? "/api"}?${params.toString()}`, {
    method: form === null ? "GET" : "POST",
    headers: {
      ...(ask.host === undefined ? {} : { host: ask.host }),
      ...(form === null ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    },
    body: form,
  });
}

/** For tests: a permitted call, and the JSON object it answered with. */
export async function askJson(
  simulator: SabnzbdSimulator,
  mode: string,
  query: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const answer = await askRaw(simulator, {
    mode,
    output: "json",
    apikey: simulator.settings.apiKey,
    ...query,
  });
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body) as Record<string, unknown>;
}

/** The head of a queue or history, and its rows. */
export interface Listing {
  readonly head: Record<string, unknown>;
  readonly slots: Record<string, unknown>[];
}

export async function askListing(
  simulator: SabnzbdSimulator,
  mode: "queue" | "history",
  query: Record<string, string> = {},
): Promise<Listing> {
  const { slots, ...head } = (await askJson(simulator, mode, query))[mode] as Listing["head"];
  return { head, slots: slots as Listing["slots"] };
}
