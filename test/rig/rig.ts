import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** One download that the rig put into a download client. */
export interface RigDownload {
  /** Its role, e.g. `stalled-partial`; unique inside the download client. */
  readonly key: string;
  readonly name: string;
  readonly inState: boolean;
  /** What the download client said of it when the rig was ready. */
  readonly native: string;
  /** Lower-case; torrents only. */
  readonly infohash?: string;
  /** SABnzbd only. */
  readonly nzoId?: string;
}

/** One real download client, running on loopback. */
export interface RigClient {
  readonly kind: "qbittorrent" | "transmission" | "rtorrent" | "sabnzbd";
  readonly version: string;
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly apiKey?: string;
  /** rTorrent only: the same program by SCGI. */
  readonly scgi?: { readonly host: string; readonly port: number; readonly socket: string };
  readonly downloads: readonly RigDownload[];
}

/** A running rig. A download client that could not be had is missing from `clients`, and `notes` says why. */
export interface Rig {
  readonly rigDir: string;
  readonly notes: readonly string[];
  readonly seconds: number;
  readonly clients: Readonly<Record<string, RigClient>>;
}

/** Either a rig, or the reason why this machine cannot have one. */
export type RigOutcome =
  | { readonly rig: Rig }
  | { readonly rig: null; readonly unavailable: string };

/** A Debian release with newer clients than the base. */
export type NewerRelease = "forky" | "trixie";

/** Long enough to fetch some 200 MB of packages over a slow line. */
const UP_LIMIT_MS = 15 * 60_000;
const DOWN_LIMIT_MS = 120_000;
const CONTROL_LIMIT_MS = 30_000;
/** Seconds the rig waits for its downloads to reach their states. */
const STATES_LIMIT_SECONDS = 150;

/** The rig's words for "the packages are not to be had here", as against a rig that is broken. */
const NO_PACKAGES =
  /packages are missing|apt-get failed|apt-get: (?:command )?not found|no apt source|not a Debian release|No such file or directory: '(?:apt-get|dpkg-deb|\/etc\/os-release)'|Command '\['apt-get'.*timed out/u;

const PROGRAMS = join(import.meta.dirname, "rig");

/**
 * Installs what is missing and starts every download client, with its downloads in their states.
 *
 * The newer releases come beside the base ones when they can be had; without them the rig still stands.
 *
 * @param newer the Debian release to take newer clients from, or `null` for the base ones alone.
 * @throws Error when the packages are there but the rig does not come up: that is a failure, not a reason to skip.
 */
export async function startRig(newer: NewerRelease | null): Promise<RigOutcome> {
  const rigDir = await mkdtemp(join(tmpdir(), "sofarr-rig-"));
  // Beside the folder: whatever else is inside it must be the rig's own.
  const out = join(dirname(rigDir), `${basename(rigDir)}.json`);
  const args = ["--timeout", String(STATES_LIMIT_SECONDS), "--out", out];
  const all = newer === null ? args : [...args, "--next", newer];
  const result = await run(rigDir, "up", all, UP_LIMIT_MS).catch(async (error: unknown) => {
    await stopRig(rigDir);
    throw error;
  });
  if (result.code === 0 || result.code === 1) {
    const description = await readFile(out, "utf8").catch(() => null);
    await rm(out, { force: true });
    if (description !== null) return { rig: JSON.parse(description) as Rig };
  }
  await stopRig(rigDir);
  const reason = unavailableBecause("up", result);
  if (newer === null) return { rig: null, unavailable: reason };
  const base = await startRig(null);
  if (base.rig === null) return base;
  const note = `the clients of ${newer} could not be had: ${reason}`;
  return { rig: { ...base.rig, notes: [...base.rig.notes, note] } };
}

/** Stops everything that `startRig` started and removes its folder. */
export async function stopRig(rigDir: string): Promise<void> {
  await run(rigDir, "down", ["--purge"], DOWN_LIMIT_MS);
}

/** One real client of its own with many tiny torrents, or the reason why this machine cannot have it. */
export type ScaledOutcome =
  | { readonly client: RigClient; readonly stop: () => Promise<void> }
  | { readonly client: null; readonly unavailable: string };

/**
 * Starts one client beside the rig, for load: many tiny torrents, all complete and stopped.
 *
 * @param newer the Debian release to take it from, or `null` for the base one.
 * @throws Error when its packages are there but it does not come up.
 */
export async function startScaled(
  kind: RigClient["kind"],
  count: number,
  newer: NewerRelease | null,
): Promise<ScaledOutcome> {
  const rigDir = await mkdtemp(join(tmpdir(), "sofarr-rig-"));
  const out = join(rigDir, "scale.json");
  const args = ["--client", kind, "--count", String(count), "--state", "paused", "--out", out];
  const all = newer === null ? args : [...args, "--next", newer];
  const stop = async (): Promise<void> => {
    await run(rigDir, "scale", ["--down"], DOWN_LIMIT_MS);
    await rm(rigDir, { recursive: true, force: true });
  };
  const result = await run(rigDir, "scale", all, UP_LIMIT_MS);
  if (result.code === 0) {
    const description = JSON.parse(await readFile(out, "utf8")) as Omit<RigClient, "downloads">;
    return { client: { ...description, downloads: [] }, stop };
  }
  await stop();
  return { client: null, unavailable: unavailableBecause("scale", result) };
}

/**
 * Sets how fast the outside world feeds one download.
 *
 * @param client name of the client in the rig, e.g. `qbittorrent-next`.
 * @param rate bytes a second, 0, or `max`.
 */
export async function setRate(
  rig: Rig,
  client: string,
  key: string,
  rate: number | "max",
): Promise<void> {
  await control(rig, ["rate", `${client}:${key}`, String(rate)]);
}

/** Lets the post-processing that the rig holds back in SABnzbd run to its end. */
export async function releasePostProcessing(rig: Rig): Promise<void> {
  await control(rig, ["release"]);
}

/** Stops the program of a client in its tracks: its port stays open, nothing answers. */
export async function freeze(rig: Rig, client: string): Promise<void> {
  process.kill(await processId(rig, client), "SIGSTOP");
}

/** Lets a frozen client go on. */
export async function thaw(rig: Rig, client: string): Promise<void> {
  process.kill(await processId(rig, client), "SIGCONT");
}

/** The rig notes what it started; nothing else is ever signalled. */
async function processId(rig: Rig, client: string): Promise<number> {
  const record = await readFile(join(rig.rigDir, "procs", `${client}.json`), "utf8");
  return (JSON.parse(record) as { pid: number }).pid;
}

/** The commands to the rig so far: one at a time, since some of them write the same files. */
let controls: Promise<unknown> = Promise.resolve();

async function control(rig: Rig, args: readonly string[]): Promise<void> {
  const mine = controls.then(() => run(rig.rigDir, "ctl", args, CONTROL_LIMIT_MS));
  controls = mine.catch(() => null);
  const result = await mine;
  if (result.code !== 0) throw new Error(`rig/ctl ${args.join(" ")}: ${result.errors}`);
}

interface Ended {
  readonly code: number;
  readonly errors: string;
}

function run(
  rigDir: string,
  program: string,
  args: readonly string[],
  limitMs: number,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(PROGRAMS, program), args, {
      env: { ...process.env, RIG_DIR: rigDir },
      stdio: ["ignore", "ignore", "pipe"],
      signal: AbortSignal.timeout(limitMs),
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? -1, errors }));
  });
}

/** @throws Error when the program ended for another reason than packages that are not to be had here. */
function unavailableBecause(program: string, { code, errors }: Ended): string {
  if (NO_PACKAGES.test(errors)) return lastLine(errors);
  throw new Error(`rig/${program} ended with ${code}:\n${errors.slice(-4000)}`);
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
