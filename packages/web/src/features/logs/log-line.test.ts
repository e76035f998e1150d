import { describe, expect, it } from "vitest";

import { parseLogLine, printLogLine } from "./log-line.ts";

describe("a line of a log", () => {
  it("is the server's, with its details one by one", () => {
    const data = JSON.stringify({
      timestamp: "2026-11-23T12:00:00.512Z",
      level: "warn",
      message: "cannot be reached",
      details: { instanceId: "sonarr-main", err: { code: "ECONNREFUSED" } },
    });
    expect(parseLogLine(1, data)).toEqual({
      id: 1,
      at: Date.parse("2026-11-23T12:00:00.512Z"),
      level: "warn",
      text: "cannot be reached",
      details: 'instanceId=sonarr-main err={"code":"ECONNREFUSED"}',
    });
  });

  it.each([
    ["trace", "debug"],
    ["debug", "debug"],
    ["info", "info"],
    ["error", "error"],
    ["fatal", "error"],
    ["loud", "info"],
  ])("at level %s is shown as %s", (level, expected) => {
    expect(parseLogLine(1, JSON.stringify({ level, message: "" })).level).toBe(expected);
  });

  it("keeps details that were cut to a text", () => {
    const data = JSON.stringify({ level: "error", message: "", details: '{"stack":"at a' });
    expect(parseLogLine(1, data).details).toBe('{"stack":"at a');
  });

  it("is a browser's", () => {
    const data = JSON.stringify({
      timestamp: "2026-11-23T12:00:00.000Z",
      level: "error",
      message: "TypeError: x is not a function",
    });
    expect(parseLogLine(2, data)).toEqual({
      id: 2,
      at: Date.parse("2026-11-23T12:00:00.000Z"),
      level: "error",
      text: "TypeError: x is not a function",
      details: "",
    });
  });

  it.each(["plain words", "[1,2]", "null", '{"level":'])(
    "that is %s is shown as it came",
    (data) => {
      expect(parseLogLine(3, data)).toMatchObject({ at: null, level: "info", text: data });
    },
  );

  it("is copied as one line with time and level", () => {
    const data = JSON.stringify({
      timestamp: "1970-01-01T00:00:00.000Z",
      level: "info",
      message: "listening",
      details: { port: 3001 },
    });
    expect(printLogLine(parseLogLine(4, data))).toBe(
      "1970-01-01T00:00:00.000Z INFO listening port=3001",
    );
  });
});
