import type { FastifyReply, FastifyRequest } from "fastify";

import type { Secret } from "../../config/secret.ts";
import type { Clock } from "../../engine/clock.ts";
import type { LoginLimit } from "../plugins/rate-limits.ts";
import type { CookieRules } from "../plugins/session.ts";
import { AccountLimit, accountKey } from "./account-limit.ts";
import { EvenRefusals } from "./even-refusals.ts";
import { createFamiliarBrowsers } from "./familiar-browsers.ts";

/** Says in which browsers somebody has signed in before. It opens nothing, and stays when they sign out. */
export const BROWSER_COOKIE = "sofarr_browser";
const REMEMBERED_FOR_S = 365 * 24 * 60 * 60;

/** Stands between whoever knows a name and a password, or guesses, and the media server. */
export interface SignInGuard {
  /**
   * Makes one attempt, if neither the address nor the account was failed at too often; a refusal takes as long for a name
   * that nobody has.
   *
   * @throws HttpError 429; whatever the attempt throws.
   */
  attempt<T>(
    request: FastifyRequest,
    username: string,
    attempt: () => Promise<T>,
    hasFailed: (outcome: T) => boolean,
  ): Promise<T>;
  /** From now on the browser is a familiar one for this account. */
  welcome(request: FastifyRequest, reply: FastifyReply, username: string): void;
}

export function createSignInGuard(options: {
  /** Of addresses. */
  readonly limit: LoginLimit;
  readonly secret: Secret;
  readonly cookies: CookieRules;
  readonly clock: Clock;
}): SignInGuard {
  const { limit, secret, cookies, clock } = options;
  const browsers = createFamiliarBrowsers(secret);
  const accounts = new AccountLimit(() => clock.now());
  const refusals = new EvenRefusals(clock);
  const marksOf = (request: FastifyRequest): string => request.cookies[BROWSER_COOKIE] ?? "";

  return {
    async attempt(request, username, attempt, hasFailed) {
      const browser = browsers.recognise(marksOf(request), username);
      return await limit.guard(
        request,
        () =>
          accounts.guard(
            accountKey(username),
            browser,
            () => refusals.hold(attempt, hasFailed),
            hasFailed,
          ),
        hasFailed,
      );
    },
    welcome(request, reply, username) {
      reply.setCookie(BROWSER_COOKIE, browsers.welcome(marksOf(request), username), {
        httpOnly: true,
        sameSite: "strict",
        path: cookies.path,
        secure: cookies.isSecure(request),
        maxAge: REMEMBERED_FOR_S,
      });
    },
  };
}
