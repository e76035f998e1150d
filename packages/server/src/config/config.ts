import type { Instance } from "../upstreams/instance.ts";
import type { Secret } from "./secret.ts";

/** Everything an admin can set, checked, normalised and frozen. Nobody else reads the environment. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly logLevel: LogLevel;
  /** Milliseconds between polls while someone watches; `null` = read only on demand. */
  readonly pollIntervalMs: number | null;
  /** `null` while EMBY_URL is not set: sofarr starts, says "not ready", and lets nobody in. */
  readonly mediaServer: Instance | null;
  /** `null` = generated once and kept in `dataDir`. */
  readonly cookieSecret: Secret | null;
  /** What Fastify takes: false, true, a number of hops, or addresses of proxies. */
  readonly trustProxy: boolean | number | readonly string[];
  readonly dataDir: string;
  /** Where people reach sofarr, without a trailing slash; `null` = not told. */
  readonly baseUrl: string | null;
  /** Begins with a slash and ends without one; empty for the root. */
  readonly basePath: string;
  readonly webhookSecret: Secret | null;
  /** An instance with fresh webhooks is still read this often. */
  readonly webhookFallbackMs: number;
  /** Who sends it is told the metrics; `null` = there are none. */
  readonly metricsSecret: Secret | null;
  /** A URI where holes in this installation are reported; `null` = not told. */
  readonly securityContact: string | null;
  readonly logStream: { readonly enabled: boolean; readonly allowSubnets: readonly string[] };
  /** The admin's explicit mapping: user name to tag labels. */
  readonly userTags: ReadonlyMap<string, readonly string[]>;
  readonly arrs: readonly Instance[];
  readonly downloadClients: readonly Instance[];
  readonly requestManagers: readonly Instance[];
  /** What is odd in it but nothing to stop for: to be said at start and by `sofarr doctor`. */
  readonly warnings: readonly ConfigProblem[];
}

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One mistake in the configuration: which variable, what is wrong, what would be right. */
export interface ConfigProblem {
  readonly variable: string;
  readonly problem: string;
  readonly remedy: string;
}

/** What was found while reading. */
export interface Findings {
  /** These stop the start. */
  readonly problems: ConfigProblem[];
  readonly warnings: ConfigProblem[];
}

/** One line that says all of it. */
export function describeProblem({ variable, problem, remedy }: ConfigProblem): string {
  return `${variable}: ${problem} ${remedy}`;
}

/** Every mistake of a configuration at once, and what else was odd. Its message never holds a secret. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor({ problems, warnings }: Findings) {
    const count = problems.length === 1 ? "a mistake" : `${problems.length} mistakes`;
    const list = (some: readonly ConfigProblem[]): readonly string[] =>
      some.map((one) => `  ${describeProblem(one)}`);
    const lines = [`The configuration has ${count}:`, ...list(problems)];
    if (warnings.length > 0) lines.push("And for these alone it would start:", ...list(warnings));
    super(lines.join("\n"));
  }
}
