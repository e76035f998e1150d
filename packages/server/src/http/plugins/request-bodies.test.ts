import { Readable } from "node:stream";
import fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { registerErrors } from "./errors.ts";
import { registerRequestBodies } from "./request-bodies.ts";

let app: FastifyInstance;

beforeEach(() => {
  app = fastify();
  registerErrors(app);
  registerRequestBodies(app);
  app.post("/free", ({ body }) => ({ body: body ?? null }));
  app.post("/strict", { schema: { body: { type: "object" } } }, () => ({}));
});
afterEach(async () => {
  await app.close();
});

const JSON_TYPE = "application/json; charset=utf-8";
const post = async (url: string, contentType: string, payload?: string | Readable) =>
  await app.inject({
    method: "POST",
    url,
    headers: {
      "content-type": contentType,
      ...(payload instanceof Readable ? { "transfer-encoding": "chunked" } : {}),
    },
    ...(payload === undefined ? {} : { payload }),
  });

describe("an empty body", () => {
  test.each([
    [JSON_TYPE, "nothing", () => undefined],
    [JSON_TYPE, "no bytes", () => ""],
    [JSON_TYPE, "no chunks", () => Readable.from([])],
    ["application/x-www-form-urlencoded", "no bytes", () => ""],
    ["no type at all", "no bytes", () => ""],
  ])("is none, whatever it is said to be: %s, %s", async (contentType, _what, payload) => {
    const answer = await post("/free", contentType, payload());
    expect([answer.statusCode, answer.json()]).toEqual([200, { body: null }]);
    expect((await post("/strict", contentType, payload())).statusCode).toBe(400);
  });
});

describe("a body", () => {
  test("is read as what it is said to be, also when it comes in chunks", async () => {
    expect((await post("/free", JSON_TYPE, '{"a":1}')).json()).toEqual({ body: { a: 1 } });
    const chunks = Readable.from(["[", "1]"]);
    expect((await post("/free", JSON_TYPE, chunks)).json()).toEqual({ body: [1] });
  });

  test.each([
    [JSON_TYPE, " ", 400],
    [JSON_TYPE, "{", 400],
    ["application/x-www-form-urlencoded", "a=1", 415],
  ])("that cannot be read is refused: %s, %j", async (contentType, payload, status) => {
    expect((await post("/free", contentType, payload)).statusCode).toBe(status);
  });
});
