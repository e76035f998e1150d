import { defineConfig } from "vitest/config";

/** Minutes of trouble and days of use, by chance: run before a release, and by hand; see docs/reliability.md. */
export default defineConfig({
  test: {
    include: ["test/journeys/reliability/{chaos,long-run}.test.ts"],
    fileParallelism: false,
  },
});
