// Runs one of our scripts on a fresh clone with nothing but the system's Node and npm: installs what is missing,
// then goes on under the pinned Node. Plain JavaScript, since the system's Node may be too old for the rest.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 24;
const root = fileURLToPath(new URL("..", import.meta.url));
const binaries = join(root, "node_modules", ".bin");
const stamp = join(root, "node_modules", ".sofarr-installed");
const env = { ...process.env, PATH: binaries + delimiter + (process.env.PATH ?? "") };

/** What is installed belongs to this lock file. */
const lock = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const installed = existsSync(stamp) ? readFileSync(stamp, "utf8") : null;
if (installed !== lock) {
  process.stderr.write("Installing what is missing (once) ...\n");
  const install = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (install.status !== 0) {
    process.stderr.write("npm ci failed; what it says above is the reason.\n");
    process.exit(install.status ?? 1);
  }
  writeFileSync(stamp, lock);
}

const pinned = join(binaries, "node");
const node = existsSync(pinned) ? pinned : process.execPath;
const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
if (Number(version.slice(1).split(".")[0]) < OLDEST_NODE) {
  process.stderr.write(
    `sofarr needs Node ${OLDEST_NODE} or newer and this is ${version}. The pinned one is only there for Linux on x64: install a newer Node.\n`,
  );
  process.exit(1);
}
const [script, ...rest] = process.argv.slice(2);
const run = spawn(node, [join(root, script), ...rest], { cwd: root, env, stdio: "inherit" });
// Whoever ends this process means the one behind it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => run.kill(signal));
// npm does not always pass a signal on: when it is gone, so are we.
const { ppid } = process;
setInterval(() => {
  if (process.ppid !== ppid) run.kill("SIGTERM");
}, 500).unref();
run.on("exit", (code) => process.exit(code ?? 1));
