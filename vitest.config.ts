import { defineConfig } from "vitest/config";

/** Unit, golden, engine, property and client-promise tests: what `npm run check` runs. */
export default defineConfig({
  test: {
    include: [
      "packages/**/src/**/*.test.{ts,tsx}",
      "demo/**/*.test.ts",
      // Says of every new file where it is tried: whoever adds one should hear of it at once.
      "test/attacks/readers.test.ts",
      // What the pages name must be there: whoever renames it should hear of it at once.
      "test/ship/documents.test.ts",
    ],
    isolate: false,
    testTimeout: 15_000,
    // A busy machine takes its time; one second, as it is without this, is not much.
    expect: { poll: { timeout: 10_000 } },
  },
});
