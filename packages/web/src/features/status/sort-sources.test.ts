import type { StatusSource } from "@sofarr/contract";
import { expect, it } from "vitest";

import { makeSource } from "../../state/make-download.ts";
import { countTroubled, sortSources } from "./sort-sources.ts";

function source(id: string, state: StatusSource["state"]): StatusSource {
  return { ...makeSource({ id, state }), latencyMs: 12, items: 3, lastError: null, advice: null };
}

const sources = [source("a", "ok"), source("b", "never"), source("c", "failed"), source("d", "ok")];

it("puts trouble first and keeps the order otherwise", () => {
  expect(sortSources(sources).map(({ id }) => id)).toEqual(["c", "b", "a", "d"]);
});

it("counts what needs a look, which is not what was never asked", () => {
  expect(countTroubled([...sources, source("e", "stale")])).toBe(2);
});
