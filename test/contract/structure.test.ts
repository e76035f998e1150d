import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";

import { printDocument, withApp } from "../../scripts/openapi.ts";
import { compareContracts } from "./compare-contracts.ts";
import { ADDITIONS, DIFFERENCES, DIFFERENCES_IN_WORDS } from "./differences.ts";
import { operationsOf, type Document } from "./document.ts";
import { routesOf } from "./routes-of.ts";

const given = JSON.parse(
  readFileSync(new URL("given-contract.json", import.meta.url), "utf8"),
) as Document;
/** What has to be set for a route to be there. */
const EVERYTHING_ON = { METRICS_SECRET: "metrics-secret" };
let ours: Document;
let routes: readonly string[];

beforeAll(async () => {
  await withApp(async (app) => {
    ours = JSON.parse(await printDocument(app)) as Document;
    routes = routesOf(app);
  }, EVERYTHING_ON);
});

const listed = DIFFERENCES.map(({ finding }) => finding);

describe("the given contract", () => {
  test("has 47 paths and 54 operations", () => {
    expect(Object.keys(given.paths)).toHaveLength(47);
    expect(operationsOf(given).size).toBe(54);
  });

  test("is all in ours, but for the differences that are listed", () => {
    const found = compareContracts(given, ours);
    expect(found.filter((finding) => !listed.includes(finding))).toEqual([]);
  });

  test("lists no difference that is not there", () => {
    const found = compareContracts(given, ours);
    expect(listed.filter((one) => !found.includes(one))).toEqual([]);
    expect(new Set(listed).size).toBe(listed.length);
  });
});

describe("where we leave the given contract's words", () => {
  test.each(DIFFERENCES_IN_WORDS)("it is about an operation of it: $operation", (difference) => {
    expect([...operationsOf(given).keys()]).toContain(difference.operation);
  });
});

describe("our routes", () => {
  const isListed = (route: string): boolean =>
    ADDITIONS.some((one) =>
      one.route.endsWith("*") ? route.startsWith(one.route.slice(0, -1)) : route === one.route,
    );

  test("below /api are the contract's, but for the additions that are listed", () => {
    const known = operationsOf(given);
    const below = routes.filter((route) => route.split(" ")[1]?.startsWith("/api") === true);
    expect(below.length).toBeGreaterThan(ADDITIONS.length);
    expect(below.filter((route) => !known.has(route) && !isListed(route))).toEqual([]);
  });

  test("are all in the document, but for the additions", () => {
    const documented = operationsOf(ours);
    expect(routes.filter((route) => !documented.has(route) && !isListed(route))).toEqual([]);
  });

  test("make every addition that is listed", () => {
    const used = ADDITIONS.filter(({ route }) =>
      routes.some((one) => one === route || one.startsWith(route.replace(/\*$/u, ""))),
    );
    expect(used).toEqual(ADDITIONS);
  });
});
