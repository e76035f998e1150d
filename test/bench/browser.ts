import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { buildWeb } from "../e2e/build-web.ts";
import { launchChromium } from "../e2e/chromium.ts";
import { render } from "./report.ts";
import { FixtureServer } from "./web/fixture-server.ts";
import { measureFirstLoad } from "./web/first-load.ts";
import { manyCards } from "./web/many-cards.ts";
import { measureMemoryInPage } from "./web/page-memory.ts";
import { measureTouchedCards } from "./web/touched-cards.ts";
import { measureUpdateCost } from "./web/update-cost.ts";

/**
 * What the web app costs the browser while numbers tick: the production build in Chromium, before a server that
 * only says what it is told. Ends with 1 when a goal is missed. `--quick` takes fewer steps.
 */
const CARDS = 1_000;
const TOUCHED = 50;
const isQuick = process.argv.includes("--quick");

const bareFolder = fileURLToPath(new URL("web/bare", import.meta.url));
const outDir = mkdtempSync(join(tmpdir(), "sofarr-bench-web-"));
await buildWeb(outDir);
const server = await FixtureServer.start({ "/": outDir, "/bare/": bareFolder }, manyCards(CARDS));
const browser = await launchChromium();
process.stdout.write(
  `sofarr in the browser: Chromium ${browser.version()}, ${cpus().length} x ${cpus()[0]?.model ?? "processor"}\n`,
);

let isMet = true;
const stage = { browser, server, cards: CARDS, touched: TOUCHED };
for (const measure of [
  () => measureFirstLoad(stage, isQuick ? 3 : 9),
  () => measureUpdateCost(stage, isQuick ? 30 : 150),
  () => measureTouchedCards(stage, isQuick ? 10 : 40),
  () => measureMemoryInPage(stage, isQuick ? 100 : 1_000, isQuick ? 1_000 : 10_000),
]) {
  const judged = await measure();
  process.stdout.write(render(judged.section));
  isMet &&= judged.isMet;
}
await browser.close();
await server.stop();
rmSync(outDir, { recursive: true, force: true });
process.stdout.write(isMet ? "\nEvery goal is met.\n" : "\nA goal is missed.\n");
process.exitCode = isMet ? 0 : 1;
