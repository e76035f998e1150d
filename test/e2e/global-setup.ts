import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

import { buildWeb } from "./build-web.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the built web app, one for all files. */
    readonly webRoot: string;
  }
}

/** What every file needs and none changes: the web app, built once. */
export default async function setUp({ provide }: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "sofarr-e2e-web-"));
  await buildWeb(folder);
  provide("webRoot", folder);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
