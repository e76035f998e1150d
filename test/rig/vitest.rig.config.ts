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
    // A busy machine takes its time; one second, as it is without this, is not much.
    expect: { poll: { timeout: 60_000, interval: 200 } },
  },
});
