import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { freePort } from "../../scripts/free-port.ts";
import type { Address } from "./household-facts.ts";
import { ServedProcess } from "./served-process.ts";
import type { TabOptions } from "./tab.ts";

/** The peer: another server that shows a qBittorrent to browsers, live. */
export const FLOOD_VERSION = "4.16.2";

/** Beside the packages, kept from run to run, and part of nothing. */
const CACHE = fileURLToPath(
  new URL(`../../node_modules/.cache/flood-${FLOOD_VERSION}`, import.meta.url),
);
const MAIN = join(CACHE, "node_modules/flood/dist/index.js");
const INSTALL_LIMIT_MS = 3 * 60_000;

/** Fetches it once, without running any of its install scripts. @returns why it cannot be had, or `null`. */
export async function fetchFlood(): Promise<string | null> {
  if (existsSync(MAIN)) return null;
  const npm = join(dirname(process.execPath), "npm");
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefix", CACHE];
  try {
    await mkdir(CACHE, { recursive: true });
    // Without one of its own, npm would install into the project around it.
    await writeFile(join(CACHE, "package.json"), '{ "private": true }\n');
    await promisify(execFile)(
      existsSync(npm) ? npm : "npm",
      ["install", ...options, `flood@${FLOOD_VERSION}`],
      { timeout: INSTALL_LIMIT_MS, cwd: CACHE },
    );
    return null;
  } catch (error) {
    return `flood ${FLOOD_VERSION} cannot be had here: ${String(error).trim().split("\n").at(-1)}`;
  }
}

/** Flood as a process of its own, without sign-in, on one qBittorrent. */
export class FloodProcess {
  readonly process: ServedProcess;
  readonly #url: string;

  private constructor(process: ServedProcess, url: string) {
    this.process = process;
    this.#url = url;
  }

  /** @param pollIntervalMs while somebody looks; when nobody does it keeps its own quarter of an hour. */
  static async start(client: Address, pollIntervalMs: number): Promise<FloodProcess> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const process = await ServedProcess.start({
      cwd: CACHE,
      arguments: (folder) =>
        [
          [MAIN, "--auth", "none", "--rundir", folder],
          ["--host", "127.0.0.1", "--port", String(port)],
          ["--qburl", client.url, "--qbuser", client.username ?? ""],
          ["--qbpass", client.password ?? "", "--clientpoll", String(pollIntervalMs)],
        ].flat(),
      environment: (folder) => ({ HOME: folder, PATH: globalThis.process.env["PATH"] ?? "" }),
      readyUrl: `${url}/api/auth/verify`,
      output: "ignore",
    });
    return new FloodProcess(process, url);
  }

  /** A tab of its web app. */
  async tab(items: number): Promise<TabOptions> {
    return {
      url: `${this.#url}/api/activity-stream`,
      headers: { cookie: await this.#signIn() },
      wholeEvent: "TORRENT_LIST_FULL_UPDATE",
      mark: '"bytesDone":',
      items,
    };
  }

  stop(): Promise<void> {
    return this.process.stop();
  }

  /** Without accounts it signs everybody in who asks. */
  #signIn(): Promise<string> {
    return new Promise((resolve, reject) => {
      get(`${this.#url}/api/auth/verify`, { agent: false }, (response) => {
        response.resume();
        const [cookie] = response.headers["set-cookie"] ?? [];
        if (cookie === undefined) reject(new Error("flood gave no cookie"));
        else resolve(cookie.split(";")[0] ?? "");
      }).on("error", reject);
    });
  }
}
