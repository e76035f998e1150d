import type { FastifyRequest } from "fastify";
import { describe, expect, test } from "vitest";

import { Secret } from "../../config/secret.ts";
import { checkSecret, OMBI_HEADER, SECRET_HEADER } from "./webhook-secret.ts";

const SECRET = new Secret("the secret of the house");
const GOOD = SECRET.reveal();

const check = (
  headers: Record<string, string | string[]>,
  query: object = {},
  secret: Secret | null = SECRET,
): void => {
  checkSecret({ headers, query } as unknown as FastifyRequest, secret, [
    SECRET_HEADER,
    OMBI_HEADER,
  ]);
};

describe("the webhook secret", () => {
  test.each([
    ["in our header", { "x-sofarr-webhook-secret": GOOD }, {}],
    ["in Ombi's header", { "access-token": GOOD }, {}],
    ["in the address", {}, { secret: GOOD }],
    ["beside a wrong one", { "x-sofarr-webhook-secret": "old secret" }, { secret: GOOD }],
  ])("opens %s", (_where, headers, query) => {
    expect(() => check(headers, query)).not.toThrow();
  });

  test.each([
    ["nothing", {}, {}],
    ["an empty one", { "x-sofarr-webhook-secret": "" }, { secret: "" }],
    [
      "a wrong one of the same length",
      { "x-sofarr-webhook-secret": "the secret of the mouse" },
      {},
    ],
    ["its beginning", {}, { secret: GOOD.slice(0, -1) }],
    ["one in another case", {}, { secret: GOOD.toUpperCase() }],
    ["another header", { authorization: GOOD, "x-webhook-secret": GOOD }, {}],
    ["what is no text", {}, { secret: [GOOD] }],
    ["how a secret prints", {}, { secret: "[redacted]" }],
  ])("%s does not open, and the refusal says where it belongs", (_what, headers, query) => {
    expect(() => check(headers, query)).toThrow(
      expect.objectContaining({
        statusCode: 401,
        details: expect.stringContaining(SECRET_HEADER) as string,
      }) as Error,
    );
  });

  test("while none is configured nothing opens, and the refusal says what to set", () => {
    expect(() => check({ "x-sofarr-webhook-secret": GOOD }, { secret: "" }, null)).toThrow(
      expect.objectContaining({
        statusCode: 401,
        details: expect.stringContaining("SOFARR_WEBHOOK_SECRET") as string,
      }) as Error,
    );
  });
});
