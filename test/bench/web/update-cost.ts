import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";

import { median, quantile } from "../stats.ts";
import { chosenCards, tickOf } from "./many-cards.ts";
import { costsOf, traceNow, type StepCost, type TraceEvent } from "./main-thread.ts";
import { goal, openApp, openBare, type Judged, type Stage } from "./stage.ts";

/** One frame at 60 Hz. */
const GOAL_MS = 16;
/** Long enough for a step to be over on a busy machine, and apart from the next one. */
const STEP_EVERY_MS = 120;
const WARM_UP_STEPS = 15;
const CATEGORIES = [
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "v8.execute",
  "__metadata",
];
const COSTS = ["script", "style", "layout", "task"] as const;

/** What a step costs the page's main thread, beside a page that does no more than write the same numbers. */
export async function measureUpdateCost(stage: Stage, steps: number): Promise<Judged> {
  const app = await traced(stage, await openApp(stage), steps);
  const bare = await traced(stage, await openBare(stage), steps);
  const script = median(app.map((cost) => cost.script));
  const isMet = script < GOAL_MS;
  return {
    isMet,
    section: {
      title: `${stage.cards} cards, ${stage.touched} of them tick`,
      notes: [
        `Milliseconds of the main thread per step, from a trace of ${steps}. "bare" only parses the step and writes`,
        'the same numbers into nodes it has at hand: it shows less, but on the same busy machine. "task" is all of the',
        "main thread until the next step, with the frames in which bars glide.",
      ],
      columns: ["", "median", "p95", "bare median", "ratio", "goal", ""],
      rows: COSTS.map((kind) => {
        const ours = app.map((cost) => cost[kind]);
        const theirs = median(bare.map((cost) => cost[kind]));
        const isGoal = kind === "script";
        return [
          kind,
          median(ours).toFixed(2),
          quantile(ours, 0.95).toFixed(2),
          theirs.toFixed(2),
          (median(ours) / theirs).toFixed(1),
          isGoal ? `< ${GOAL_MS}` : "",
          isGoal ? goal(isMet) : "",
        ];
      }),
      data: { app, bare },
    },
  };
}

/** Says that many steps at an even pace and closes the page. */
async function traced(stage: Stage, page: Page, steps: number): Promise<StepCost[]> {
  const say = async (step: number): Promise<void> => {
    stage.server.say(tickOf(chosenCards(stage.cards, stage.touched, step), step));
    await sleep(STEP_EVERY_MS);
  };
  // The compiler has seen the code by then, as in any page that is open for a minute.
  for (let step = 1; step <= WARM_UP_STEPS; step += 1) await say(step);
  await stage.browser.startTracing(page, { categories: CATEGORIES });
  const saidAt: number[] = [];
  for (let step = 1; step <= steps; step += 1) {
    saidAt.push(traceNow());
    await say(WARM_UP_STEPS + step);
  }
  const until = traceNow();
  const trace = JSON.parse((await stage.browser.stopTracing()).toString("utf8")) as {
    traceEvents: TraceEvent[];
  };
  await page.context().close();
  return costsOf(trace.traceEvents, saidAt, until);
}
