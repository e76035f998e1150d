import { readFileSync } from "node:fs";

/** sofarr's version, from its package, so that there is one place to change it. */
export const VERSION = (
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  }
).version;
