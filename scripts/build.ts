import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { build as buildWeb } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const server = `${root}packages/server`;
const web = `${root}packages/web`;

/** Builds the web app and bundles the server beside it: `packages/server/dist` is what is published. */
await buildWeb({ root: web, configFile: `${web}/vite.config.ts`, logLevel: "warn" });

rmSync(`${server}/dist`, { recursive: true, force: true });
const bundle = await rolldown({
  input: `${server}/src/main.ts`,
  platform: "node",
  // Our own code becomes one file; packages stay packages, as npm installs them.
  external: (id) => !id.startsWith(".") && !id.startsWith("/") && !id.startsWith("@sofarr/"),
});
await bundle.write({ file: `${server}/dist/sofarr.js`, format: "esm", sourcemap: false });
await bundle.close();
cpSync(`${web}/dist`, `${server}/dist/web`, { recursive: true });
process.stdout.write("built packages/server/dist\n");
