import { existsSync } from "node:fs";
import { join } from "node:path";

/** What a `.dockerignore` lets into the build: its lines in order, the last that fits decides. */
export class BuildContext {
  readonly #root: string;
  readonly #rules: readonly { readonly pattern: RegExp; readonly isKept: boolean }[];

  constructor(root: string, ignoreFile: string) {
    this.#root = root;
    this.#rules = ignoreFile
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => ({
        pattern: patternOf(line.replace(/^!/u, "")),
        isKept: line.startsWith("!"),
      }));
  }

  /** @param path of a file or folder below the root; a rule for a folder is one for all that is in it. */
  has(path: string): boolean {
    if (!existsSync(join(this.#root, path))) return false;
    const parts = path.split("/");
    const selfAndParents = parts.map((_part, at) => parts.slice(0, at + 1).join("/"));
    let isKept = true;
    for (const rule of this.#rules) {
      if (selfAndParents.some((one) => rule.pattern.test(one))) isKept = rule.isKept;
    }
    return isKept;
  }
}

/** `*` stands for anything in one folder, also for names that begin with a dot; `**` for any folders, or none. */
function patternOf(glob: string): RegExp {
  const source = glob
    .replaceAll(/[.+^$()|[\]{}\\]/gu, String.raw`\$&`)
    .replaceAll("**/", "\0")
    .replaceAll("*", "[^/]*")
    .replaceAll("\0", "(?:.*/)?");
  return new RegExp(`^${source}$`, "u");
}
