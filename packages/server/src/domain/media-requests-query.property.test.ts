import fc from "fast-check";
import { expect, test } from "vitest";

import { makeRequest } from "./make.case.ts";
import type { MediaRequest } from "./media-request.ts";
import {
  requestsVisibleTo,
  selectRequests,
  statusOf,
  type RequestsQuery,
} from "./media-requests-query.ts";
import { requesterOf } from "./ownership.ts";
import { audienceOf } from "./visibility.ts";

const users = [
  { id: "alice", name: "Alice" },
  { id: "bob", name: "Bob" },
  { id: "sam1", name: "Sam" },
  { id: "sam2", name: "sam" },
];
const SORTS = ["requestedDate_desc", "requestedDate_asc", "title_asc", "title_desc"] as const;

const requests: fc.Arbitrary<readonly MediaRequest[]> = fc.array(
  fc
    .record({
      id: fc.integer({ min: 1, max: 6 }),
      instanceId: fc.constantFrom("ombi-main", "ombi-kids"),
      mediaType: fc.constantFrom("movie", "tv"),
      title: fc.oneof(fc.constantFrom("Alpha", "alpha 2", "Beta", ""), fc.string()),
      requestedAt: fc.option(fc.integer({ min: 0, max: 5 })),
      available: fc.boolean(),
      approved: fc.boolean(),
      denied: fc.boolean(),
      requester: fc.option(
        fc.record({
          mediaServerUserId: fc.option(fc.constantFrom("alice", "bob", "elsewhere")),
          userName: fc.constantFrom("alice", "BOB", "Sam", "Elsewhere"),
          alias: fc.constant(null),
        }),
      ),
    })
    .map((change) => makeRequest(change)),
  { maxLength: 12 },
);

const query: fc.Arbitrary<RequestsQuery> = fc.record({
  mediaTypes: fc.subarray(["movie", "tv"] as const),
  statuses: fc.subarray(["pending", "approved", "available", "denied"] as const),
  search: fc.constantFrom("", "a", "ALPHA", " ", "."),
  sort: fc.constantFrom(...SORTS),
});

test("others than admins are shown their own and nothing else, however they ask", () => {
  fc.assert(
    fc.property(
      requests,
      query,
      fc.constantFrom(...users),
      fc.boolean(),
      (all, some, user, wantsAll) => {
        const audience = audienceOf({ ...user, isAdmin: false }, wantsAll);
        const visible = requestsVisibleTo(audience, all, users);
        for (const one of selectRequests(visible, some)) {
          expect(requesterOf(one, users)?.id).toBe(user.id);
        }
        expect(visible).toEqual(all.filter((one) => requesterOf(one, users)?.id === user.id));
      },
    ),
  );
});

test("a filter only takes away, and takes away exactly what does not fit it", () => {
  fc.assert(
    fc.property(requests, query, (all, some) => {
      const selected = selectRequests(all, some);
      const { mediaTypes, statuses, search } = some;
      for (const one of all) {
        const fits =
          (mediaTypes.length === 0 || mediaTypes.includes(one.mediaType)) &&
          (statuses.length === 0 || statuses.includes(statusOf(one))) &&
          one.title.normalize("NFC").toLowerCase().includes(search.toLowerCase());
        expect(selected.filter((other) => other === one)).toHaveLength(fits ? 1 : 0);
      }
      expect(selected.length).toBeLessThanOrEqual(all.length);
    }),
  );
});

test("sorting keeps every request once, and does not depend on the order they came in", () => {
  const all = requests.filter((some) => new Set(some.map(keyOf)).size === some.length);
  fc.assert(
    fc.property(all, fc.constantFrom(...SORTS), fc.infiniteStream(fc.nat()), (some, sort, luck) => {
      const everything = { mediaTypes: [], statuses: [], search: "", sort };
      const sorted = selectRequests(some, everything);
      expect(new Set(sorted)).toEqual(new Set(some));
      expect(sorted).toHaveLength(some.length);
      const shuffled = some
        .map((one) => [one, luck.next().value] as const)
        .toSorted(([, a], [, b]) => a - b)
        .map(([one]) => one);
      expect(selectRequests(shuffled, everything)).toEqual(sorted);
    }),
  );
});

test("a date that is known always comes before one that is not", () => {
  fc.assert(
    fc.property(requests, fc.constantFrom(...SORTS.slice(0, 2)), (some, sort) => {
      const sorted = selectRequests(some, { mediaTypes: [], statuses: [], search: "", sort });
      const dates = sorted.map(({ requestedAt }) => requestedAt);
      const known = dates.filter((date) => date !== null);
      expect(dates.slice(0, known.length)).toEqual(known);
      const step = sort === "requestedDate_asc" ? 1 : -1;
      expect(known).toEqual(known.toSorted((a, b) => step * (a - b)));
    }),
  );
});

function keyOf({ instanceId, mediaType, id }: MediaRequest): string {
  return `${instanceId} ${mediaType} ${id}`;
}
