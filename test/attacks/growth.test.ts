import { describe, expect, test } from "vitest";

import { TEXT_FUNCTIONS } from "./text-functions.ts";

const KIB = 1024;
/** Each four times the one before; what is steep is found at a small one, and not tried at a large one. */
const SIZES = [2, 8, 32, 128].map((size) => size * KIB);
/** A thread's own time may come in steps of 4 ms. What grows with the square of the text is far above this in the end. */
const TOO_SHORT_MS = 60;
/** Between 4 for what grows with the text and 16 for what grows with its square. */
const MOST_FOR_FOUR_TIMES_AS_MUCH = 10;
const TRIES = 3;

/** What makes patterns look again and again: beginnings without an end, runs, and ends that nearly fit. */
const PIECES = [
  "a",
  "a.",
  "a-",
  "a_b",
  "a://",
  "a://b ",
  "http://x.example/?passkey=1&",
  "x@",
  "?",
  "?a",
  "&key",
  ";a=",
  "/",
  "/a",
  "'/a",
  "'/a' ",
  '"C:\\',
  "\\\\a",
  " ",
  "\r\n",
  " - ",
  " - [link]",
  "ENCRYPTED / ",
  "access ",
  "<",
  "<a",
  "<!--",
  "<![CDATA[",
  "<value>",
  "<value><array><data>",
  "&#x",
  "&lt",
  "&amp;",
  "{a",
  "[",
  '{"a":',
  "%2f",
  ", ",
  'a="',
  'a="\\"',
  "\\",
  "digest ",
  "0",
  "0:",
  "12 - ",
  "-",
  "._",
  "S1",
  "T1+",
  "Tracker: [",
  "\u0000",
  "\u202e",
  "e\u0301\u0323",
  "💥",
  "\ud83d",
  "İ",
];
/** What comes at the very end, so that what nearly fitted does not. */
const ENDINGS = ["", '\u0001\n!@"'];

describe("reading a stranger's text takes time in proportion to its length", () => {
  test.each(TEXT_FUNCTIONS)("$name", ({ read }) => {
    expect(firstSteepness(read)).toBeNull();
  });
});

/** How a reader fails first; those after it would take as long again. */
function firstSteepness(read: (text: string) => unknown): string | null {
  for (const piece of PIECES) {
    for (const ending of ENDINGS) {
      const steep = steepness(read, piece, ending);
      if (steep !== null) return steep;
    }
  }
  return null;
}

/** How a reader fails, in words; `null` when it does not. */
function steepness(read: (text: string) => unknown, piece: string, ending: string): string | null {
  const timeFor = (size: number): number => best(read, piece.repeat(size / piece.length) + ending);
  for (const size of SIZES.slice(1)) {
    if (timeFor(size) < TOO_SHORT_MS) continue;
    // Once may be the garbage collector's doing, or a compiler's.
    const tries = Array.from({ length: TRIES }, () => [timeFor(size / 4), timeFor(size)] as const);
    if (tries.some(([less, more]) => more <= less * MOST_FOR_FOUR_TIMES_AS_MUCH)) continue;
    return `${JSON.stringify(piece)}…${JSON.stringify(ending)} at ${size}: ${tries.join(" ms; ")} ms`;
  }
  return null;
}

/** The shorter of two tries, in milliseconds of this thread's own work: others' do not count. */
function best(read: (text: string) => unknown, text: string): number {
  const times = [1, 2].map(() => {
    const before = process.threadCpuUsage();
    read(text);
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
