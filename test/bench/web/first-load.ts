import { median } from "../stats.ts";
import { addProbe, firstLoadOf, type FirstLoad } from "./page-probe.ts";
import { goal, openWindow, type Judged, type Stage } from "./stage.ts";

const GOAL_BYTES = 120 * 1024;
const BYTES_PER_KIB = 1024;

/** How much code the first visit takes, and how long it is until the first card is on the page. */
export async function measureFirstLoad(stage: Stage, rounds: number): Promise<Judged> {
  const firstCards: number[] = [];
  const firstPaints: number[] = [];
  let bytes = { script: 0, style: 0 };
  let files: readonly string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const context = await openWindow(stage);
    const page = await context.newPage();
    await addProbe(page);
    await page.goto(`${stage.server.url}/`);
    await page.locator("li.card").first().waitFor();
    const seen = await firstLoadOf(page);
    firstCards.push(seen.card);
    firstPaints.push(seen.paint);
    files = seen.files.map(({ name }) => name.slice(stage.server.url.length));
    bytes = { script: sizeOf(seen.files, ".js"), style: sizeOf(seen.files, ".css") };
    await context.close();
  }
  const isMet = bytes.script <= GOAL_BYTES;
  const kib = (size: number): string => `${(size / BYTES_PER_KIB).toFixed(1)} KiB`;
  const ms = (values: readonly number[]): string => `${median(values).toFixed(0)} ms`;
  return {
    isMet,
    section: {
      title: "First load",
      notes: [
        `Everything asked for until the first of ${stage.cards} cards is there, gzipped; nothing cached; median of ${rounds}.`,
      ],
      columns: ["", "measured", "goal", ""],
      rows: [
        ["script, gzipped", kib(bytes.script), kib(GOAL_BYTES), goal(isMet)],
        ["style, gzipped", kib(bytes.style), "", ""],
        ["first contentful paint", ms(firstPaints), "", ""],
        [`first card (of ${stage.cards})`, ms(firstCards), "", ""],
      ],
      data: { bytes, files, firstCards, firstPaints },
    },
  };
}

function sizeOf(files: FirstLoad["files"], ending: string): number {
  return files
    .filter(({ name }) => name.endsWith(ending))
    .reduce((sum, { bytes }) => sum + bytes, 0);
}
