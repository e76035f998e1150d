import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { startHousehold } from "../demo/household/index.ts";
import { freePort } from "./free-port.ts";

/**
 * The whole product against a living, simulated household: builds, starts the simulators and the real server, and prints
 * where to look and who to be. With `--dev` the server runs from source and restarts on changes, with Vite in front.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const isDev = process.argv.includes("--dev");
const READY_WITHIN_MS = 60_000;

if (!isDev) {
  const { status } = spawnSync(process.execPath, [join(root, "scripts/build.ts")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) process.exit(status ?? 1);
}
const household = await startHousehold();
const dataDir = mkdtempSync(join(tmpdir(), "sofarr-demo-"));
const port = process.env["PORT"] ?? String(await freePort());
const program = isDev
  ? ["--watch", "packages/server/src/main.ts"]
  : ["packages/server/dist/sofarr.js"];
const server = spawn(process.execPath, program, {
  cwd: root,
  stdio: ["ignore", "ignore", "inherit"],
  env: {
    PATH: process.env["PATH"],
    ...household.environment,
    PORT: port,
    HOST: "127.0.0.1",
    SOFARR_BASE_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: dataDir,
  },
});
const vite = isDev
  ? spawn("vite", [], {
      cwd: join(root, "packages/web"),
      stdio: "inherit",
      env: { ...process.env, SOFARR_DEV_TARGET: `http://127.0.0.1:${port}` },
    })
  : null;

let isStopping = false;
async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  vite?.kill();
  server.kill();
  await household.stop();
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(code);
}
process.on("SIGINT", () => void stop(0)).on("SIGTERM", () => void stop(0));
server.once("exit", (code) => void stop(code ?? 1));

const address = `http://127.0.0.1:${port}`;
await untilReady(`${address}/ready`);
household.start();
const widest = Math.max(...household.logins.map(({ name }) => name.length));
const logins = household.logins.map(
  ({ name, password, role }) => `    ${name.padEnd(widest)}  password: ${password}  (${role})`,
);
process.stdout.write(
  `\n  sofarr is running: ${address}\n\n  Sign in as\n${logins.join("\n")}\n\n  Stop with Ctrl+C.\n\n`,
);

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (Date.now() > deadline) throw new Error("the server did not get ready");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
