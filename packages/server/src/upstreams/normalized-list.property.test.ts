import fc from "fast-check";
import { expect, test } from "vitest";

import { makeDownload } from "../domain/make.case.ts";
import { DownloadList } from "./download-list.ts";

const ids = fc.integer({ min: 0, max: 8 }).map(String);
const one = fc.record({ id: ids, progressPercent: fc.constantFrom(1, 2) }).map(makeDownload);
const edit = fc.oneof(
  { weight: 4, arbitrary: one.map((download) => ({ kind: "put", download }) as const) },
  { weight: 2, arbitrary: ids.map((id) => ({ kind: "delete", id }) as const) },
  { weight: 1, arbitrary: fc.array(one).map((all) => ({ kind: "replace", all }) as const) },
  { weight: 2, arbitrary: fc.constant({ kind: "look" } as const) },
);

test("says what a plain map would, and never touches a list it gave away", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      const list = new DownloadList();
      const plain = new Map<string, ReturnType<typeof makeDownload>>();
      let seen = list.all;
      for (const change of edits) {
        if (change.kind === "put") {
          list.put(change.download);
          plain.set(change.download.id, change.download);
        } else if (change.kind === "delete") {
          list.delete(change.id);
          plain.delete(change.id);
        } else if (change.kind === "replace") {
          list.replace(change.all);
          plain.clear();
          for (const download of change.all) plain.set(download.id, download);
        } else {
          const copy = [...seen];
          const next = list.all;
          expect(seen).toEqual(copy);
          expect(next).toEqual([...plain.values()]);
          seen = next;
        }
      }
      expect(list.all).toEqual([...plain.values()]);
    }),
  );
});

test("what says the same is the same object, in the same list", () => {
  const list = new DownloadList();
  list.replace(["a", "b", "c"].map((id) => makeDownload({ id })));
  const before = list.all;
  list.put(makeDownload({ id: "b" }));
  expect(list.all).toBe(before);
  list.replace(["a", "b", "c"].map((id) => makeDownload({ id })));
  expect(list.all).toBe(before);
  list.put(makeDownload({ id: "b", progressPercent: 99 }));
  expect(list.all.map((download, at) => download === before[at])).toEqual([true, false, true]);
});
