import { describe, expect, test } from "vitest";

import { clientLogEntry } from "./client-log-entry.ts";
import { createSecretMask } from "./present/mask-secrets.ts";

const NOW = Date.UTC(2026, 4, 21, 10);
const mask = createSecretMask(["s3cret-of-the-house"]);
const entryOf = (message: string, timestamp?: string): Record<string, string> =>
  JSON.parse(
    clientLogEntry(
      { level: "warn", message, ...(timestamp === undefined ? {} : { timestamp }) },
      NOW,
      mask,
    ),
  ) as Record<string, string>;

describe("a line of a browser's console", () => {
  test("keeps its words, its level and its time", () => {
    expect(entryOf("Stream lost: 2 tries", "2026-05-21T11:59:30+02:00")).toEqual({
      timestamp: "2026-05-21T09:59:30.000Z",
      level: "warn",
      message: "Stream lost: 2 tries",
    });
  });

  test.each([
    ["none", undefined],
    ["one long past", "1970-01-01T00:00:00Z"],
    ["one of yesterday morning", "2026-05-20T09:59:59Z"],
    ["one to come", "2026-05-21T10:05:01Z"],
    ["no time", "soon"],
    ["a time beyond all time", "+999999-01-01T00:00:00Z"],
  ])("with %s gets the time at which it arrived", (_, timestamp) => {
    expect(entryOf("x", timestamp)["timestamp"]).toBe("2026-05-21T10:00:00.000Z");
  });

  test("is one line, without anything that moves a cursor or turns the text", () => {
    const text = "a\r\nevent: forged\n\ndata: x\u001b[31mred\u0000\u2028b\u202egnp.exe\u0085c";
    expect(entryOf(text)["message"]).toBe("a event: forged data: x [31mred b gnp.exe c");
    expect(clientLogEntry({ level: "info", message: text }, NOW, mask)).not.toMatch(/\p{Cc}/u);
  });

  test("is not endless, well-formed, and holds no secret", () => {
    expect(entryOf("x".repeat(1_000_000))["message"]).toHaveLength(2001);
    expect(entryOf("half \ud83d")["message"]).toBe("half \ufffd");
    expect(entryOf("s3cret-of-the-house at /x?token=abc")["message"]).not.toMatch(/s3cret|abc/u);
  });
});
