#!/usr/bin/env node
// What npm puts on the path. Plain JavaScript that even an old Node.js can read, so that it can say what is wrong.
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

const OLDEST_NODE = 24;

if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  process.stderr.write(
    `sofarr needs Node.js ${OLDEST_NODE} or newer, and this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}
// A small nursery, as --max-semi-space-size=1 makes it: the line above cannot hold flags, since Alpine's env takes none.
setFlagsFromString("--semi-space-growth-factor=1");
// What V8 makes of the program is kept beside it (where that can be written), so that the next start is a quick one.
const { enableCompileCache } = await import("node:module");
enableCompileCache?.(fileURLToPath(new URL("../dist/.compiled", import.meta.url)));
await import("../dist/sofarr.js");
