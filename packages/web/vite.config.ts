import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

import { installable, SERVICE_WORKER } from "./build/installable.ts";

/** The server's own default port, see PORT in the configuration. */
const LOCAL_SERVER = "http://127.0.0.1:3001";

/** Everything is addressed relative to `<base href>`, which the server sets when it serves index.html. */
export default defineConfig(({ command, mode }) => {
  // Whoever builds, a test runner too, builds what is shipped: React's other form is slower and tells our folders.
  if (command === "build") process.env["NODE_ENV"] = "production";
  const target = loadEnv(mode, ".", "SOFARR_")["SOFARR_DEV_TARGET"] ?? LOCAL_SERVER;
  return {
    base: "./",
    plugins: [react(), tailwindcss(), installable()],
    build: {
      outDir: "dist",
      // The content security policy allows images from this server alone, so none may become a data: URL.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: "index.html", [SERVICE_WORKER]: "src/service-worker/service-worker.ts" },
        output: {
          // Its address must stay the same, and its place decides which pages it may answer.
          entryFileNames: ({ name }) =>
            name === SERVICE_WORKER ? "[name].js" : "assets/[name]-[hash].js",
        },
      },
    },
    server: {
      proxy: { "/api": target, "/health": target, "/ready": target },
    },
  };
});
