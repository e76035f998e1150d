import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Secret } from "../../config/secret.ts";
import { HttpError } from "./errors.ts";
import type { CookieRules } from "./session.ts";

export const CSRF_COOKIE = "csrf_token";
const HEADER = "x-csrf-token";
const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];
const NONCE_BYTES = 16;

/** Makes and checks tokens that belong to one session: a nonce and its HMAC with the session id. */
export interface CsrfTokens {
  /** @param sessionId empty before signing in. */
  issue(sessionId: string): string;
  isValid(token: string, sessionId: string): boolean;
}

export function createCsrfTokens(secret: Secret): CsrfTokens {
  const sign = (nonce: string, sessionId: string): string =>
    createHmac("sha256", secret.reveal()).update(`csrf:${nonce}:${sessionId}`).digest("base64url");
  return {
    issue(sessionId) {
      const nonce = randomBytes(NONCE_BYTES).toString("base64url");
      return `${nonce}.${sign(nonce, sessionId)}`;
    },
    isValid(token, sessionId) {
      const [nonce, signature, ...rest] = token.split(".");
      if (nonce === undefined || signature === undefined || rest.length > 0) return false;
      const expected = Buffer.from(sign(nonce, sessionId));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

/** Every change needs the token of its own session in `X-CSRF-Token`, unless the route says it has another guard. */
export function registerCsrf(app: FastifyInstance, tokens: CsrfTokens): void {
  app.addHook("preValidation", async (request) => {
    if (SAFE_METHODS.includes(request.method) || request.is404) return;
    if (request.headers["sec-fetch-site"] === "cross-site") {
      throw new HttpError(403, "This may only be done from sofarr's own pages.");
    }
    if (request.routeOptions.config.skipsCsrf !== true) requireCsrfToken(request, tokens);
  });
}

/** @throws HttpError 403 without the token of the request's session, or of nobody's before signing in. */
export function requireCsrfToken(request: FastifyRequest, tokens: CsrfTokens): void {
  const token = request.headers[HEADER];
  if (typeof token !== "string" || !tokens.isValid(token, request.session?.id ?? "")) {
    throw new HttpError(
      403,
      "The CSRF token is missing or old; fetch a new one from /api/auth/csrf.",
    );
  }
}

/** Puts a fresh token into the cookie that our pages read. */
export function setCsrfCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  rules: CookieRules,
): void {
  reply.setCookie(CSRF_COOKIE, token, {
    httpOnly: false,
    sameSite: "lax",
    path: rules.path,
    secure: rules.isSecure(request),
  });
}
