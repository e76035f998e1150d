import { ErrorResponse, PassedThroughList, PassedThroughObject } from "@sofarr/contract";
import fastify, { type FastifyInstance } from "fastify";
import { describe, expect, test } from "vitest";

import { registerPassThrough } from "./pass-through.ts";

/** What a service may say under a path of which the contract only knows "an object" or "a list". */
const ANSWERS = [
  { records: [{ id: 7, size: null, nested: { deep: [1, "two", null] } }], page: 1 },
  [{ id: 1, fields: [{ name: "url", value: null }] }],
  {},
  [],
  [null, 0.1, "text"],
];

async function answeredWith(
  answer: unknown,
  register: (app: FastifyInstance) => void,
): Promise<readonly string[]> {
  const app = fastify();
  register(app);
  const routes = { "/object": PassedThroughObject, "/list": PassedThroughList };
  for (const [path, schema] of Object.entries(routes)) {
    app.get(path, { schema: { response: { 200: schema, "4xx": ErrorResponse } } }, (_, reply) =>
      reply.send(answer),
    );
  }
  const bodies = await Promise.all(
    Object.keys(routes).map(async (path) => (await app.inject(path)).body),
  );
  await app.close();
  return bodies;
}

describe("an answer that is passed through", () => {
  test.each(ANSWERS.map((answer) => ({ answer })))(
    "comes as it is: $answer",
    async ({ answer }) => {
      const text = JSON.stringify(answer);
      expect(await answeredWith(answer, registerPassThrough)).toEqual([text, text]);
    },
  );

  test("would be bent if it were serialised by its schema", async () => {
    const [asObject] = await answeredWith([{ id: 1 }], () => {});
    expect(asObject).not.toBe('[{"id":1}]');
  });

  test("leaves answers of ours to their schema", async () => {
    const app = fastify();
    registerPassThrough(app);
    app.get("/", { schema: { response: { 200: ErrorResponse } } }, () => ({
      error: "Said.",
      secret: "Not declared, so not sent.",
    }));
    expect((await app.inject("/")).body).toBe('{"error":"Said."}');
    await app.close();
  });
});
