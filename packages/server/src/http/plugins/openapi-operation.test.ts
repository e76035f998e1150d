import { ErrorResponse, WebhookResponse } from "@sofarr/contract";
import type { FastifyContextConfig, FastifySchema } from "fastify";
import { describe, expect, test } from "vitest";

import { describeOperation, letBodiesBeAbsent, type DeclaredRoute } from "./openapi-operation.ts";

const BOTH = [{ CookieAuth: [], CsrfToken: [] }];
const COOKIE = [{ CookieAuth: [] }];
const TOKEN = [{ CsrfToken: [] }];

const described = (change: Partial<DeclaredRoute> = {}): FastifySchema =>
  describeOperation({ method: "GET", url: "/api/things", config: {}, schema: {}, ...change });
const statusesOf = ({ response }: FastifySchema): readonly string[] =>
  Object.keys(response as object);

describe("what a call has to bring", () => {
  test.each<[string, FastifyContextConfig, readonly object[]]>([
    ["GET", {}, COOKIE],
    ["GET", { access: "viewer" }, COOKIE],
    ["GET", { access: "admin" }, COOKIE],
    ["GET", { access: "public" }, []],
    ["POST", {}, BOTH],
    ["PUT", { access: "admin" }, BOTH],
    ["DELETE", { access: "admin" }, BOTH],
    ["POST", { skipsCsrf: true }, COOKIE],
    ["POST", { access: "public" }, TOKEN],
    ["POST", { access: "public", skipsCsrf: true }, []],
  ])("%s of %j is %j", (method, config, security) => {
    expect(described({ method, config }).security).toEqual(security);
  });

  test("is what the route says, if it has guards of its own", () => {
    const schema = { security: COOKIE };
    expect(described({ config: { access: "public" }, schema }).security).toEqual(COOKIE);
  });
});

describe("how a call may be refused", () => {
  test.each<[string, Partial<DeclaredRoute>, readonly string[]]>([
    ["to anyone", { config: { access: "public" } }, ["429"]],
    ["outside the API", { url: "/health", config: { access: "public" } }, []],
    ["that is not limited", { config: { access: "public", rateLimit: false } }, []],
    ["to who is signed in", {}, ["401", "429"]],
    ["to admins", { config: { access: "admin" } }, ["401", "403", "429"]],
    ["that changes something", { method: "POST" }, ["401", "403", "429"]],
    ["that takes input", { schema: { querystring: {} } }, ["400", "401", "429"]],
  ])("follows from being open %s", (_to, route, statuses) => {
    expect(statusesOf(described(route))).toEqual(statuses);
  });

  test("comes beside what the route itself answers, which keeps its schema", () => {
    const schema = {
      response: { 200: WebhookResponse, 401: WebhookResponse, "5xx": ErrorResponse },
    };
    const operation = described({ schema });
    expect(statusesOf(operation)).toEqual(["200", "401", "429", "5xx"]);
    expect(operation.response).toMatchObject({
      401: { content: { "application/json": { schema: WebhookResponse } } },
    });
  });

  test("is told in JSON, whatever else the route produces", () => {
    const schema = { produces: ["image/*"], response: { 200: ErrorResponse } };
    expect(described({ schema }).response).toMatchObject({
      200: { content: { "image/*": { schema: ErrorResponse } } },
      401: { content: { "application/json": { schema: ErrorResponse } } },
    });
  });
});

test("an operation for admins says so after its own words", () => {
  const route = { config: { access: "admin" }, schema: { description: "All things." } } as const;
  expect(described(route).description).toBe("All things.\n\nFor admins only.");
});

test("each operation has a name made of its method and path", () => {
  const url = "/api/emby/session/:sessionId/user";
  expect(described({ url })).toMatchObject({ operationId: "getEmbySessionSessionIdUser" });
});

test("only a body that may be null may be left out", () => {
  const bodyOf = (schema: { anyOf?: unknown }) => ({
    required: true,
    content: { "application/json": { schema } },
  });
  const [needed, free] = [bodyOf({}), bodyOf({ anyOf: [{ type: "object" }, { type: "null" }] })];
  letBodiesBeAbsent({
    "/a": { post: { requestBody: needed }, put: { requestBody: free }, get: {} },
  });
  expect([needed.required, free.required]).toEqual([true, false]);
});
