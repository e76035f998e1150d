import { describe, expect, test } from "vitest";

import { LogLines } from "./log-lines.ts";

const textsOf = (lines: LogLines, seq: number): string[] =>
  lines.after(seq).map(({ text }) => text);

describe("the newest lines of a log", () => {
  test("are a thousand; the oldest fall out, and numbers go on", () => {
    const lines = new LogLines();
    expect(lines.after(0)).toEqual([]);
    for (let n = 1; n <= 1500; n += 1) lines.add(`line ${n}`);
    const kept = lines.after(0);
    expect(kept).toHaveLength(1000);
    expect(kept[0]).toEqual({ seq: 501, text: "line 501" });
    expect(kept.at(-1)).toEqual({ seq: 1500, text: "line 1500" });
  });

  test("are given from wherever somebody stopped reading", () => {
    const lines = new LogLines();
    for (const text of ["a", "b", "c"]) lines.add(text);
    expect(textsOf(lines, 0)).toEqual(["a", "b", "c"]);
    expect(textsOf(lines, 2)).toEqual(["c"]);
    expect(textsOf(lines, 3)).toEqual([]);
    expect(textsOf(lines, 99)).toEqual([]);
  });

  test("are told of to whoever follows, until they stop", () => {
    const lines = new LogLines();
    let told = 0;
    const stop = lines.follow(() => {
      told += 1;
    });
    lines.add("a");
    lines.add("b");
    stop();
    lines.add("c");
    expect(told).toBe(2);
  });
});
