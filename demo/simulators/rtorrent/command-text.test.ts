import { describe, expect, test } from "vitest";

import { parseCommand } from "./command-text.ts";

describe("rTorrent's command texts", () => {
  test.each([
    ["d.hash=", "d.hash", []],
    ["d.custom=addtime", "d.custom", ["addtime"]],
    ["  d.hash = ", "d.hash", []],
    ["cat=a,b , c", "cat", ["a", "b", "c"]],
    ["cat={#}", "cat", [["#"]]],
    ["cat={a,{b,c}},d", "cat", [["a", ["b", "c"]], "d"]],
    ['cat="$t.multicall=d.hash=,t.url=,cat={#}"', "cat", ["$t.multicall=d.hash=,t.url=,cat={#}"]],
    ['cat="a\\"b\\\\",x', "cat", ['a"b\\', "x"]],
    ["t.multicall=,t.url=", "t.multicall", ["", "t.url="]],
  ])("%s is %s with %j", (text, name, args) => {
    expect(parseCommand(text)).toEqual({ name, args });
  });

  test.each([
    ["d.hash", "Could not find '=' in command 'd.hash'."],
    ["=x", "Invalid start of command name."],
    ["", "Invalid start of command name."],
    ['cat="open', "Missing closing quote."],
    ["cat={a", "Could not find closing '}'."],
    ["cat=a b", "Junk at end of input."],
  ])("%s is refused", (text, message) => {
    expect(() => parseCommand(text)).toThrow(message);
  });
});
