#!/usr/bin/env node
// What npm puts on the path. Plain JavaScript that even an old Node.js can read, so that it can say what is wrong.
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 24;
/** A small nursery and a ceiling: the heap does not grow ahead of need. */
const FLAGS = ["--max-semi-space-size=1", "--max-old-space-size=1024"];
/**
 * What answers and compilers took is given back when they are done with; glibc would keep it, between what is still in use.
 * Source: mallopt(3). V8's compilers take 32 KiB at a time.
 */
const MALLOC = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "32768",
  MALLOC_TRIM_THRESHOLD_: "65536",
};

if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  process.stderr.write(
    `sofarr needs Node.js ${OLDEST_NODE} or newer, and this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}
// Neither can be asked for from within, nor on the first line, since Alpine's env takes no flags: the process begins again
// as itself, once, under the same number. Whoever sets one of these knows better.
const { platform, env, execPath, execArgv, argv } = process;
if (process.execve !== undefined && platform === "linux" && env["MALLOC_ARENA_MAX"] === undefined) {
  const program = [fileURLToPath(import.meta.url), ...argv.slice(2)];
  process.execve(execPath, [execPath, ...FLAGS, ...execArgv, ...program], { ...MALLOC, ...env });
}
// What V8 makes of the program is kept beside it (where that can be written), so that the next start is a quick one.
const { enableCompileCache } = await import("node:module");
enableCompileCache?.(fileURLToPath(new URL("../dist/.compiled", import.meta.url)));
await import("../dist/sofarr.js");
