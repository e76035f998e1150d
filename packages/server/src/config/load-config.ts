import { resolve } from "node:path";

import type { Instance } from "../upstreams/instance.ts";
import { ConfigError, type Config, type ConfigProblem, type Findings } from "./config.ts";
import { readInstances, readMediaServer, settingNames } from "./instances.ts";
import type { InstanceKind } from "./read-instance.ts";
import { SETTING_NAMES } from "./setting-words.ts";
import { SettingReader } from "./settings.ts";
import { gatherSettings, type Environment } from "./sources.ts";

const DEFAULT_PORT = 3001;
const DEFAULT_POLL_INTERVAL_MS = 5_000;
const DEFAULT_WEBHOOK_FALLBACK_MS = 10 * 60_000;

/** The kinds of upstream there are, so that this file names none of them. */
export interface InstanceKinds {
  readonly arrs: readonly InstanceKind[];
  readonly downloadClients: readonly InstanceKind[];
  readonly requestManagers: readonly InstanceKind[];
}

/**
 * Reads the whole configuration once: defaults, then the YAML file named by CONFIG_FILE, then the environment, then
 * `<NAME>_FILE`.
 *
 * @throws ConfigError with every mistake there is, not only the first.
 */
export function loadConfig(environment: Environment, kinds: InstanceKinds): Config {
  const found: Findings = { problems: [], warnings: [] };
  const { problems, warnings } = found;
  const settings = gatherSettings(environment, everySettingOf(kinds), problems);
  const read = new SettingReader(settings, found);
  const readAll = (some: readonly InstanceKind[]): readonly Instance[] =>
    some.flatMap((kind) => readInstances(settings, kind, found));

  const config: Config = {
    port: read.port("PORT", DEFAULT_PORT),
    host: read.host("HOST", "::"),
    logLevel: read.logLevel("LOG_LEVEL"),
    pollIntervalMs: read.pollInterval("POLL_INTERVAL", DEFAULT_POLL_INTERVAL_MS),
    mediaServer: readMediaServer(settings, found),
    cookieSecret: read.ownSecret("COOKIE_SECRET"),
    trustProxy: read.trustProxy("TRUST_PROXY"),
    dataDir: resolve(read.text("DATA_DIR") ?? "data"),
    baseUrl: read.url("SOFARR_BASE_URL"),
    basePath: read.basePath("BASE_PATH"),
    webhookSecret: read.webhookSecret("SOFARR_WEBHOOK_SECRET"),
    webhookFallbackMs: read.minutes("WEBHOOK_FALLBACK_TIMEOUT", DEFAULT_WEBHOOK_FALLBACK_MS),
    metricsSecret: read.headerSecret("METRICS_SECRET"),
    securityContact: read.contact("SECURITY_CONTACT"),
    logStream: {
      enabled: read.flag("ENABLE_LOG_STREAM", false),
      allowSubnets: read.subnets("LOG_ALLOW_SUBNETS"),
    },
    userTags: read.userTags("USER_TAGS"),
    arrs: readAll(kinds.arrs),
    downloadClients: readAll(kinds.downloadClients),
    requestManagers: readAll(kinds.requestManagers),
    warnings,
  };
  noteRepeatedIds(
    [
      ...(config.mediaServer === null ? [] : [config.mediaServer]),
      ...config.arrs,
      ...config.downloadClients,
      ...config.requestManagers,
    ],
    problems,
  );
  if (problems.length > 0) throw new ConfigError(found);
  return Object.freeze(config);
}

/** The names of all settings there are; each also takes `_FILE`. */
export function everySettingOf(kinds: InstanceKinds): readonly string[] {
  const all = [...kinds.arrs, ...kinds.downloadClients, ...kinds.requestManagers];
  return [...SETTING_NAMES, ...all.flatMap(({ kind }) => settingNames(kind))];
}

function noteRepeatedIds(instances: readonly Instance[], problems: ConfigProblem[]): void {
  const seen = new Set<string>();
  for (const { id, kind, name } of instances) {
    if (seen.has(id)) {
      problems.push({
        variable: `${kind.toUpperCase()}_INSTANCES`,
        problem: `Two instances have the id "${id}" (one is named "${name}").`,
        remedy: "Give each a name of its own, or set `id`.",
      });
    }
    seen.add(id);
  }
}
