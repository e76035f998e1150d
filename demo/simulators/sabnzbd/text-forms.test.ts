import { describe, expect, test } from "vitest";

import {
  ageText,
  mebibytes,
  pauseText,
  percentageText,
  sizeText,
  timeLeftText,
} from "./text-forms.ts";

const MIB = 1024 * 1024;

describe("SABnzbd's number forms", () => {
  test.each([
    [48 * MIB, MIB, "0:00:48"],
    [36_061 * MIB, MIB, "10:01:01"],
    [86_399 * MIB, MIB, "23:59:59"],
    [86_400 * MIB, MIB, "1:00:00:00"],
    [(12 * 86_400 + 3 * 3600 + 62) * MIB, MIB, "12:03:01:02"],
    [0, MIB, "0:00:00"],
    [MIB, 0, "0:00:00"],
  ])("%d bytes at %d a second take %s", (bytes, speed, text) => {
    expect(timeLeftText(bytes, speed)).toBe(text);
  });

  test.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [192 * 1024, "192 KB"],
    [25_920_768, "24.7 MB"],
    [5 * 1024 * MIB, "5.0 GB"],
  ])("%d bytes are written %s", (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });

  test("MiB have two decimals and percentages none", () => {
    expect(mebibytes(25_920_768)).toBe("24.72");
    expect(mebibytes(0)).toBe("0.00");
    expect(percentageText(3, 1)).toBe("66");
    expect(percentageText(0, 0)).toBe("0");
  });

  test("ages and pauses name one unit, minutes and seconds", () => {
    expect([60_000, 7_200_000, 12 * 86_400_000].map(ageText)).toEqual(["1m", "2h", "12d"]);
    expect(pauseText(65_000, 0)).toBe("1:05");
    expect(pauseText(null, 0)).toBe("0");
    expect(pauseText(0, 1)).toBe("0");
  });
});
