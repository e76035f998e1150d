import { describe, expect, it } from "vitest";

import { Chance } from "./chance.ts";
import { PLAYLIST, writePlot } from "./plot.ts";

function kinds(...of: Parameters<typeof writePlot>): string[] {
  return writePlot(...of).map((step) => (step.kind === "hold" ? step.state : step.kind));
}

describe("plots", () => {
  it("begin with a request where somebody asked", () => {
    const plot = kinds("smooth", "torrent", true, new Chance(1));
    expect(plot).toStrictEqual(["ask", "grab", "queued", "metadata", "download", "import", "rest"]);
  });

  it("of usenet end in verifying, unpacking and moving before the import", () => {
    const plot = kinds("smooth", "usenet", false, new Chance(1));
    expect(plot.slice(-5)).toStrictEqual(["verifying", "unpacking", "moving", "import", "rest"]);
  });

  it("that fail are never imported", () => {
    const plot = kinds("fails", "usenet", false, new Chance(1));
    expect(plot.at(-1)).toBe("fail");
    expect(plot).not.toContain("import");
  });

  it("all end: no step lasts for ever", () => {
    const steps = PLAYLIST.flatMap(({ plot, protocol }) =>
      writePlot(plot, protocol, true, new Chance(2)),
    );
    const seconds = steps.flatMap((step) => ("seconds" in step ? [step.seconds] : []));
    expect(Math.max(...seconds)).toBeLessThan(200);
  });
});
