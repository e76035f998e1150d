import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";

import { joinKey } from "../domain/download.ts";
import {
  makeDownload,
  makeReading,
  makeRecord,
  makeRequest,
  makeTitle,
} from "../domain/make.case.ts";
import { createSnapshotBuilder } from "../domain/snapshot.ts";
import type { KnownUser } from "../domain/user.ts";
import { rowsIn } from "./rows.ts";
import { openInMemory } from "./schema.ts";
import { createUserStore, type UserStore } from "./user-store.ts";

const IDS = ["id-1", "id-2", "id-3", "id-4"];
/** Several fit one label, in each of its forms. */
const NAMES = ["John Doe", "john-doe", "john.doe", "Alice", "alice", "Bob", "José", "Jose"];
const LABELS = [
  "john-doe",
  "john doe",
  "user-john-doe",
  "3-john-doe",
  "alice",
  "bob",
  "kids",
  "5-jose",
];
const USER_TAGS = new Map([["Alice", ["kids"]]]);

const users: fc.Arbitrary<KnownUser> = fc.record({
  id: fc.constantFrom(...IDS),
  name: fc.constantFrom(...NAMES),
});
const events = fc.oneof(
  users.map((user) => (store: UserStore) => void store.remember(user, 1)),
  fc
    .uniqueArray(users, { selector: ({ id }) => id, maxLength: 4 })
    .map((list) => (store: UserStore) => void store.list(list)),
);

const downloads = LABELS.map((label) => makeDownload({ id: label }));
const reading = makeReading({
  queue: LABELS.map((label, at) =>
    makeRecord({ id: at + 1, titleId: at + 1, joinKeys: [joinKey("torrent", label)] }),
  ),
  titles: LABELS.map((label, at) => makeTitle({ id: at + 1, tvdbId: at + 1, tagLabels: [label] })),
});
/** Of somebody who is known by their name alone. */
const request = makeRequest({
  tvdbId: 1,
  requester: { mediaServerUserId: null, userName: "alice", alias: null },
});

/** What everybody sees, as lines of person and download. */
function seen(store: UserStore): ReadonlySet<string> {
  const { byOwner } = createSnapshotBuilder(USER_TAGS)({
    downloads: [downloads],
    readings: [reading],
    requests: [request],
    users: store.all(),
  });
  return new Set(
    [...byOwner].flatMap(([id, theirs]) => [...theirs].map(([key]) => `${id} ${key}`)),
  );
}

test("a restart never widens what anybody sees, nor narrows it", () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 8 }), (some) => {
      const database = openInMemory();
      const store = createUserStore(rowsIn(database));
      for (const event of some) event(store);
      expect(seen(createUserStore(rowsIn(database)))).toEqual(seen(store));
      database.close();
    }),
    { numRuns: 300 },
  );
});

test("what was half written when it was killed shows nobody what they would see neither before nor after", () => {
  fc.assert(
    fc.property(
      fc.array(events, { maxLength: 8 }),
      events,
      fc.integer({ min: 0, max: 5 }),
      (some, last, writes) => {
        const database = openInMemory();
        const store = createUserStore(rowsIn(database));
        for (const event of some) event(store);
        const before = seen(store);
        try {
          last(createUserStore(rowsIn(diesAfter(writes, database))));
        } catch (error) {
          expect(error).toBe(KILLED);
        }
        const found = seen(createUserStore(rowsIn(database)));
        last(store);
        const after = seen(store);
        const allowed = new Set([...before, ...after]);
        expect([...found].filter((line) => !allowed.has(line))).toEqual([]);
        database.close();
      },
    ),
    { numRuns: 600 },
  );
});

const KILLED = new Error("killed");

/** The same database, in which this many statements can be run. */
function diesAfter(writes: number, database: DatabaseSync): DatabaseSync {
  let left = writes;
  const prepare = (sql: string): StatementSync => {
    const statement = database.prepare(sql);
    const run = statement.run.bind(statement);
    statement.run = ((...values: SQLInputValue[]) => {
      // What a kill leaves open, SQLite itself takes back.
      if (left === 0 && sql !== "ROLLBACK") throw KILLED;
      left -= 1;
      return run(...values);
    }) as StatementSync["run"];
    return statement;
  };
  return new Proxy(database, {
    get(target, name) {
      if (name === "prepare") return prepare;
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
