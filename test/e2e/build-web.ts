import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Builds the web app into a folder of the caller's, so that no other build can pull it away. */
export async function buildWeb(outDir: string): Promise<void> {
  const root = fileURLToPath(new URL("../../packages/web", import.meta.url));
  await build({
    root,
    configFile: join(root, "vite.config.ts"),
    logLevel: "silent",
    build: { outDir, emptyOutDir: true },
  });
}
