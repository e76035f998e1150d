import { defineConfig } from "vitest/config";

/** Our server beside the real download clients: a minute or two, and root where packages are missing. */
export default defineConfig({
  test: {
    include: ["test/rig/*.test.ts"],
    globalSetup: ["test/rig/global-setup.ts"],
    fileParallelism: false,
    // Whatever changes different downloads may do so at once.
    maxConcurrency: 32,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    teardownTimeout: 150_000,
  },
});
