import { parseArgs } from "node:util";

/** What was asked for on the command line. */
export type Asked =
  | { readonly what: "serve" | "doctor" | "help" | "version" }
  /** It makes no sense; `why` is a sentence for whoever typed it. */
  | { readonly what: "nonsense"; readonly why: string };

const COMMANDS = ["serve", "doctor"] as const;

/** @param words what follows the program's name. */
export function readCommandLine(words: readonly string[]): Asked {
  const { tokens } = parseArgs({
    args: [...words],
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: { help: { type: "boolean", short: "h" }, version: { type: "boolean", short: "v" } },
  });
  const commands: string[] = [];
  const options = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") commands.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    if (name !== "help" && name !== "version") return unknown("option", rawName);
    if (value !== undefined) return nonsense(`${rawName} takes no value.`);
    options.add(name);
  }
  if (options.has("help")) return { what: "help" };
  if (options.has("version")) return { what: "version" };
  const [first = "serve", second] = commands;
  const command = COMMANDS.find((one) => one === first);
  if (command === undefined) return unknown("command", first);
  return second === undefined
    ? { what: command }
    : nonsense(`Nothing can follow ${command}, but there is "${second}".`);
}

function unknown(kind: "option" | "command", word: string): Asked {
  return nonsense(`There is no ${kind} "${word}".`);
}

function nonsense(why: string): Asked {
  return { what: "nonsense", why };
}
