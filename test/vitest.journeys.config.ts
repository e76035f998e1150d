import { defineConfig } from "vitest/config";

/** The whole server over real HTTP against the strict simulators. */
export default defineConfig({
  test: {
    include: ["contract", "journeys", "attacks"].map((folder) => `test/${folder}/**/*.test.ts`),
    exclude: [
      "test/attacks/readers.test.ts", // With the unit tests.
      "test/journeys/reliability/{chaos,long-run}.test.ts", // By chance: a suite of their own.
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    // A busy machine takes its time; one second, as it is without this, is not much.
    expect: { poll: { timeout: 15_000, interval: 100 } },
  },
});
