import { inflateSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { drawPoster } from "./poster.ts";

/** Width, height and raw rows of a PNG with one IDAT chunk. */
function readPng(file: Buffer): { width: number; height: number; rows: Buffer } {
  const dataLength = file.readUInt32BE(33);
  expect(file.toString("latin1", 37, 41)).toBe("IDAT");
  return {
    width: file.readUInt32BE(16),
    height: file.readUInt32BE(20),
    rows: inflateSync(file.subarray(41, 41 + dataLength)),
  };
}

describe("drawn posters", () => {
  it("are whole PNG files of two to three", () => {
    const { width, height, rows } = readPng(drawPoster("Harbour of Glass"));
    expect([width, height]).toStrictEqual([240, 360]);
    expect(rows.length).toBe(height * (width * 3 + 1));
  });

  it("are the same for the same title and differ between titles", () => {
    expect(drawPoster("One")).toStrictEqual(drawPoster("One"));
    expect(drawPoster("One").equals(drawPoster("Two"))).toBe(false);
  });

  it("are small enough to keep many", () => {
    expect(drawPoster("The Long Way Round the Lake").length).toBeLessThan(10_000);
  });
});
