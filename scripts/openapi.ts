import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { loadConfig } from "../packages/server/src/config/load-config.ts";
import { createLog } from "../packages/server/src/log.ts";
import { assembleServer, type AssembledServer } from "../packages/server/src/server.ts";
import {
  ARRS,
  DOWNLOAD_CLIENTS,
  REQUEST_MANAGERS,
} from "../packages/server/src/upstreams/index.ts";

/** Where the document is kept. */
export const OPENAPI_FILE = fileURLToPath(new URL("../openapi.json", import.meta.url));

/**
 * Lends the app with nothing but an empty folder of state and no port; all is gone afterwards.
 *
 * @param environment settings to try it with.
 */
export async function withApp<T>(
  use: (app: AssembledServer["app"]) => Promise<T>,
  environment: Readonly<Record<string, string>> = {},
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "sofarr-openapi-"));
  const config = loadConfig(
    { ...environment, DATA_DIR: folder },
    { arrs: ARRS, downloadClients: DOWNLOAD_CLIENTS, requestManagers: REQUEST_MANAGERS },
  );
  const noWebApp = join(folder, "no-web-app");
  const server = await assembleServer(config, createLog("silent"), noWebApp);
  try {
    return await use(server.app);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The document as the app serves it. */
export async function printDocument(app: AssembledServer["app"]): Promise<string> {
  const { statusCode, body } = await app.inject("/api/openapi.json");
  if (statusCode !== 200) throw new Error(`the document cannot be printed: ${body}`);
  return `${body}\n`;
}

if (import.meta.main) writeFileSync(OPENAPI_FILE, await withApp(printDocument));
