import { existsSync } from "node:fs";
import { chromium, type Browser, type LaunchOptions } from "playwright-core";

import { unpackedChromium } from "./unpack-chromium.ts";

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
/**
 * As root in a sandboxed machine without a GPU, and without calls of its own to anywhere. All else is as people have it:
 * a process for each page, and the web's rules about origins in force.
 */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The system's Chromium if there is one, else the one that comes inside an npm package. */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch(await launchOptions());
}

/** How it is started, with more arguments when somebody needs them. */
export async function launchOptions(more: readonly string[] = []): Promise<LaunchOptions> {
  const system = SYSTEM_BROWSERS.find((path) => existsSync(path));
  const executablePath = system ?? (await unpackedChromium());
  return { executablePath, args: [...QUIET, ...more], headless: true };
}
