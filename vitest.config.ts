import { defineConfig } from "vitest/config";

/** Unit, golden, engine, property and client-promise tests: what `npm run check` runs. */
export default defineConfig({
  test: {
    include: ["packages/**/src/**/*.test.{ts,tsx}", "demo/**/*.test.ts"],
    isolate: false,
    testTimeout: 15_000,
  },
});
