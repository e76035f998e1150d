import { CommandError } from "./rpc-fault.ts";

/** A command as it stands in a multicall: `d.custom=addtime`, `cat="$t.multicall=,t.url=",{#}`. */
export interface CommandText {
  readonly name: string;
  readonly args: readonly CommandArgument[];
}

/** A string, or a list in braces. */
export type CommandArgument = string | CommandArgument[];

/**
 * Reads one command in rTorrent's own little language.
 *
 * @throws CommandError with rTorrent's texts.
 */
export function parseCommand(text: string): CommandText {
  const name = /^\s*([A-Za-z][\w.]*)\s*/.exec(text);
  if (name === null) throw new CommandError("Invalid start of command name.");
  const after = name[0].length;
  if (text[after] !== "=") {
    throw new CommandError(`Could not find '=' in command '${name[1] ?? ""}'.`);
  }
  const reader = new ArgumentReader(text, after + 1);
  const args = reader.list("");
  if (!reader.isAtEnd()) throw new CommandError("Junk at end of input.");
  return { name: name[1] ?? "", args };
}

class ArgumentReader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  isAtEnd(): boolean {
    this.#skipSpace();
    return this.#at >= this.#text.length || ";\n".includes(this.#text[this.#at] ?? "");
  }

  /** Arguments between commas, up to the end or the closing brace. */
  list(closing: "}" | ""): CommandArgument[] {
    const items: CommandArgument[] = [];
    this.#skipSpace();
    if (this.#isDone(closing)) return items;
    for (;;) {
      items.push(this.#argument(closing));
      this.#skipSpace();
      if (this.#text[this.#at] !== ",") return items;
      this.#at += 1;
      this.#skipSpace();
    }
  }

  #isDone(closing: string): boolean {
    const next = this.#text[this.#at];
    return next === undefined || next === closing || next === ";";
  }

  #argument(closing: string): CommandArgument {
    if (this.#text[this.#at] === '"') return this.#quoted();
    if (this.#text[this.#at] !== "{") return this.#plain(closing);
    this.#at += 1;
    const items = this.list("}");
    if (this.#text[this.#at] !== "}") throw new CommandError("Could not find closing '}'.");
    this.#at += 1;
    return items;
  }

  #quoted(): string {
    const match = /"((?:[^"\\]|\\[^])*)"/y;
    match.lastIndex = this.#at;
    const found = match.exec(this.#text);
    if (found === null) throw new CommandError("Missing closing quote.");
    this.#at = match.lastIndex;
    return (found[1] ?? "").replace(/\\([^])/g, "$1");
  }

  #plain(closing: string): string {
    const match = closing === "}" ? /[^,;\s}]*/y : /[^,;\s]*/y;
    match.lastIndex = this.#at;
    const [found = ""] = match.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #skipSpace(): void {
    while (this.#text[this.#at] === " " || this.#text[this.#at] === "\t") this.#at += 1;
  }
}
