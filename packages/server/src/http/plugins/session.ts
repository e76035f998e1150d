import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Session } from "../../store/session-store.ts";
import type { Sessions } from "../sessions.ts";
import { HttpError } from "./errors.ts";

/** Who may call a route. Said where the route is declared; without a word it is `viewer`. */
export type Access = "public" | "viewer" | "admin";

declare module "fastify" {
  interface FastifyContextConfig {
    readonly access?: Access;
    /** Set on the few routes that change something without a CSRF token, each with another guard. */
    readonly skipsCsrf?: boolean;
  }
  interface FastifyRequest {
    /** The live session behind the cookie; on public routes it may be `null`. */
    session: Session | null;
  }
}

export const SESSION_COOKIE = "emby_user";
const REMEMBERED_FOR_S = 30 * 24 * 60 * 60;

export interface CookieRules {
  readonly path: string;
  readonly isSecure: (request: FastifyRequest) => boolean;
}

/** Puts the session on every request and turns away whoever the route is not for. */
export function registerSession(app: FastifyInstance, sessions: Sessions): void {
  app.decorateRequest("session", null);
  app.addHook("onRequest", async (request) => {
    const access = request.routeOptions.config.access ?? "viewer";
    request.session = await sessionOf(request, sessions);
    if (request.is404 || access === "public") return;
    if (request.session === null) throw new HttpError(401, "Please sign in.");
    if (access === "admin" && !request.session.viewer.isAdmin) {
      throw new HttpError(403, "Only an admin may do this.");
    }
  });
}

/** The session of a request that is known to have one (any route but a public one). */
export function sessionIn(request: FastifyRequest): Session {
  if (request.session === null) throw new HttpError(401, "Please sign in.");
  return request.session;
}

/** Writes the signed cookie: for people and for sofarr 1.x's clients who and what they are, and the session id. */
export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  session: Session,
  rules: CookieRules,
): void {
  const { id, name, isAdmin } = session.viewer;
  reply.setCookie(SESSION_COOKIE, JSON.stringify({ id, name, isAdmin, sid: session.id }), {
    signed: true,
    httpOnly: true,
    sameSite: "lax",
    path: rules.path,
    secure: rules.isSecure(request),
    ...(session.isRemembered ? { maxAge: REMEMBERED_FOR_S } : {}),
  });
}

async function sessionOf(request: FastifyRequest, sessions: Sessions): Promise<Session | null> {
  const cookie = request.cookies[SESSION_COOKIE];
  if (cookie === undefined) return null;
  const unsigned = request.unsignCookie(cookie);
  if (!unsigned.valid || unsigned.value === null) return null;
  const sessionId = sessionIdIn(unsigned.value);
  return sessionId === null ? null : await sessions.find(sessionId);
}

/** Only the session id is believed; name and rights live on the server. */
function sessionIdIn(value: string): string | null {
  try {
    const content: unknown = JSON.parse(value);
    if (typeof content !== "object" || content === null || !("sid" in content)) return null;
    return typeof content.sid === "string" ? content.sid : null;
  } catch {
    return null;
  }
}
