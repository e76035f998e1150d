import type { FastifyReply, FastifyRequest } from "fastify";

import type { Config } from "../config/config.ts";
import type { Session } from "../store/session-store.ts";
import { createAddressList } from "./address-list.ts";
import { basicCredentialsIn } from "./basic-credentials.ts";
import { requireCsrfToken, type CsrfTokens } from "./plugins/csrf.ts";
import { HttpError } from "./plugins/errors.ts";
import type { Sessions } from "./sessions.ts";
import type { SignInGuard } from "./sign-in/sign-in-guard.ts";
import { isSecret } from "./webhooks/webhook-secret.ts";

/** Lower case, as Node.js has it. */
const SECRET_HEADER = "x-webhook-secret";

export interface LogDoorOptions {
  readonly config: Pick<Config, "logStream" | "webhookSecret">;
  readonly sessions: Sessions;
  readonly csrf: CsrfTokens;
  readonly signInGuard: SignInGuard;
}

/** Lets somebody in to the logs, or throws. */
export type LogDoor = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/**
 * Who may see the logs, asked in this order: are they on at all; does the address belong to an allowed subnet; then the
 * webhook secret, or the session of an admin, or an admin's name and password (`Authorization: Basic`), which are checked
 * at the media server each time and limited like signing in. A change by session needs the CSRF token.
 *
 * Afterwards `request.session` is the session they came with: `null` with the secret; with a password one that ends with
 * the answer.
 */
export function createLogDoor(options: LogDoorOptions): LogDoor {
  const { config, sessions, csrf, signInGuard } = options;
  const { enabled, allowSubnets } = config.logStream;
  const isAllowed = createAddressList(allowSubnets);

  function hasSecret({ headers }: FastifyRequest): boolean {
    const given = headers[SECRET_HEADER];
    const { webhookSecret } = config;
    return typeof given === "string" && webhookSecret !== null && isSecret(given, webhookSecret);
  }

  /** @returns `null` when there are no credentials. @throws HttpError when they are wrong, or not an admin's. */
  async function signIn(request: FastifyRequest): Promise<Session | null> {
    const credentials = basicCredentialsIn(request.headers.authorization);
    if (credentials === null) return null;
    const { username, password } = credentials;
    const session = await signInGuard.attempt(
      request,
      username,
      () => sessions.signIn(username, password, false),
      (outcome) => typeof outcome === "string",
    );
    if (session === "wrong-credentials") return null;
    if (session === "disabled-or-locked") throw forbidden();
    if (session.viewer.isAdmin) return session;
    await sessions.signOut(session);
    throw forbidden();
  }

  return async (request, reply) => {
    if (!enabled) {
      throw new HttpError(403, "The logs are switched off.", "Set ENABLE_LOG_STREAM to true.");
    }
    if (allowSubnets.length > 0 && !isAllowed(request.ip)) {
      throw new HttpError(403, "The logs are not for this address.");
    }
    if (hasSecret(request)) {
      request.session = null;
      return;
    }
    if (request.session?.viewer.isAdmin === true) {
      if (request.method === "POST") requireCsrfToken(request, csrf);
      return;
    }
    const session = await signIn(request);
    if (session !== null) {
      request.session = session;
      reply.raw.once("close", () => void sessions.signOut(session));
      return;
    }
    if (request.session !== null) throw forbidden();
    if (isByHand(request)) reply.header("www-authenticate", 'Basic realm="sofarr logs"');
    throw new HttpError(
      401,
      "Please sign in as an admin.",
      "Or send the webhook secret as X-Webhook-Secret, or an admin's name and password as Basic.",
    );
  };
}

function forbidden(): HttpError {
  return new HttpError(403, "Only an admin may see the logs.");
}

/** Asked by somebody, not by a script in a page: there a browser's own question for a password would be in the way. */
function isByHand({ headers }: FastifyRequest): boolean {
  const mode = headers["sec-fetch-mode"];
  return mode === undefined || mode === "navigate";
}
