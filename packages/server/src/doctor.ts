import type { Config } from "./config/config.ts";
import { oneLine } from "./domain/one-line.ts";
import { connect, everyOf } from "./server.ts";
import { surveyStore, type StoreFinding } from "./store/survey.ts";
import { UpstreamError } from "./upstreams/errors.ts";
import type { Instance } from "./upstreams/instance.ts";
import type { Probe, Upstream, UpstreamDeps } from "./upstreams/upstream.ts";

const PROBE_DEADLINE_MS = 15_000;
const QUIET = { debug: () => {}, info: () => {}, warn: () => {} };

/** What was found at one instance. */
type Finding =
  | { readonly ok: true; readonly probe: Probe }
  | { readonly ok: false; readonly error: unknown };

/**
 * Looks at the database, without touching it, and tries every configured connection, all at once. Prints where the
 * database is and whether it can be used, what is odd in the settings (which is no failure), per instance whether it is
 * reachable, its version, whether the credentials are accepted, and what to change where something is wrong. What an
 * upstream says can steer no terminal.
 *
 * @returns whether everything is well.
 */
export async function runDoctor(config: Config, print: (line: string) => void): Promise<boolean> {
  const deps = (): UpstreamDeps => ({ now: () => Date.now(), log: QUIET });
  const connected = everyOf(connect(config, deps));
  const database = surveyStore(config.dataDir);
  for (const line of describeDatabase(database)) print(oneLine(line));
  for (const { variable, problem, remedy } of config.warnings) {
    print(oneLine(`! ${variable}: ${problem}`));
    print(oneLine(`    Change: ${remedy}`));
  }
  if (config.mediaServer === null)
    print("✗ media server: not configured\n    Change: set EMBY_URL.");
  const findings = await Promise.all(connected.map(({ upstream }) => examine(upstream)));
  for (const [at, finding] of findings.entries()) {
    const instance = connected[at]?.instance;
    if (instance !== undefined)
      for (const line of describe(instance, finding)) print(oneLine(line));
  }
  await Promise.all(connected.map(({ upstream }) => upstream.close()));
  const good = findings.filter(({ ok }) => ok).length;
  print(`${good} of ${connected.length} connections work.`);
  return good === connected.length && config.mediaServer !== null && database.trouble === null;
}

function describeDatabase({ file, sizeBytes, isInUse, trouble }: StoreFinding): readonly string[] {
  const size = sizeBytes === null ? null : `${Math.ceil(sizeBytes / 1024)} KB`;
  const notes = isInUse
    ? ["    Note: a sofarr that runs is using it; another one would not start on this DATA_DIR."]
    : [];
  if (trouble !== null) {
    const sizeWords = size === null ? "" : ` Its size is ${size}.`;
    return [
      `✗ database: ${trouble.message}${sizeWords}`,
      `    Change: ${trouble.advice}`,
      ...notes,
    ];
  }
  const state = size === null ? "not there yet, made at the first start" : `${size}, sound`;
  return [`✓ database: ${file}, ${state}, can be written`, ...notes];
}

async function examine(upstream: Upstream): Promise<Finding> {
  try {
    return { ok: true, probe: await upstream.probe(AbortSignal.timeout(PROBE_DEADLINE_MS)) };
  } catch (error) {
    return { ok: false, error };
  }
}

const CREDENTIALS: Readonly<Record<Probe["credentials"], string>> = {
  accepted: "credentials accepted",
  unverified: "credentials not checked by it",
  "none-needed": "no credentials needed",
};
/** Failures in which somebody answered. */
const ANSWERED = ["unauthorized", "refused", "bad-status", "bad-payload"];

function describe({ id, name }: Instance, finding: Finding): readonly string[] {
  if (finding.ok) {
    const { version, credentials, notes } = finding.probe;
    return [
      `✓ ${id} (${name}): reachable, version ${version ?? "unknown"}, ${CREDENTIALS[credentials]}`,
      ...notes.map((note) => `    Note: ${note}`),
    ];
  }
  const { error } = finding;
  if (!(error instanceof UpstreamError)) return [`✗ ${id} (${name}): did not answer in time`];
  const reach = ANSWERED.includes(error.reason) ? "reachable, but it " : "not reachable: it ";
  return [
    `✗ ${id} (${name}): ${reach}${error.message} [${error.reason}]`,
    ...(error.advice === null ? [] : [`    Change: ${error.advice}`]),
  ];
}
