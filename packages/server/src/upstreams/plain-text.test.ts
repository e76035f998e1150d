import { describe, expect, test } from "vitest";

import { plainText, plainMessage } from "./plain-text.ts";

describe("plain text", () => {
  test("control characters become one space, and ends are trimmed", () => {
    expect(plainText("\u0000A\r\n\tname\u009b ")).toBe("A name");
  });

  test("letters of every script, markup and emoji stay as they are", () => {
    const title = "<b>ünï</b> & 日本 🎬 'x'";
    expect(plainText(title)).toBe(title);
  });

  test("half a surrogate pair does not get out, not even by cutting one in two", () => {
    expect(plainText("a\ud83c").isWellFormed()).toBe(true);
    expect(plainText(`${"x".repeat(999)}🎬`).isWellFormed()).toBe(true);
  });

  test("an endless text ends", () => {
    expect(plainText("x".repeat(1_000_000))).toHaveLength(1000);
  });
});

describe("a message", () => {
  test.each([
    ["Unregistered torrent", "Unregistered torrent"],
    ["no answer from udp://tracker.example:6969/announce/secret", "no answer from [link]"],
    ["Permission denied: /data/tv/Some Show", "Permission denied: /data/tv/Some Show"],
    ["and/or, 24/7, N/A", "and/or, 24/7, N/A"],
  ])("%j says %j", (text, expected) => {
    expect(plainMessage(text)).toBe(expected);
  });
});
