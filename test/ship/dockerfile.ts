/** One instruction of a Dockerfile, its lines joined. */
export interface Instruction {
  readonly keyword: string;
  readonly words: string;
}

/** From one `FROM` to the next. */
export interface Stage {
  readonly name: string | null;
  /** With arguments put in. */
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

/** A `COPY`, taken apart. */
export interface Copy {
  /** Another stage, or `null` for the context. */
  readonly from: string | null;
  readonly sources: readonly string[];
  readonly target: string;
}

/** @throws Error at what no Dockerfile of ours uses. */
export function readDockerfile(text: string): readonly Stage[] {
  const defaults = new Map<string, string>();
  const stages: { name: string | null; image: string; instructions: Instruction[] }[] = [];
  for (const instruction of instructionsIn(text)) {
    const { keyword, words } = instruction;
    const current = stages.at(-1);
    if (keyword === "ARG" && current === undefined) {
      const [name = "", value = ""] = words.split("=", 2);
      defaults.set(name, value);
    } else if (keyword === "FROM") {
      const { image, name } =
        /^(?:--platform=\S+ )?(?<image>\S+)(?: AS (?<name>\S+))?$/u.exec(words)?.groups ?? {};
      if (image === undefined) throw new Error(`cannot read FROM ${words}`);
      stages.push({
        name: name ?? null,
        image: image.replaceAll(/\$\{(\w+)\}/gu, (_all, arg: string) => defaults.get(arg) ?? ""),
        instructions: [],
      });
    } else if (current === undefined) throw new Error(`${keyword} before the first FROM`);
    else current.instructions.push(instruction);
  }
  return stages;
}

/** The words of one keyword in a stage, in their order. */
export function allOf(stage: Stage, keyword: string): readonly string[] {
  return stage.instructions.flatMap((one) => (one.keyword === keyword ? [one.words] : []));
}

/** The one that counts: the last. */
export function lastOf(stage: Stage, keyword: string): string {
  return allOf(stage, keyword).at(-1) ?? "";
}

/** The exec form, which is JSON; also after other words, as in HEALTHCHECK. @throws when it is no such form. */
export function execForm(words: string): readonly string[] {
  const value: unknown = JSON.parse(words.slice(words.indexOf("[")));
  if (Array.isArray(value) && value.every((word) => typeof word === "string")) return value;
  throw new Error(`this is no exec form: ${words}`);
}

export function copyOf(words: string): Copy {
  const parts = words.split(/\s+/u);
  const flags = parts.filter((part) => part.startsWith("--"));
  const paths = parts.filter((part) => !part.startsWith("--"));
  const from = flags.find((flag) => flag.startsWith("--from="))?.slice("--from=".length) ?? null;
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? "" };
}

/** `ENV` in its form with equals signs. */
export function environmentOf(stage: Stage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    allOf(stage, "ENV").flatMap((words) =>
      words.split(/\s+/u).map((pair) => pair.split("=", 2) as [string, string]),
    ),
  );
}

function instructionsIn(text: string): readonly Instruction[] {
  const lines = text.split("\n").filter((line) => !/^\s*(?:#|$)/u.test(line));
  return lines
    .join("\n")
    .replaceAll(/\\\n\s*/gu, " ")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const { keyword, words } =
        /^(?<keyword>[A-Z]+) +(?<words>.*\S)\s*$/u.exec(line)?.groups ?? {};
      if (keyword === undefined || words === undefined) throw new Error(`cannot read: ${line}`);
      return { keyword, words };
    });
}
