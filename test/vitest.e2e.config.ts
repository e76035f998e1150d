import { defineConfig } from "vitest/config";

/** A real browser against the built product and the living household. */
export default defineConfig({
  test: {
    include: ["test/e2e/**/*.test.ts"],
    globalSetup: ["test/e2e/global-setup.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    // A busy machine takes its time; one second, as it is without this, is not much.
    expect: { poll: { timeout: 30_000, interval: 100 } },
  },
});
