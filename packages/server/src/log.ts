import { pino, type DestinationStream, type Logger, type LoggerOptions } from "pino";

import type { LogLevel } from "./config/config.ts";
import type { SecretMask } from "./http/present/mask-secrets.ts";
import type { LogLines } from "./log-lines.ts";
import { serverLogEntry } from "./server-log-entry.ts";

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

export interface LogDestinations {
  /** Standard output, unless told otherwise. */
  readonly out?: DestinationStream;
  /** Where the newest lines are kept for admins to follow. */
  readonly lines?: LogLines;
  /** Cuts known secrets out of every line, should one have slipped into a text. */
  readonly mask?: SecretMask;
}

/** The one logger. Whatever it writes has been redacted before it goes anywhere. */
export function createLog(
  level: LogLevel,
  { out = openDestination(1), lines, mask }: LogDestinations = {},
): Logger {
  const kept: DestinationStream = {
    write(line) {
      lines?.add(serverLogEntry(line));
    },
  };
  // What is written at all is the logger's level to say, not the streams'.
  const streams = [out, ...(lines === undefined ? [] : [kept])];
  return pino(
    logOptions(level, mask),
    pino.multistream(streams.map((stream) => ({ level: "trace", stream }))),
  );
}

/** Lines that could not be written yet: about as many as a night of trouble has. */
const LONGEST_BACKLOG = 1024 * 1024;

/**
 * Where lines go: written at once. While they cannot be (a file on a full disk), as much as fits is held back and
 * written later; the log is never a reason for anything else to fail.
 *
 * @param file a descriptor.
 */
export function openDestination(file: number): DestinationStream {
  const destination = pino.destination({ dest: file, sync: true, maxLength: LONGEST_BACKLOG });
  // Without a listener the trouble would be thrown at whoever logs. There is nowhere to tell of it.
  return destination.on("error", () => {});
}

/**
 * Secrets are cut out here, where lines are made; requests are logged by method and path alone, since a webhook's
 * secret can sit in the query. A stranger's text can end no line and steer no terminal.
 */
function logOptions(level: LogLevel, mask: SecretMask | undefined): LoggerOptions {
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
    hooks: { streamWrite: (line) => tame(mask === undefined ? line : masked(line, mask)) },
  };
}

/** What JSON leaves as it is and a terminal does not: C1 controls, other ends of line, and marks that turn the text. */
const UNRULY = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** The same line of JSON with unruly characters written as escapes. */
function tame(line: string): string {
  return line.replaceAll(
    UNRULY,
    (character) => String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}

/** A line with known secrets cut out; one that is no JSON is masked as the text it is. */
function masked(line: string, mask: SecretMask): string {
  try {
    return `${JSON.stringify(mask(JSON.parse(line)))}\n`;
  } catch {
    return String(mask(line));
  }
}
