import fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { UpstreamError, type UpstreamFailure } from "../../upstreams/errors.ts";
import { HttpError, registerErrors } from "./errors.ts";

let app: FastifyInstance;
let thrown: Error;

beforeEach(() => {
  app = fastify();
  registerErrors(app);
  for (const access of ["viewer", "admin"] as const) {
    app.get(`/${access}`, { config: { access } }, () => {
      throw thrown;
    });
  }
});
afterEach(async () => {
  await app.close();
});

function trouble(reason: UpstreamFailure): UpstreamError {
  return new UpstreamError({
    instanceId: "sonarr-main",
    reason,
    message: "did not do it",
    advice: "Change http://inside.example.",
    cause: new Error("key 1234"),
  });
}

async function answer(url: string) {
  const { statusCode, payload } = await app.inject(url);
  return { status: statusCode, body: JSON.parse(payload) as unknown };
}

describe("an error", () => {
  test.each([
    ["unreachable", 502],
    ["timeout", 504],
    ["unauthorized", 502],
    ["refused", 502],
    ["bad-status", 502],
    ["bad-payload", 502],
  ] as const)("of an upstream that is %s is a %i in words", async (reason, status) => {
    thrown = trouble(reason);
    expect(await answer("/viewer")).toEqual({
      status,
      body: { error: "sonarr-main did not do it." },
    });
  });

  test("of an upstream tells admins what to change", async () => {
    thrown = trouble("unreachable");
    expect(await answer("/admin")).toEqual({
      status: 502,
      body: { error: "sonarr-main did not do it.", details: "Change http://inside.example." },
    });
  });

  test("made for the caller is told as it is", async () => {
    thrown = new HttpError(418, "No tea.", "Ask for coffee.");
    expect(await answer("/viewer")).toEqual({
      status: 418,
      body: { error: "No tea.", details: "Ask for coffee." },
    });
  });

  test("of ours tells nothing of the inside", async () => {
    thrown = new Error("key 1234 at /srv/app.ts");
    const { status, body } = await answer("/admin");
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/1234|srv/u);
  });
});
