import { defineConfig } from "vitest/config";

/** A minute of trouble and days of use, by chance, and by hand for longer; see docs/reliability.md. */
export default defineConfig({
  test: {
    include: ["test/journeys/reliability/{chaos,long-run}.test.ts"],
    fileParallelism: false,
  },
});
