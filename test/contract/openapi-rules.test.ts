import { describe, expect, test } from "vitest";

import type { Document } from "./document.ts";
import { problemsIn } from "./openapi-rules.ts";

const OPERATION = {
  operationId: "getThing",
  summary: "A thing",
  tags: ["Things"],
  security: [],
  parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
  responses: {
    200: {
      description: "OK",
      content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
    },
  },
};
const DOCUMENT = {
  openapi: "3.1.0",
  tags: [{ name: "Things" }],
  components: {
    schemas: { Thing: { type: "object", properties: { name: { type: "string" } } } },
    securitySchemes: { Cookie: {} },
  },
  paths: { "/things/{id}": { get: OPERATION } },
};

/** A valid document but for its one operation. */
const operating = (change: object): object => ({
  ...DOCUMENT,
  paths: { "/things/{id}": { get: { ...OPERATION, ...change } } },
});
/** A valid document but for a schema in it. */
const meaning = (schema: unknown): object => ({
  ...DOCUMENT,
  components: { ...DOCUMENT.components, schemas: { Thing: schema } },
});
const AT = "GET /things/{id}";
const [ID] = OPERATION.parameters;

const MISTAKES: readonly [string, object, string][] = [
  ["an older version", { ...DOCUMENT, openapi: "3.0.3" }, "openapi is 3.0.3"],
  [
    "a path without a slash",
    { ...DOCUMENT, paths: { things: {} } },
    "things: does not begin with a slash",
  ],
  [
    "an unknown method",
    { ...DOCUMENT, paths: { "/things/{id}": { fetch: OPERATION } } },
    "/things/{id}: fetch is no method",
  ],
  [
    "two operations of one name",
    { ...DOCUMENT, paths: { "/things/{id}": { get: OPERATION, put: OPERATION } } },
    "operationId getThing is used twice",
  ],
  ["no name", operating({ operationId: undefined }), `${AT}: has no operationId`],
  ["no summary", operating({ summary: "" }), `${AT}: has no summary`],
  ["no tag", operating({ tags: [] }), `${AT}: has no tag`],
  ["an unexplained tag", operating({ tags: ["Stuff"] }), `${AT}: tag Stuff is not explained`],
  ["no word on rights", operating({ security: undefined }), `${AT}: does not say who may call it`],
  [
    "an unknown scheme",
    operating({ security: [{ Key: [] }] }),
    `${AT}: there is no security scheme Key`,
  ],
  [
    "a path parameter nobody describes",
    operating({ parameters: [] }),
    `${AT}: path parameter id is not described`,
  ],
  ["a parameter twice", operating({ parameters: [ID, ID] }), `${AT}: path id is there twice`],
  [
    "a parameter from nowhere",
    operating({ parameters: [ID, { ...ID, in: "body" }] }),
    `${AT}: body id: is nowhere`,
  ],
  [
    "a parameter that is not in the path",
    operating({ parameters: [ID, { ...ID, name: "no" }] }),
    `${AT}: path no: is not in the path`,
  ],
  [
    "an optional path parameter",
    operating({ parameters: [{ ...ID, required: false }] }),
    `${AT}: path id: has to be required`,
  ],
  [
    "a body of no type",
    operating({ requestBody: { content: {} } }),
    `${AT}: body: has no content type`,
  ],
  [
    "an odd content type",
    operating({ requestBody: { content: { json: { schema: {} } } } }),
    `${AT}: body: json is no content type`,
  ],
  ["no success", operating({ responses: { 404: { description: "No" } } }), `${AT}: never succeeds`],
  [
    "an odd status",
    operating({ responses: { 200: { description: "OK" }, "4xx": { description: "No" } } }),
    `${AT}: 4xx is no status`,
  ],
  ["an undescribed status", operating({ responses: { 200: {} } }), `${AT}: 200 has no description`],
  ["no schema at all", meaning(null), "#Thing: is no schema"],
  [
    "the older word for null",
    meaning({ type: "string", nullable: true }),
    "#Thing: nullable may not be true",
  ],
  ["an unknown type", meaning({ type: "text" }), '#Thing: type may not be "text"'],
  ["no words to choose from", meaning({ enum: [] }), "#Thing: enum may not be []"],
  ["a word twice", meaning({ enum: ["a", "a"] }), '#Thing: enum may not be ["a","a"]'],
  ["a broken pattern", meaning({ pattern: "(" }), '#Thing: pattern may not be "("'],
  ["a negative length", meaning({ maxLength: -1 }), "#Thing: maxLength may not be -1"],
  [
    "a list of who knows what",
    meaning({ type: "array" }),
    "#Thing: does not say what is in the list",
  ],
  [
    "a required property nobody describes",
    meaning({ type: "object", required: ["name"] }),
    "#Thing: requires name, which it does not describe",
  ],
  [
    "a reference to nothing, deep inside",
    meaning({
      properties: { a: { items: { anyOf: [{ $ref: "#/components/schemas/Other" }] } } },
    }),
    "#Thing.a[]: #/components/schemas/Other leads nowhere",
  ],
];

describe("the rules for the document", () => {
  test("accept a valid one", () => {
    expect(problemsIn(DOCUMENT as unknown as Document)).toEqual([]);
  });

  test.each(MISTAKES)("notice %s", (_mistake, document, problem) => {
    expect(problemsIn(document as Document)).toContain(problem);
  });
});
