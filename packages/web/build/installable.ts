import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";

import { drawIcon } from "./draw-icon.ts";
import { encodePng } from "./encode-png.ts";

/** As public/manifest.webmanifest and index.html name them. */
const ICONS = [
  { fileName: "icon-192.png", size: 192, isBleed: false },
  { fileName: "icon-512.png", size: 512, isBleed: false },
  { fileName: "icon-maskable-512.png", size: 512, isBleed: true },
  { fileName: "apple-touch-icon.png", size: 180, isBleed: true },
];

export const SERVICE_WORKER = "service-worker";

/**
 * What makes the app installable: icons, and a service worker that knows the files of this very build. The names in
 * src/service-worker/app-files.ts are replaced by the list and by a mark that is another one when any file is.
 */
export function installable(): Plugin {
  let publicDir = "";
  return {
    name: "sofarr-installable",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle(_options, bundle) {
      for (const { fileName, size, isBleed } of ICONS) {
        const source = encodePng(drawIcon(size, isBleed), size);
        this.emitFile({ type: "asset", fileName, source });
      }
      const worker = bundle[`${SERVICE_WORKER}.js`];
      if (worker?.type !== "chunk") throw new Error("the service worker was not built");
      if (worker.imports.length > 0) {
        throw new Error("the service worker must be one file: it shares code with the app");
      }
      const mark = createHash("sha256");
      const files: string[] = [];
      for (const [name, file] of Object.entries(bundle)) {
        if (name === worker.fileName || ICONS.some((icon) => icon.fileName === name)) continue;
        mark.update(name).update(file.type === "chunk" ? file.code : file.source);
        if (name !== "index.html") files.push(name);
      }
      for (const name of readdirSync(publicDir)) {
        mark.update(name).update(readFileSync(`${publicDir}/${name}`));
        files.push(name);
      }
      worker.code = worker.code
        .replace("__APP_FILES__", JSON.stringify(files.toSorted()))
        .replace("__APP_MARK__", JSON.stringify(mark.digest("hex").slice(0, 12)));
    },
  };
}
