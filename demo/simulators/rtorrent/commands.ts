import { type CommandArgument, parseCommand } from "./command-text.ts";
import { DOWNLOAD_FIELDS, type Session } from "./download-fields.ts";
import type { CallValue } from "./read-call.ts";
import { CommandError } from "./rpc-fault.ts";
import type { RtorrentDownload } from "./rtorrent-download.ts";
import type { RtorrentRelease } from "./rtorrent-version.ts";
import { TRACKER_FIELDS, type TrackerTarget } from "./tracker-fields.ts";
import { VIEWS } from "./views.ts";
import type { AnswerValue } from "./write-answer.ts";

/** Everything the commands work on. */
export interface RtorrentWorld {
  readonly release: RtorrentRelease;
  readonly session: Session;
  /** In the order they were added. */
  all(): readonly RtorrentDownload[];
  /** By infohash, in any case; `undefined` when there is none. */
  find(hash: string): RtorrentDownload | undefined;
  /** Commands this build does not have. */
  readonly missing: ReadonlySet<string>;
}

/** What a command is carried out on. */
export type Target = RtorrentDownload | TrackerTarget | null;

/** Commands that work without a target. */
const GLOBALS: Readonly<Record<string, (world: RtorrentWorld) => AnswerValue>> = {
  "system.client_version": ({ release }) => release.version,
  "system.library_version": ({ release }) => release.libraryVersion,
  "system.api_version": ({ release }) => release.apiVersion,
  "system.hostname": () => "rtorrent",
  "system.pid": () => 18_444,
  "system.listMethods": (world) => commandNames(world),
  "directory.default": ({ session }) => session.defaultDirectory,
  "network.open_sockets": (world) => world.all().length,
  "network.port_range": () => "6890-6999",
  "throttle.global_down.rate": (world) => total(world, "d.down.rate"),
  "throttle.global_up.rate": (world) => total(world, "d.up.rate"),
  "throttle.global_down.max_rate": () => 0,
  "throttle.global_up.max_rate": () => 0,
};
const LISTS = ["cat", "d.multicall", "d.multicall2", "t.multicall", "system.multicall"] as const;

/** Every command there is, as `system.listMethods` tells it. */
function commandNames(world: RtorrentWorld): string[] {
  return [
    ...Object.keys(GLOBALS),
    ...Object.keys(DOWNLOAD_FIELDS),
    ...Object.keys(TRACKER_FIELDS),
    ...LISTS,
  ]
    .filter((name) => !world.missing.has(name))
    .toSorted();
}

export function hasCommand(world: RtorrentWorld, name: string): boolean {
  return (
    !world.missing.has(name) &&
    (Object.hasOwn(GLOBALS, name) ||
      Object.hasOwn(DOWNLOAD_FIELDS, name) ||
      Object.hasOwn(TRACKER_FIELDS, name) ||
      LISTS.some((list) => list === name))
  );
}

/**
 * Carries out one command.
 *
 * @throws CommandError
 */
export function runCommand(
  world: RtorrentWorld,
  name: string,
  target: Target,
  args: readonly (CallValue | AnswerValue)[],
): AnswerValue {
  if (!hasCommand(world, name)) throw new CommandError(`Command "${name}" does not exist.`);
  const global = GLOBALS[name];
  if (global !== undefined) return global(world);
  const tracker = TRACKER_FIELDS[name];
  if (tracker !== undefined) {
    if (target === null || !("url" in target)) throw new CommandError("Command type mismatch.");
    return tracker(target);
  }
  const field = DOWNLOAD_FIELDS[name];
  if (field !== undefined) return field(downloadOf(target), args.map(textOf), world.session);
  if (name === "cat") return args.map(textOf).join("");
  const texts = args.map(textOf);
  // The first argument is the filter or target of old: it must be there and is not looked at.
  if (name === "t.multicall") return trackerRows(world, downloadOf(target), texts.slice(1));
  return downloadRows(world, texts);
}

function downloadRows(world: RtorrentWorld, [view, ...commands]: string[]): AnswerValue[] {
  if (view === undefined) throw new CommandError("Too few arguments.");
  const isShown = VIEWS[view === "" ? "default" : view];
  if (isShown === undefined) throw new CommandError("Could not find view.");
  const shown = world.all().filter(isShown);
  // Commands are only looked at when there is a download to try them on.
  if (shown.length === 0) return [];
  const columns = commands.map((command) => column(world, command));
  return shown.map((item) => columns.map((read) => read(item)));
}

function trackerRows(
  world: RtorrentWorld,
  item: RtorrentDownload,
  commands: readonly string[],
): AnswerValue[] {
  const columns = commands.map((command) => column(world, command));
  return item.detail.trackers.map((url, index) =>
    columns.map((read) => read({ item, url, index })),
  );
}

/** A command text made ready to be run on many targets. */
function column(world: RtorrentWorld, text: string): (target: Target) => AnswerValue {
  const { name, args } = parseCommand(text);
  if (!hasCommand(world, name)) throw new CommandError(`Command "${name}" does not exist.`);
  if (args.length === 0) return (target) => runCommand(world, name, target, []);
  return (target) =>
    runCommand(
      world,
      name,
      target,
      args.map((arg) => evaluate(world, target, arg)),
    );
}

/** An argument that starts with `$` is a command, and stands for what it gives. */
function evaluate(world: RtorrentWorld, target: Target, arg: CommandArgument): AnswerValue {
  if (typeof arg !== "string") return arg.map((item) => evaluate(world, target, item));
  return arg.startsWith("$") ? column(world, arg.slice(1))(target) : arg;
}

function downloadOf(target: Target): RtorrentDownload {
  if (target === null) throw new CommandError("Command type mismatch.");
  return "url" in target ? target.item : target;
}

/** A list becomes one text, its items one after the other. */
function textOf(value: CallValue | AnswerValue): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (Buffer.isBuffer(value)) return value.toString("utf8");
  return Array.isArray(value) ? value.map(textOf).join("") : "";
}

function total(world: RtorrentWorld, name: string): number {
  return world.all().reduce((sum, item) => sum + Number(runCommand(world, name, item, [])), 0);
}
