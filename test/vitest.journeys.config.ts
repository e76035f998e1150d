import { defineConfig } from "vitest/config";

/** The whole server over real HTTP against the strict simulators. */
export default defineConfig({
  test: {
    include: ["test/contract/**/*.test.ts", "test/journeys/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    fileParallelism: false,
  },
});
