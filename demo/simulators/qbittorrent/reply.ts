import type { ServerResponse } from "node:http";

import { send } from "../simulator-server.ts";
import type { Traits } from "./versions.ts";

/** What an API call answers: plain text, JSON (already written), or nothing. */
export type Reply =
  | { readonly kind: "text"; readonly body: string }
  | { readonly kind: "json"; readonly body: string }
  | { readonly kind: "nothing" };

export const text = (body: string): Reply => ({ kind: "text", body });
export const json = (value: unknown): Reply => ({ kind: "json", body: JSON.stringify(value) });
export const nothing: Reply = { kind: "nothing" };

const STATUS_TEXTS = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
} as const;

/** An answer that refuses; without words of its own the body is the status text, as in qBittorrent. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: keyof typeof STATUS_TEXTS;

  constructor(status: keyof typeof STATUS_TEXTS, words: string = STATUS_TEXTS[status]) {
    super(words);
    this.status = status;
  }
}

const TEXT_TYPE = "text/plain; charset=UTF-8";

/** Headers every answer carries, as recorded. */
function commonHeaders(traits: Traits): Record<string, string> {
  const frames = traits.since.v5_3 ? " frame-src 'self' blob:;" : "";
  return {
    "content-security-policy":
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
      `script-src 'self' 'unsafe-inline'; object-src 'none'; form-action 'self';${frames} frame-ancestors 'self';`,
    ...(traits.since.v5_3 ? { "cross-origin-opener-policy": "same-origin" } : {}),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "x-xss-protection": "1; mode=block",
  };
}

/** Sends a reply or a refusal with qBittorrent's headers. */
export function sendReply(
  response: ServerResponse,
  traits: Traits,
  reply: Reply | Refusal,
  extra: Record<string, string> = {},
): void {
  const headers = { ...commonHeaders(traits), ...extra };
  if (reply instanceof Refusal) {
    send(response, reply.status, reply.message, { ...headers, "content-type": TEXT_TYPE });
  } else if (reply.kind !== "nothing") {
    const type = reply.kind === "json" ? "application/json" : TEXT_TYPE;
    send(response, 200, reply.body, { ...headers, "content-type": type });
  } else if (traits.emptyStatus === 204) {
    response.writeHead(204, headers).end();
  } else {
    send(response, 200, "", { ...headers, "content-type": TEXT_TYPE });
  }
}
