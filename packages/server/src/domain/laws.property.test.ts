import fc from "fast-check";
import { expect, test } from "vitest";

import type { ArrReading } from "./arr-reading.ts";
import { awaitedVisibleTo } from "./awaited.ts";
import { joinKey, type Download } from "./download.ts";
import { keepUnchanged } from "./keep-unchanged.ts";
import { listChanges } from "./list-changes.ts";
import { makeDownload, makeReading, makeRecord, makeRequest, makeTitle } from "./make.case.ts";
import { PersistentMap } from "./persistent-map.ts";
import { keyOf } from "./roster.ts";
import { createSnapshotBuilder, type Facts, type Snapshot } from "./snapshot.ts";
import { createLabelResolver } from "./tags.ts";
import { audienceOf, visibleTo, withoutPathsAndLinks } from "./visibility.ts";

const users = [
  { id: "alice", name: "Alice" },
  { id: "bob", name: "Bob" },
  { id: "john", name: "John Doe" },
  { id: "john2", name: "john-doe" },
  { id: "jose", name: "José" },
  { id: "jose2", name: "J. Ose" },
];
const LABELS = [
  "alice",
  "user-bob",
  "3-alice",
  "john-doe",
  "john doe",
  "hd",
  "4 - bob",
  "5-jose",
  "6-j-ose",
];

const ids = fc.integer({ min: 0, max: 15 }).map((n) => `id${n.toString(16)}`);
const downloads: fc.Arbitrary<readonly Download[]> = fc
  .uniqueArray(ids, { maxLength: 12 })
  .map((some) => some.map((id) => makeDownload({ id })));

const readings: fc.Arbitrary<readonly ArrReading[]> = fc
  .array(
    fc.record({
      rows: fc.array(
        fc.record({
          id: ids,
          titleId: fc.option(fc.integer({ min: 1, max: 4 })),
          isHeld: fc.boolean(),
        }),
        { maxLength: 10 },
      ),
      labels: fc.array(fc.subarray(LABELS), { minLength: 4, maxLength: 4 }),
    }),
    { maxLength: 3 },
  )
  .map((all) =>
    all.map(({ rows, labels }, at) =>
      makeReading({
        instanceId: `sonarr-${at}`,
        queue: rows.map(({ id, titleId, isHeld }, n) =>
          makeRecord({ id: n, titleId, joinKeys: isHeld ? [] : [joinKey("torrent", id)] }),
        ),
        titles: labels.map((tagLabels, n) => makeTitle({ id: n + 1, tagLabels, tvdbId: n + 1 })),
      }),
    ),
  );

const requests = fc.array(
  fc
    .record({
      tvdbId: fc.integer({ min: 1, max: 4 }),
      who: fc.constantFrom("alice", "bob", "nobody"),
    })
    .map(({ tvdbId, who }) =>
      makeRequest({ tvdbId, requester: { mediaServerUserId: who, userName: who, alias: null } }),
    ),
  { maxLength: 4 },
);

const facts: fc.Arbitrary<Facts> = fc.record({
  downloads: fc.array(downloads, { maxLength: 1 }),
  readings,
  requests,
  users: fc.constant(users),
});

test("matching loses nothing and invents nothing: one entry per download", () => {
  fc.assert(
    fc.property(facts, (some) => {
      const { downloads: owned } = createSnapshotBuilder(new Map())(some);
      const all = some.downloads.flat();
      expect(owned.size).toBe(all.length);
      for (const one of all) expect(owned.get(keyOf(one))?.download).toBe(one);
    }),
  );
});

/** All that a snapshot says, in plain values. */
function saidBy({ downloads: owned, byOwner, ambiguousLabels, awaited }: Snapshot): object {
  return {
    downloads: new Map(owned),
    byOwner: new Map([...byOwner].map(([userId, theirs]) => [userId, new Map(theirs)])),
    ambiguousLabels,
    awaited,
  };
}

test("a builder with a memory says the same as a fresh one", () => {
  fc.assert(
    fc.property(fc.array(facts, { minLength: 2, maxLength: 4 }), (steps) => {
      const remembering = createSnapshotBuilder(new Map());
      for (const step of steps) {
        expect(saidBy(remembering(step))).toEqual(saidBy(createSnapshotBuilder(new Map())(step)));
      }
    }),
  );
});

test("ownership never widens when tags are removed", () => {
  fc.assert(
    fc.property(facts, fc.func(fc.boolean()), (some, keeps) => {
      const fewer: Facts = {
        ...some,
        readings: some.readings.map((reading) => ({
          ...reading,
          titles: new Map(
            [...reading.titles].map(([id, title]) => [
              id,
              {
                ...title,
                tagLabels: title.tagLabels.filter((label) => keeps(reading.instanceId, id, label)),
              },
            ]),
          ),
        })),
      };
      const before = createSnapshotBuilder(new Map())(some);
      const after = createSnapshotBuilder(new Map())(fewer);
      for (const [key, one] of after.downloads) {
        const earlier = before.downloads.get(key)?.owners;
        for (const owner of one.owners.keys()) expect(earlier?.has(owner)).toBe(true);
      }
    }),
  );
});

test("nobody but an admin sees what is not theirs, however they ask", () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...users), fc.boolean(), (some, user, wantsAll) => {
      const snapshot = createSnapshotBuilder(new Map())(some);
      const seen = visibleTo(audienceOf({ ...user, isAdmin: false }, wantsAll), snapshot);
      for (const one of seen.values()) expect(one.owners.has(user.id)).toBe(true);
      const own = [...snapshot.downloads.values()].filter((one) => one.owners.has(user.id));
      const keysOf = (these: Iterable<{ key: string }>): readonly string[] =>
        [...these].map(({ key }) => key).toSorted();
      expect(keysOf(seen.values())).toEqual(keysOf(own));
      const [theirs, everyones] = [false, true].map((isAdmin) =>
        audienceOf({ ...user, isAdmin }, wantsAll || isAdmin),
      );
      if (theirs === undefined || everyones === undefined) throw new Error("no audience");
      expect(visibleTo(everyones, snapshot)).toBe(snapshot.downloads);

      const { awaited } = snapshot;
      for (const one of awaitedVisibleTo(theirs, awaited)) {
        expect(one.owners.map((owner) => owner.user?.id)).toContain(user.id);
      }
      expect(awaitedVisibleTo(everyones, awaited)).toBe(awaited);
    }),
  );
});

test("of a download that two titles claim, each owner sees only what makes it theirs", () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...users), (some, user) => {
      const snapshot = createSnapshotBuilder(new Map())(some);
      for (const one of snapshot.byOwner.get(user.id)?.values() ?? []) {
        expect(one.links.length).toBeGreaterThan(0);
        for (const link of one.links) {
          const alone = createSnapshotBuilder(new Map())({
            ...some,
            downloads: [[one.download]],
            readings: some.readings
              .filter(({ instanceId }) => instanceId === link.instanceId)
              .map((reading) => ({ ...reading, queue: [...link.records], grabs: [...link.grabs] })),
          });
          expect(alone.byOwner.has(user.id)).toBe(true);
        }
      }
    }),
  );
});

/** Names that meet in one form or another, letters that are taken apart or left out, and labels made of them. */
const letters = fc.constantFrom("j", "o", "é", "E", "e\u0301", "'", ".", " ", "-", "3", "ł", "日");
const households = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom("José", "Jose", "jose", "5-jose", "O'Brien", "o-brien", "OBrien", "Ana Lucía"),
    fc.array(letters, { maxLength: 5 }).map((some) => some.join("")),
  ),
  { maxLength: 6 },
);
const bodies = fc.oneof(
  fc.constantFrom("jose", "josé", "jos", "obrien", "o-brien", "o'brien", "ana-lucia"),
  fc.array(fc.constantFrom("j", "o", "e", "-", "3"), { maxLength: 5 }).map((some) => some.join("")),
);
const labels = fc
  .tuple(fc.constantFrom("", "", "user-", "5-", "3-", "12 - "), bodies)
  .map((parts) => parts.join(""));

test("a label is somebody's only when it would be nobody else's were they alone", () => {
  fc.assert(
    fc.property(households, labels, (names, label) => {
      const people = names.map((name, at) => ({ id: `${at}`, name }));
      const alone = people.filter(
        (one) => createLabelResolver([one], new Map())(label).kind === "user",
      );
      const verdict = createLabelResolver(people, new Map())(label);
      const meant =
        verdict.kind === "ambiguous"
          ? verdict.users
          : verdict.kind === "user"
            ? [verdict.user]
            : [];
      expect(new Set(meant)).toEqual(new Set(alone));
      expect(verdict.kind === "user").toBe(alone.length === 1);
    }),
    { numRuns: 500 },
  );
});

test("whoever joins the household takes labels away from others, and gives none to them", () => {
  fc.assert(
    fc.property(households, fc.array(labels, { maxLength: 8 }), (names, some) => {
      const people = names.map((name, at) => ({ id: `${at}`, name }));
      const before = createLabelResolver(people.slice(1), new Map());
      const after = createLabelResolver(people, new Map());
      for (const label of some) {
        const [earlier, now] = [before(label), after(label)];
        if (now.kind !== "user" || now.user === people[0]) continue;
        expect(earlier).toEqual(now);
      }
    }),
    { numRuns: 500 },
  );
});

const values = ["x", "y", "z"].map((name) => ({ name }));
/** Enough keys for nodes to be split, and some that share a hash (FNV-1a) to the last bit. */
const keys = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map(String),
  fc.constantFrom("costarring", "liquid", "declinate", "macallums"),
);
const edits = fc.array(fc.tuple(keys, fc.option(fc.constantFrom(...values), { nil: undefined })), {
  maxLength: 120,
});

test("a persistent map holds what a Map would, and its earlier versions never change", () => {
  fc.assert(
    fc.property(edits, (all) => {
      let map = PersistentMap.empty<{ name: string }>();
      const plain = new Map<string, { name: string }>();
      const versions: [PersistentMap<{ name: string }>, Map<string, { name: string }>][] = [];
      for (const [key, value] of all) {
        map = value === undefined ? map.delete(key) : map.set(key, value);
        if (value === undefined) plain.delete(key);
        else plain.set(key, value);
        versions.push([map, new Map(plain)]);
      }
      for (const [version, expected] of versions) {
        expect(new Map(version)).toEqual(expected);
        expect(version.size).toBe(expected.size);
        for (const [key, value] of expected) expect(version.get(key)).toBe(value);
      }
    }),
  );
});

test("applying the changes between two versions to the first gives the second", () => {
  const after = (
    start: PersistentMap<{ name: string }>,
    some: typeof edits extends fc.Arbitrary<infer T> ? T : never,
  ): PersistentMap<{ name: string }> =>
    some.reduce(
      (map, [key, value]) => (value === undefined ? map.delete(key) : map.set(key, value)),
      start,
    );
  fc.assert(
    fc.property(edits, edits, (first, second) => {
      const a = after(PersistentMap.empty(), first);
      for (const b of [after(a, second), after(PersistentMap.empty(), second)]) {
        const applied = new Map(a);
        const changes = b.changesSince(a);
        for (const change of changes) {
          expect(a.get(change.key)).toBe(change.before);
          expect(change.after).not.toBe(change.before);
          if (change.after === undefined) applied.delete(change.key);
          else applied.set(change.key, change.after);
        }
        expect(applied).toEqual(new Map(b));
        expect(new Set(changes.map(({ key }) => key)).size).toBe(changes.length);
        expect(b.changesSince(b)).toEqual([]);
      }
    }),
  );
});

test("what was added to and removed from a list makes the new one of the old one", () => {
  const lists = fc.uniqueArray(fc.constantFrom(...Array.from({ length: 9 }, (_, n) => ({ n }))));
  fc.assert(
    fc.property(lists, lists, (before, after) => {
      const { added, removed } = listChanges(before, after);
      const rest = before.filter((one) => !removed.includes(one));
      expect(new Set([...rest, ...added])).toEqual(new Set(after));
      expect(added.filter((one) => before.includes(one))).toEqual([]);
      expect(removed.filter((one) => after.includes(one))).toEqual([]);
    }),
  );
});

test("keepUnchanged says the same as the new list, with the earlier objects where it can", () => {
  const item = fc.record({
    id: fc.integer({ min: 0, max: 5 }),
    value: fc.constantFrom("x", "y"),
    deep: fc.array(fc.constantFrom(1, 2), { maxLength: 2 }),
  });
  const lists = fc.uniqueArray(item, { selector: (one) => one.id });
  fc.assert(
    fc.property(lists, lists, (before, next) => {
      const kept = keepUnchanged(before, next, (one) => one.id);
      expect(kept).toEqual(next);
      for (const one of kept) {
        const earlier = before.find(({ id }) => id === one.id);
        const isSame = JSON.stringify(earlier) === JSON.stringify(one);
        expect(kept.includes(earlier as never)).toBe(isSame && earlier !== undefined);
      }
    }),
  );
});

test("text for others than admins holds no link and no path", () => {
  const parts = fc.constantFrom(
    "No files found in /downloads/tv/My Show/file.mkv",
    "See https://tracker.example/passkey/abc123?x=1 for more",
    "C:\\Downloads\\Show is not accessible",
    "\\\\nas\\media\\show",
    "100 KB/s and/or nothing",
    "Unpacking failed, write error or disk is full?",
  );
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1, maxLength: 3 }), (some) => {
      const text = withoutPathsAndLinks(some.join(" "));
      expect(text).not.toMatch(/My Show|passkey|Downloads\\|nas\\media/u);
    }),
  );
  expect(withoutPathsAndLinks("Couldn't get '/data/tv/Some Show': No such file")).toBe(
    "Couldn't get '[path]': No such file",
  );
  expect(withoutPathsAndLinks("Cannot read /tv/Bob's Show: S1/x.mkv")).toBe("Cannot read [path]");
  expect(withoutPathsAndLinks("Cannot read '/tv/Bob's Show/x.mkv': denied")).toBe(
    "Cannot read '[path]': denied",
  );
  expect(withoutPathsAndLinks("and/or, 24/7, N/A")).toBe("and/or, 24/7, N/A");
  expect(withoutPathsAndLinks("100 KB/s and/or nothing")).toBe("100 KB/s and/or nothing");
  expect(withoutPathsAndLinks("Unpacking failed, disk full?")).toBe("Unpacking failed, disk full?");
});
