import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { compareContracts } from "./compare-contracts.ts";
import type { Document } from "./document.ts";

const text = readFileSync(new URL("given-contract.json", import.meta.url), "utf8");
const given = JSON.parse(text) as Document;

/** Any part of a document, to be changed. */
type Part = Record<string, unknown>;

/** The given contract with one part of it changed. @param path keys from the root to the part. */
function changed(path: readonly (string | number)[], change: (part: Part) => void): Document {
  const document = JSON.parse(text) as Part;
  change(path.reduce((part, key) => part[key] as Part, document));
  return document as unknown as Document;
}

const BLOCKLIST = ["components", "schemas", "BlocklistSearchRequest"];
const HISTORY_ITEM = ["components", "schemas", "HistoryItem"];
const DOWNLOAD = ["components", "schemas", "NormalizedDownload", "properties"];
const HISTORY = ["paths", "/api/history/recent", "get"];
const REQUESTS = ["paths", "/api/ombi/requests", "get"];

/** What is done to a copy of the contract, and what has to be found then. */
const CHANGES: readonly [string, Document, string][] = [
  [
    "a path that is gone",
    changed(["paths"], (paths) => delete paths["/health"]),
    "GET /health: is missing",
  ],
  [
    "a method that is gone",
    changed(["paths", "/api/debug/client-logs"], (path) => delete path["post"]),
    "POST /api/debug/client-logs: is missing",
  ],
  [
    "a status that is gone",
    changed(["paths", "/ready", "get", "responses"], (responses) => delete responses["503"]),
    "GET /ready 503: is missing",
  ],
  [
    "another content type",
    changed(["paths", "/api/dashboard/stream", "get", "responses", "200"], (response) => {
      response["content"] = { "application/json": { schema: { type: "string" } } };
    }),
    "GET /api/dashboard/stream 200: is not text/event-stream",
  ],
  [
    "other rights",
    changed(["paths", "/api/auth/login", "post"], (operation) => {
      operation["security"] = [{ CookieAuth: [] }];
    }),
    "POST /api/auth/login: needs CookieAuth instead of nothing",
  ],
  [
    "another tag",
    changed(HISTORY, (operation) => {
      operation["tags"] = ["Status"];
    }),
    "GET /api/history/recent: lacks the tag History",
  ],
  [
    "a parameter that is gone",
    changed(HISTORY, (operation) => {
      operation["parameters"] = [];
    }),
    "GET /api/history/recent query days: is missing",
  ],
  [
    "a parameter that is suddenly required",
    changed([...REQUESTS, "parameters", 3], (parameter) => {
      parameter["required"] = true;
    }),
    "GET /api/ombi/requests query search: is required",
  ],
  [
    "a parameter more that is required",
    changed(["paths", "/api/emby/users", "get"], (operation) => {
      operation["parameters"] = [{ name: "a", in: "query", required: true, schema: {} }];
    }),
    "GET /api/emby/users query a: is required and not in the contract",
  ],
  [
    "another default",
    changed([...HISTORY, "parameters", 0, "schema"], (schema) => {
      schema["default"] = 30;
    }),
    "GET /api/history/recent query days: default is not 7",
  ],
  [
    "another limit",
    changed([...HISTORY, "parameters", 0, "schema"], (schema) => {
      schema["maximum"] = 30;
    }),
    "GET /api/history/recent query days: maximum is not 90",
  ],
  [
    "a limit to an input that had none",
    changed([...REQUESTS, "parameters", 3, "schema"], (schema) => {
      schema["maxLength"] = 200;
    }),
    "GET /api/ombi/requests query search: has a maxLength, 200",
  ],
  [
    "a limit to a list that had none",
    changed([...REQUESTS, "parameters", 0, "schema"], (schema) => {
      schema["maxItems"] = 2;
    }),
    "GET /api/ombi/requests query type: has a maxItems, 2",
  ],
  [
    "an input of another type",
    changed([...BLOCKLIST, "properties", "arrQueueId"], (schema) => {
      schema["type"] = "string";
    }),
    "#BlocklistSearchRequest.arrQueueId: does not take integer",
  ],
  [
    "a word less to choose from",
    changed([...REQUESTS, "parameters", 0, "schema", "items"], (schema) => {
      schema["enum"] = ["movie", "all"];
    }),
    "GET /api/ombi/requests query type[]: lacks the word tv",
  ],
  [
    "an input limited to words",
    changed([...REQUESTS, "parameters", 3, "schema"], (schema) => {
      schema["enum"] = ["batman"];
    }),
    "GET /api/ombi/requests query search: takes only some words",
  ],
  [
    "a property of a body that is suddenly required",
    changed(BLOCKLIST, (schema) => {
      (schema["required"] as string[]).push("arrSeriesId");
    }),
    "#BlocklistSearchRequest.arrSeriesId: is required",
  ],
  [
    "a property of a body that need not be there any more",
    changed(BLOCKLIST, (schema) => {
      (schema["required"] as string[]).shift();
    }),
    "#BlocklistSearchRequest.arrQueueId: is not required",
  ],
  [
    "a body that may be left out",
    changed(["paths", "/api/webhook/ombi", "post", "requestBody"], (body) => {
      body["required"] = false;
    }),
    "POST /api/webhook/ombi body: is not required",
  ],
  [
    "a property that is gone",
    changed([...HISTORY_ITEM, "properties"], (properties) => delete properties["outcome"]),
    "#HistoryItem.outcome: is missing",
  ],
  [
    "an answer of another type",
    changed([...DOWNLOAD, "progress"], (schema) => {
      schema["type"] = "string";
    }),
    "#NormalizedDownload.progress: may be string",
  ],
  [
    "an answer that may be null",
    changed([...DOWNLOAD, "title"], (schema) => {
      schema["nullable"] = true;
    }),
    "#NormalizedDownload.title: may be null",
  ],
  [
    "an answer in a word nobody knows",
    changed([...DOWNLOAD, "type"], (schema) => {
      schema["enum"] = ["usenet", "torrent", "carrier-pigeon"];
    }),
    "#NormalizedDownload.type: may be the word carrier-pigeon",
  ],
  [
    "an answer in another format",
    changed([...HISTORY_ITEM, "properties", "completedAt"], (schema) => {
      delete schema["format"];
    }),
    "#HistoryItem.completedAt: format none instead of date-time",
  ],
  [
    "a list of something else",
    changed([...DOWNLOAD, "tags", "items"], (schema) => {
      schema["type"] = "integer";
    }),
    "#NormalizedDownload.tags[]: may be integer",
  ],
  [
    "an object that is closed",
    changed(["components", "schemas", "StatusResponse", "properties", "cache"], (schema) => {
      schema["additionalProperties"] = false;
    }),
    "#StatusResponse.cache: has no further properties",
  ],
  [
    "a component by another name",
    changed(["paths", "/api/status/status", "get", "responses", "200", "content"], (content) => {
      content["application/json"] = { schema: given.components?.schemas?.["StatusResponse"] };
    }),
    "GET /api/status/status 200: is not StatusResponse",
  ],
];

describe("comparing contracts", () => {
  test("finds nothing between a contract and itself", () => {
    expect(compareContracts(given, given)).toEqual([]);
  });

  test.each(CHANGES)("finds %s", (_change, ours, finding) => {
    expect(compareContracts(given, ours)).toContain(finding);
  });

  test("has nothing against more than the contract asks for", () => {
    const ours = changed([], (document) => {
      const { paths } = document as unknown as { paths: Record<string, Record<string, Part>> };
      paths["/api/more"] = { get: { responses: {} } };
      const operation = paths["/api/history/recent"]?.["get"] ?? {};
      (operation["parameters"] as Part[]).push({ name: "more", in: "query", schema: {} });
      (operation["responses"] as Part)["429"] = {};
    });
    expect(compareContracts(given, ours)).toEqual([]);
  });
});
