import { pino, type Logger, type LoggerOptions } from "pino";

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
 * The one logger's rules. Secrets are cut out here, where it is made; requests are logged by method and path
 * alone, since a webhook's secret can sit in the query.
 */
export function logOptions(level: LogLevel): LoggerOptions {
  return {
    level,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: "[redacted]",
    },
    serializers: {
      req: (request: { method?: string; url?: string }) => ({
        method: request.method,
        path: request.url?.split("?", 1)[0],
      }),
      res: (response: { statusCode?: number }) => ({ status: response.statusCode }),
    },
  };
}

export function createLog(level: LogLevel): Logger {
  return pino(logOptions(level));
}
