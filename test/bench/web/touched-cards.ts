import { setTimeout as sleep } from "node:timers/promises";

import { chosenCards, tickOf, titleOf } from "./many-cards.ts";
import { readWatched, watchCards } from "./page-probe.ts";
import { goal, openApp, type Judged, type Stage } from "./stage.ts";
import { measureTickingSentence } from "./ticking-sentence.ts";

/** A step has been handed to the page and rendered by then, also on a busy machine. */
const SETTLED_AFTER_MS = 150;

/** Which cards a step renders again, and whether anything on the page moves. */
export async function measureTouchedCards(stage: Stage, steps: number): Promise<Judged> {
  const page = await openApp(stage);
  await watchCards(page);
  let exact = 0;
  let mostOthers = 0;
  let fewestTouched = stage.touched;
  let shiftSince = 0;
  let shiftAtLoad = 0;
  let moved: readonly string[] = [];
  for (let step = 1; step <= steps; step += 1) {
    const chosen = chosenCards(stage.cards, stage.touched, step);
    stage.server.say(tickOf(chosen, step));
    await sleep(SETTLED_AFTER_MS);
    const seen = await readWatched(page);
    const touched = new Set(chosen.map(titleOf));
    const hits = seen.rendered.filter((title) => touched.has(title)).length;
    const strangers = new Set([...seen.rendered, ...seen.changed]).difference(touched).size;
    const changed = seen.changed.filter((title) => touched.has(title)).length;
    if (hits === touched.size && changed === touched.size && strangers === 0) exact += 1;
    fewestTouched = Math.min(fewestTouched, hits, changed);
    mostOthers = Math.max(mostOthers, strangers);
    ({ shiftAtLoad, shiftSince, moved } = seen);
  }
  await page.context().close();
  const sentence = await measureTickingSentence(stage);
  const isExact = exact === steps;
  const isCalm = shiftSince === 0;
  const isSentenceCalm = sentence.every(({ shift }) => shift === 0);
  const allMoved = [...moved, ...sentence.flatMap((one) => one.moved)];
  return {
    isMet: isExact && isCalm && isSentenceCalm,
    section: {
      title: "What a step touches",
      notes: [
        "Shown anew: React gave the card new props, and its part of the document is another one.",
        ...(allMoved.length === 0 ? [] : [`Moved: ${allMoved.join(" | ")}`]),
      ],
      columns: ["", "measured", "goal", ""],
      rows: [
        ["steps that touched exactly their cards", `${exact}`, `${steps}`, goal(isExact)],
        ["fewest touched cards shown anew", `${fewestTouched}`, `${stage.touched}`, ""],
        ["most other cards disturbed", `${mostOthers}`, "0", ""],
        ["layout shift while numbers tick", shiftSince.toFixed(6), "0", goal(isCalm)],
        ...sentence.map(({ width, shift }) => [
          `layout shift while the sentence above changes, ${width} px wide`,
          shift.toFixed(6),
          "0",
          goal(shift === 0),
        ]),
        ["layout shift while loading", shiftAtLoad.toFixed(6), "", ""],
      ],
      data: { exact, steps, fewestTouched, mostOthers, shiftSince, shiftAtLoad, moved, sentence },
    },
  };
}
