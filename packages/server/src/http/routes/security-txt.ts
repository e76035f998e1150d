import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

import type { Config } from "../../config/config.ts";
import { HttpError } from "../plugins/errors.ts";

const SECURITY_TXT = "/.well-known/security.txt";
/** Reckoned from the moment it is asked for, so that it never goes stale. Source: RFC 9116, less than a year. */
const GOOD_FOR_MS = 90 * 24 * 60 * 60_000;

/**
 * Whom to tell of a hole in this installation (RFC 9116). Only whoever runs it knows: without SECURITY_CONTACT there is no
 * such file, for one without a contact, or with an invented one, is worse than none.
 */
export function securityTxtRoutes(options: {
  readonly config: Pick<Config, "baseUrl" | "securityContact">;
  readonly now: () => number;
}): FastifyPluginCallbackTypebox {
  const { baseUrl, securityContact } = options.config;
  // What is not https may not be named in it.
  const canonical =
    baseUrl?.startsWith("https:") === true ? new URL(SECURITY_TXT, baseUrl).href : null;
  return (app, _options, done) => {
    app.get(SECURITY_TXT, { config: { access: "public" } }, (_request, reply) => {
      if (securityContact === null) throw new HttpError(404, "There is nothing here.");
      const lines = [
        `Contact: ${securityContact}`,
        `Expires: ${new Date(options.now() + GOOD_FOR_MS).toISOString()}`,
        "Preferred-Languages: en",
        ...(canonical === null ? [] : [`Canonical: ${canonical}`]),
      ];
      return reply.type("text/plain; charset=utf-8").send(`${lines.join("\n")}\n`);
    });
    done();
  };
}
