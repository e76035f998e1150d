import type { CDPSession, Page } from "playwright-core";

import { mebibytes } from "../report.ts";
import { chosenCards, tickOf } from "./many-cards.ts";
import { untilShown } from "./page-probe.ts";
import { goal, openApp, type Judged, type Stage } from "./stage.ts";

/** The page has shown what was said before the next lot is said. */
const STEPS_AT_ONCE = 25;
/** For the engine's own caches. A share, since the heap itself depends on the browser. */
const GROWTH_ALLOWED = 0.05;

/** What the page holds on to after many steps, and after ten times as many. */
export async function measureMemoryInPage(
  stage: Stage,
  few: number,
  many: number,
): Promise<Judged> {
  const page = await openApp(stage);
  const devTools = await page.context().newCDPSession(page);
  const atFirst = await heldBy(devTools);
  await sayAll(stage, page, 1, few);
  const afterFew = await heldBy(devTools);
  await sayAll(stage, page, few + 1, many);
  const afterMany = await heldBy(devTools);
  await page.context().close();
  const growth = (afterMany.bytes - afterFew.bytes) / afterFew.bytes;
  const isMet =
    growth <= GROWTH_ALLOWED && afterMany.nodes <= afterFew.nodes * (1 + GROWTH_ALLOWED);
  const row = (
    name: string,
    { bytes, nodes, listeners }: Held,
    last: readonly string[],
  ): string[] => [name, mebibytes(bytes), `${nodes}`, `${listeners}`, ...last];
  const percent = `${(growth * 100).toFixed(1)} %`;
  return {
    isMet,
    section: {
      title: "Memory of the page",
      notes: [
        `MiB of JavaScript heap after forced garbage collection; ${stage.cards} cards, ${stage.touched} tick per step.`,
      ],
      columns: ["", "heap", "nodes", "listeners", "growth", "goal", ""],
      rows: [
        row("first frame", atFirst, ["", "", ""]),
        row(`${few} steps`, afterFew, ["", "", ""]),
        row(`${many} steps`, afterMany, [percent, `<= ${GROWTH_ALLOWED * 100} %`, goal(isMet)]),
      ],
      data: { atFirst, afterFew, afterMany },
    },
  };
}

interface Held {
  readonly bytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** What is left when everything that can go has gone. */
async function heldBy(devTools: CDPSession): Promise<Held> {
  await devTools.send("HeapProfiler.enable");
  for (let round = 0; round < 3; round += 1) await devTools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devTools.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await devTools.send("Memory.getDOMCounters");
  return { bytes: usedSize, nodes, listeners: jsEventListeners };
}

/** Says the steps from `first` to `last`, never more of them than the page takes in. */
async function sayAll(stage: Stage, page: Page, first: number, last: number): Promise<void> {
  const titles = await page.locator("li.card h3").allTextContents();
  for (let step = first; step <= last; step += 1) {
    const chosen = chosenCards(stage.cards, stage.touched, step);
    const patch = tickOf(chosen, step);
    stage.server.say(patch);
    if (step % STEPS_AT_ONCE !== 0 && step !== last) continue;
    const shown = Object.values(patch.set)[0];
    const at = titles.indexOf(shown?.movieName ?? "");
    await untilShown(page, at, shown?.progress ?? 0);
  }
}
