import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const VITE = fileURLToPath(new URL("../../node_modules/vite/bin/vite.js", import.meta.url));
const WEB = fileURLToPath(new URL("../../packages/web", import.meta.url));

/**
 * Builds the web app into a folder of the caller's, so that no other build can pull it away; in a process of its own,
 * for a build sets the environment of its process.
 */
export async function buildWeb(outDir: string): Promise<void> {
  const options = ["build", "--outDir", outDir, "--emptyOutDir", "--logLevel", "error"];
  await promisify(execFile)(process.execPath, [VITE, ...options], { cwd: WEB });
}
