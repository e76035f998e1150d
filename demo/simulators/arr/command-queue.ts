import { dateText, durationText } from "./arr-json.ts";
import type { ArrCommand } from "./arr-nouns.ts";
import type { ArrWorld } from "./arr-world.ts";

/** How long a finished command can still be asked for. */
const KEPT_AFTER_END_MS = 5 * 60_000;

/** Members of a posted command that are not arguments. */
const FRAME_MEMBERS = new Set([
  "name",
  "commandName",
  "trigger",
  "sendUpdatesToClient",
  "updateScheduledTask",
]);

/** Queues a command, or gives back the equal one that is queued or running already. */
export function pushCommand(
  world: ArrWorld,
  name: string,
  args: Readonly<Record<string, unknown>>,
  trigger: ArrCommand["trigger"],
): ArrCommand {
  const twin = world.commands.find(
    (command) => command.name === name && command.endedAt === null && isEqual(command.args, args),
  );
  if (twin !== undefined) return twin;
  const command: ArrCommand = {
    id: world.nextId("command"),
    name,
    args,
    trigger,
    queuedAt: world.settings.now(),
    startedAt: null,
    endedAt: null,
    status: "queued",
    message: null,
    exception: null,
  };
  world.commands.push(command);
  return command;
}

/** POST /command. `null` when there is no such command, which the real app answers with a 500. */
export function postCommand(
  world: ArrWorld,
  body: Readonly<Record<string, unknown>>,
): ArrCommand | null {
  const asked = typeof body["name"] === "string" ? body["name"].toLowerCase() : "";
  const name = Object.keys(world.vocabulary.commands).find((one) => one.toLowerCase() === asked);
  if (name === undefined) return null;
  const args = Object.fromEntries(Object.entries(body).filter(([key]) => !FRAME_MEMBERS.has(key)));
  return pushCommand(world, name, args, "manual");
}

/** GET /command/{id}: looking at a queued command finds it started. `null` = unknown, or ended too long ago. */
export function findCommand(world: ArrWorld, id: number): ArrCommand | null {
  const command = world.commands.find((one) => one.id === id);
  if (command === undefined) return null;
  const now = world.settings.now();
  if (command.endedAt !== null && now - command.endedAt > KEPT_AFTER_END_MS) return null;
  if (command.status === "queued") {
    command.status = "started";
    command.startedAt = now;
  }
  return command;
}

/** Ends everything queued or running. A search without its arguments fails inside its task, as in the real app. */
export function finishCommands(world: ArrWorld, message: string): ArrCommand[] {
  const open = world.commands.filter((command) => command.endedAt === null);
  for (const command of open) {
    const missing = (world.vocabulary.commands[command.name] ?? []).filter(
      (name) => command.args[name] === undefined,
    );
    command.startedAt ??= world.settings.now();
    command.endedAt = world.settings.now();
    command.status = missing.length === 0 ? "completed" : "failed";
    command.message = missing.length === 0 ? message : "Failed";
    command.exception = missing.length === 0 ? null : `Value cannot be null (${missing.join()})`;
  }
  return open;
}

export function commandResource(world: ArrWorld, command: ArrCommand): object {
  const dated = (at: number | null): string | null => (at === null ? null : dateText(at));
  return {
    name: command.name,
    commandName: command.name.replace(/(?<=[a-z])(?=[A-Z])/g, " "),
    message: command.message,
    body: {
      ...command.args,
      sendUpdatesToClient: true,
      updateScheduledTask: true,
      name: command.name,
      trigger: command.trigger,
    },
    priority: "normal",
    status: command.status,
    ...(world.features.hasCustomFormats ? { result: resultOf(command) } : {}),
    queued: dateText(command.queuedAt),
    started: dated(command.startedAt),
    ended: dated(command.endedAt),
    duration:
      command.startedAt === null || command.endedAt === null
        ? null
        : durationText((command.endedAt - command.startedAt) / 1000),
    exception: command.exception,
    trigger: command.trigger,
    stateChangeTime: dated(command.endedAt ?? command.startedAt ?? command.queuedAt),
    sendUpdatesToClient: true,
    updateScheduledTask: true,
    id: command.id,
  };
}

function resultOf(command: ArrCommand): string {
  if (command.endedAt === null) return "unknown";
  return command.status === "completed" ? "successful" : "unsuccessful";
}

function isEqual(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>) {
  const text = (args: Readonly<Record<string, unknown>>): string =>
    JSON.stringify(Object.entries(args).sort(([left], [right]) => (left < right ? -1 : 1)));
  return text(a) === text(b);
}
