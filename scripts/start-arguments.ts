import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const BUNDLE = join(ROOT, "packages/server/dist/sofarr.js");
const SOURCE = "packages/server/src/main.ts";
const MADE_FROM = ["packages/server/src", "packages/contract/src"];

/**
 * What Node is given to start the server, from the root of the repository: as `npm start` does it, flags included; from
 * source when there is no bundle, or one that is older than what it is made from.
 */
export function startArguments(): readonly string[] {
  const [, ...start] = npmStart().split(" ");
  const isFresh =
    existsSync(BUNDLE) && statSync(BUNDLE).mtimeMs >= Math.max(...MADE_FROM.map(newestIn));
  return isFresh ? start : [...start.slice(0, -1), SOURCE];
}

function npmStart(): string {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Readonly<Record<string, string>>;
  };
  return scripts["start"] ?? "";
}

/** When the youngest file of a folder was written, ms. */
function newestIn(folder: string): number {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((newest, { parentPath, name }) => {
      return Math.max(newest, statSync(join(parentPath, name)).mtimeMs);
    }, 0);
}
