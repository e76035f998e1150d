import { defineConfig } from "vitest/config";

/** What is shipped: the package as npm installs it, and the examples of `deploy/`. */
export default defineConfig({
  test: {
    include: ["test/ship/**/*.test.ts"],
    exclude: ["test/ship/documents.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
