import { describe, expect, test } from "vitest";

import { joinKey } from "./download.ts";
import { makeDownload, makeReading, makeRecord, makeTitle } from "./make.case.ts";
import { createSnapshotBuilder } from "./snapshot.ts";
import { tagProblems } from "./tag-problems.ts";

const users = [
  { id: "alice", name: "Alice" },
  { id: "john", name: "John Doe" },
  { id: "john2", name: "john-doe" },
];

/** A household in which each title with these labels is downloading, and others are only in the library. */
function problemsWith(
  downloading: readonly (readonly string[])[],
  inLibrary: readonly (readonly string[])[] = [],
) {
  const ids = downloading.map((_, at) => `hash${at}`);
  const snapshot = createSnapshotBuilder(new Map())({
    downloads: [ids.map((id) => makeDownload({ id }))],
    readings: [
      makeReading({
        queue: ids.map((id, at) =>
          makeRecord({ id: at, titleId: at, joinKeys: [joinKey("torrent", id)] }),
        ),
        titles: [...downloading, ...inLibrary].map((tagLabels, id) => makeTitle({ id, tagLabels })),
      }),
    ],
    requests: [],
    users,
  });
  return tagProblems(snapshot).map(({ label, users: some }) => [
    label,
    some.map(({ name }) => name),
  ]);
}

describe("tag problems", () => {
  test("are labels that fit two people, anywhere in a library", () => {
    expect(problemsWith([], [["john-doe"], ["alice"], ["john-doe", "3-john-doe"]])).toEqual([
      ["3-john-doe", ["John Doe", "john-doe"]],
      ["john-doe", ["John Doe", "john-doe"]],
    ]);
  });

  test("are labels that fit nobody, on downloads that are nobody's", () => {
    expect(problemsWith([["bob"], ["alicia", "4k"], ["bob"]])).toEqual([
      ["4k", []],
      ["alicia", []],
      ["bob", []],
    ]);
  });

  test("are no ordinary tags beside somebody's, nor what nobody downloads", () => {
    expect(problemsWith([["alice", "4k"], []], [["bob"]])).toEqual([]);
  });
});
