import { describe, expect, test } from "vitest";

import { readCommandLine } from "./command-line.ts";

describe("the command line", () => {
  test.each([
    ["", "serve"],
    ["serve", "serve"],
    ["doctor", "doctor"],
    ["--help", "help"],
    ["-h", "help"],
    ["doctor --help", "help"],
    ["--version", "version"],
    ["-v", "version"],
  ])("sofarr %s is for %s", (words, what) => {
    expect(readCommandLine(split(words))).toEqual({ what });
  });

  test.each([
    ["docter", 'There is no command "docter".'],
    ["doctor --verbose", 'There is no option "--verbose".'],
    ["--port 8080", 'There is no option "--port".'],
    ["-x", 'There is no option "-x".'],
    ["--help=me", "--help takes no value."],
    ["doctor sonarr", 'Nothing can follow doctor, but there is "sonarr".'],
  ])("sofarr %s makes no sense, and why", (words, why) => {
    expect(readCommandLine(split(words))).toEqual({ what: "nonsense", why });
  });
});

function split(words: string): string[] {
  return words.split(" ").filter((word) => word !== "");
}
