import { describe, expect, test } from "vitest";

import { columnsIn, commandOf, parseMethods, parseTorrents, type Column } from "./wire.ts";
import type { XmlRpcValue } from "./xml-reader.ts";

const ALL = columnsIn(null) ?? [];
const HASH = "4E94BF8F5A82BD096C703B077427F413422A4377";
const rowOf = (
  cells: Partial<Record<Column, XmlRpcValue>>,
  columns: readonly Column[] = ALL,
): XmlRpcValue => columns.map((column) => cells[column] ?? (column === "hash" ? HASH : 0));

describe("columns", () => {
  test("are commands that end in an equals sign or an argument", () => {
    expect(ALL.map(commandOf)).toContain("d.hash=");
    expect(ALL.map(commandOf)).toContain("d.custom=addtime");
    for (const column of ALL) expect(commandOf(column)).toMatch(/^d\.[\w.]+=(?:addtime)?$/);
  });

  test("that a server does not have are left out", () => {
    const methods = ALL.map(commandOf).map((command) => command.replace(/=.*/, ""));
    expect(columnsIn(methods)).toEqual(ALL);
    expect(columnsIn(methods.filter((name) => name !== "d.is_meta"))).toEqual(
      ALL.filter((column) => column !== "isMeta"),
    );
  });

  test("that cannot be done without are missed", () => {
    expect(columnsIn(["d.name", "d.size_bytes"])).toBeNull();
    expect(columnsIn([])).toBeNull();
  });
});

test("methods are a list of names", () => {
  expect(parseMethods(["a", 1, "b"])).toEqual(["a", "b"]);
  expect(parseMethods("a")).toBeNull();
});

describe("rows", () => {
  test.each([["text"], [7], [new Map()], [null]])("%j is no list of them", (value) => {
    expect(parseTorrents(value, ALL)).toBeNull();
  });

  test("without a usable hash, or of another width, are left out", () => {
    const value = [
      rowOf({ hash: "" }),
      rowOf({ hash: "ABC" }),
      rowOf({ hash: 7 }),
      "row",
      [HASH],
      [...(rowOf({}) as XmlRpcValue[]), "more"],
      rowOf({ name: "good" }),
    ];
    expect(parseTorrents(value, ALL)?.map((torrent) => torrent.name)).toEqual(["good"]);
  });

  test("hold numbers, or numbers as text, or flags as booleans", () => {
    const value = [
      rowOf({ sizeBytes: 73_590_353_920, complete: 1, state: 1 }),
      rowOf({ sizeBytes: "73590353920", complete: true, state: "1" }),
    ];
    const [first, second] = parseTorrents(value, ALL) ?? [];
    expect(first).toMatchObject({ sizeBytes: 73_590_353_920, complete: true, state: true });
    expect(second).toEqual(first);
  });

  test("with columns left out do not pretend to know them", () => {
    const columns: readonly Column[] = ["hash", "name", "state"];
    const [torrent] = parseTorrents([rowOf({ state: 1 }, columns)], columns) ?? [];
    expect(torrent).toMatchObject({
      hash: HASH,
      state: true,
      isOpen: true,
      isMeta: false,
      custom1: "",
      wantedChunks: null,
      peersConnected: null,
    });
  });
});
