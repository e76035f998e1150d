import {
  CsrfResponse,
  ErrorResponse,
  LoginRequest,
  LoginResponse,
  LogoutResponse,
  MeResponse,
  type User,
} from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { FastifyBaseLogger } from "fastify";

import type { Viewer } from "../../domain/user.ts";
import { UpstreamError } from "../../upstreams/errors.ts";
import { CSRF_COOKIE, setCsrfCookie, type CsrfTokens } from "../plugins/csrf.ts";
import { HttpError } from "../plugins/errors.ts";
import {
  SESSION_COOKIE,
  sessionIn,
  setSessionCookie,
  type CookieRules,
} from "../plugins/session.ts";
import type { Sessions } from "../sessions.ts";
import type { SignInGuard } from "../sign-in/sign-in-guard.ts";

const REFUSED: Readonly<
  Record<"wrong-credentials" | "disabled-or-locked", readonly [number, string]>
> = {
  "wrong-credentials": [401, "Invalid username or password."],
  "disabled-or-locked": [
    403,
    "The media server does not let this account in: it is disabled, locked, or may not sign in from here.",
  ],
};

/** Signing in and out against the media server. */
export function authRoutes(options: {
  readonly sessions: Sessions;
  readonly csrf: CsrfTokens;
  readonly cookies: CookieRules;
  readonly signInGuard: SignInGuard;
}): FastifyPluginCallbackTypebox {
  const { sessions, csrf, cookies, signInGuard } = options;
  return (app, _options, done) => {
    app.post(
      "/login",
      {
        // No session yet, so no token either; a cross-site form is turned away by its Sec-Fetch-Site and content type.
        config: { access: "public", skipsCsrf: true },
        schema: {
          tags: ["Auth"],
          summary: "Sign in",
          body: LoginRequest,
          response: {
            200: LoginResponse,
            401: ErrorResponse,
            "4xx": ErrorResponse,
            "5xx": ErrorResponse,
          },
        },
      },
      async (request, reply) => {
        const { username, password, rememberMe } = request.body;
        const session = await signInGuard.attempt(
          request,
          username,
          () =>
            sessions
              .signIn(username, password, rememberMe ?? false)
              .catch((error: unknown) => mediaServerTrouble(error, request.log)),
          (outcome) => typeof outcome === "string",
        );
        if (typeof session === "string") {
          const [status, words] = REFUSED[session];
          throw new HttpError(status, words);
        }
        if (request.session !== null) await sessions.signOut(request.session);
        const csrfToken = csrf.issue(session.id);
        setSessionCookie(request, reply, session, cookies);
        setCsrfCookie(request, reply, csrfToken, cookies);
        signInGuard.welcome(request, reply, username);
        return { success: true, user: userOf(session.viewer), csrfToken };
      },
    );

    app.get(
      "/me",
      {
        config: { access: "public" },
        schema: {
          tags: ["Auth"],
          summary: "Who is signed in",
          response: { 200: MeResponse, "4xx": ErrorResponse },
        },
      },
      (request) =>
        request.session === null
          ? { authenticated: false }
          : { authenticated: true, user: userOf(request.session.viewer) },
    );

    app.get(
      "/csrf",
      {
        config: { access: "public" },
        schema: {
          tags: ["Auth"],
          summary: "A fresh CSRF token",
          response: { 200: CsrfResponse, "4xx": ErrorResponse },
        },
      },
      (request, reply) => {
        const csrfToken = csrf.issue(request.session?.id ?? "");
        setCsrfCookie(request, reply, csrfToken, cookies);
        return { csrfToken };
      },
    );

    app.post(
      "/logout",
      {
        schema: {
          tags: ["Auth"],
          summary: "Sign out, here and at the media server",
          response: { 200: LogoutResponse, "4xx": ErrorResponse },
        },
      },
      async (request, reply) => {
        await sessions.signOut(sessionIn(request));
        reply.clearCookie(SESSION_COOKIE, { path: cookies.path });
        reply.clearCookie(CSRF_COOKIE, { path: cookies.path });
        return { success: true };
      },
    );
    done();
  };
}

function userOf({ id, name, isAdmin }: Viewer): User {
  return { id, name, isAdmin };
}

/** Trouble with the media server is never told as a wrong password. What to change is for the admin, in the log. */
function mediaServerTrouble(error: unknown, log: FastifyBaseLogger): never {
  if (!(error instanceof UpstreamError)) throw error;
  const { instanceId, reason, advice } = error;
  log.warn(
    { instanceId, reason, advice },
    `nobody could sign in: the media server ${error.message}`,
  );
  const isAway =
    error.reason === "unreachable" || error.reason === "timeout" || error.status === 503;
  throw new HttpError(
    isAway ? 503 : 502,
    `Media server unreachable: it ${error.message}. Your password was not checked; try again in a moment.`,
  );
}
