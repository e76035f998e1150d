import { pino, type Logger } from "pino";

import type { LogLevel } from "./config/config.ts";

/** Field names that may hold a secret, wherever somebody logs them. */
const SECRET_FIELDS = [
  "apiKey",
  "apikey",
  "password",
  "accessToken",
  "token",
  "secret",
  "cookie",
  "authorization",
];

/**
 * The one logger. Secrets are cut out here, where it is made; requests are logged by method and path alone,
 * since a webhook's secret can sit in the query.
 */
export function createLog(level: LogLevel): Logger {
  return pino({
    level,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [
        field,
        `*.${field}`,
        `*.*.${field}`,
        `*["set-cookie"]`,
      ]),
      censor: "[redacted]",
    },
    serializers: {
      req: (request: { method?: string; url?: string }) => ({
        method: request.method,
        path: request.url?.split("?", 1)[0],
      }),
      res: (response: { statusCode?: number }) => ({ status: response.statusCode }),
    },
  });
}
