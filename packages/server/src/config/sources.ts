import { readFileSync } from "node:fs";
import { parse } from "yaml";

import type { ConfigProblem } from "./config.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** One setting as it was given: text from the environment or a secret file, or any YAML value. */
export interface RawSetting {
  /** How to name it to the admin, e.g. `POLL_INTERVAL` or `SONARR_API_KEY_FILE`. */
  readonly variable: string;
  readonly value: unknown;
}

/** Settings by their variable name; YAML, then environment, then `<NAME>_FILE`, the later winning. */
export interface RawSettings {
  get(name: string): RawSetting | null;
}

/**
 * Gathers what was given, without judging it.
 *
 * @param names every setting there is; anything else in the YAML file is a mistake (most likely a typing error).
 * @param problems mistakes found on the way are added here.
 */
export function gatherSettings(
  environment: Environment,
  names: readonly string[],
  problems: ConfigProblem[],
): RawSettings {
  const yaml = readYaml(environment["CONFIG_FILE"], names, problems);
  return {
    get(name) {
      const file = environment[`${name}_FILE`];
      if (file !== undefined && file !== "") return readSecretFile(`${name}_FILE`, file, problems);
      const text = environment[name];
      if (text !== undefined && text.trim() !== "") return { variable: name, value: text.trim() };
      const value = yaml.get(name);
      const isGiven = value !== undefined && value !== null && value !== "";
      return isGiven ? { variable: name, value } : null;
    },
  };
}

function readSecretFile(
  variable: string,
  path: string,
  problems: ConfigProblem[],
): RawSetting | null {
  try {
    return { variable, value: readFileSync(path, "utf8").trim() };
  } catch (error) {
    problems.push({
      variable,
      problem: `The file it names cannot be read (${codeOf(error)}).`,
      remedy: "Give the path of a readable text file that holds the value.",
    });
    return null;
  }
}

function readYaml(
  path: string | undefined,
  names: readonly string[],
  problems: ConfigProblem[],
): ReadonlyMap<string, unknown> {
  const settings = new Map<string, unknown>();
  if (path === undefined || path === "") return settings;
  let document: unknown;
  try {
    document = parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason =
      error instanceof Error && "code" in error && codeOf(error).startsWith("E")
        ? codeOf(error)
        : "it is not YAML";
    problems.push({
      variable: "CONFIG_FILE",
      problem: `The file it names cannot be used (${reason}).`,
      remedy: "Give the path of a readable YAML file, or leave it out.",
    });
    return settings;
  }
  if (document === null || document === undefined) return settings;
  if (typeof document !== "object" || Array.isArray(document)) {
    problems.push({
      variable: "CONFIG_FILE",
      problem: "The file does not hold settings.",
      remedy: "Write one `NAME: value` a line, with the names of the environment variables.",
    });
    return settings;
  }
  for (const [name, value] of Object.entries(document)) {
    const known = name.toUpperCase();
    if (names.includes(known)) settings.set(known, value);
    else {
      problems.push({
        variable: name,
        problem: "There is no such setting (CONFIG_FILE).",
        remedy: "Correct the name or remove the line.",
      });
    }
  }
  return settings;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "unknown reason";
}
