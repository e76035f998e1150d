import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";

import type { Secret } from "../../config/secret.ts";
import { HttpError } from "../plugins/errors.ts";

/** Where our own set-up puts it. */
export const SECRET_HEADER = "X-Sofarr-Webhook-Secret";
/** Where Ombi puts its token; it can send no other header. */
export const OMBI_HEADER = "Access-Token";
/** For senders that cannot set headers at all. */
export const SECRET_PARAMETER = "secret";

/**
 * Turns away whoever does not know the secret. It may come in any of the headers or in the address, and is compared in a
 * time that says nothing of how much of it was right.
 *
 * @throws HttpError 401
 */
export function checkSecret(
  request: FastifyRequest,
  secret: Secret | null,
  headers: readonly string[],
): void {
  if (secret === null) {
    throw new HttpError(
      401,
      "This sofarr takes no webhooks.",
      "Set SOFARR_WEBHOOK_SECRET, and give the sender the same secret.",
    );
  }
  const query = request.query as Readonly<Record<string, unknown>>;
  const given = [
    ...headers.map((name) => request.headers[name.toLowerCase()]),
    query[SECRET_PARAMETER],
  ];
  const isKnown = given
    .filter((one) => typeof one === "string")
    // Each is compared, whether or not an earlier one was right.
    .map((one) => isSecret(one, secret))
    .includes(true);
  if (isKnown) return;
  throw new HttpError(
    401,
    "The webhook secret is missing or wrong.",
    `Send the value of SOFARR_WEBHOOK_SECRET in the header ${headers.join(" or ")}, or as ?${SECRET_PARAMETER}= in the address.`,
  );
}

/** Whether it is the secret, in a time that says nothing of how much of it was right. */
export function isSecret(given: string, secret: Secret): boolean {
  return timingSafeEqual(hashOf(given), hashOf(secret.reveal()));
}

/** Hashes are of one length, whatever was given. */
function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
