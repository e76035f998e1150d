import { describe, expect, test } from "vitest";

import { plainMessage, plainPath, plainText } from "./plain-text.ts";

describe("plain text", () => {
  test("control characters become one space, and ends are trimmed", () => {
    expect(plainText("\u0000A\r\n\tname\u009b ")).toBe("A name");
  });

  test("what ends a line or turns the direction of writing becomes a space; marks of right-to-left scripts stay", () => {
    expect(plainText("a\u2028b\u2029c\u202egnp.exe\u2066d\u2069")).toBe("a b c gnp.exe d");
    expect(plainText("\u05e9\u05dc\u05d5\u05dd\u200f!")).toBe("\u05e9\u05dc\u05d5\u05dd\u200f!");
  });

  test("letters of every script, markup and emoji stay as they are", () => {
    const title = "<b>ünï</b> & 日本 🎬 'x'";
    expect(plainText(title)).toBe(title);
  });

  test("half a surrogate pair does not get out, not even by cutting one in two", () => {
    expect(plainText("a\ud83c").isWellFormed()).toBe(true);
    expect(plainText(`${"x".repeat(999)}🎬`).isWellFormed()).toBe(true);
  });

  test.each([
    [
      "https://a.example/get?id=7&passkey=c0ffee&x=1",
      "https://a.example/get?id=7&passkey=[secret]&x=1",
    ],
    ["GET /api?output=json&APIKEY=c0ffee", "GET /api?output=json&APIKEY=[secret]"],
    ["/rss;torrent_pass=c0ffee;a=b", "/rss;torrent_pass=[secret];a=b"],
    ["Key=Largo & Monkey=Business?", "Key=Largo & Monkey=Business?"],
  ])("%j becomes %j: a key in an address is nobody's name", (text, expected) => {
    expect(plainText(text)).toBe(expected);
  });

  test("an endless text ends", () => {
    expect(plainText("x".repeat(1_000_000))).toHaveLength(1000);
  });
});

describe("a path", () => {
  test("stays as it is, but for the key of an address it ends with", () => {
    expect(plainPath("/data/ A  long name ")).toBe("/data/ A  long name ");
    expect(plainPath("/data/get?id=7&passkey=c0ffee")).toBe("/data/get?id=7&passkey=[secret]");
  });

  test("is one line, and no longer than a path can be", () => {
    expect(plainPath("/data/a\r\nb\u202ec")).toBe("/data/a b c");
    expect(plainPath("/x".repeat(100_000))).toHaveLength(4096);
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
