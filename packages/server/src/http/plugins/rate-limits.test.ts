import fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { registerErrors } from "./errors.ts";
import { registerRateLimits } from "./rate-limits.ts";

const ADDRESS = "192.0.2.7";

describe("the limit on failed sign-ins", () => {
  let app: FastifyInstance;
  let attempts: number;
  let outcome: Promise<"failed" | "fine">;

  beforeEach(async () => {
    attempts = 0;
    outcome = Promise.resolve("failed");
    app = fastify();
    registerErrors(app);
    const limit = await registerRateLimits(app, "/api/");
    app.post("/api/login", async (request) => {
      const attempt = (): typeof outcome => {
        attempts += 1;
        return outcome;
      };
      return { outcome: await limit.guard(request, attempt, (one) => one === "failed") };
    });
  });
  afterEach(async () => {
    await app.close();
  });

  const login = async (remoteAddress = ADDRESS) =>
    await app.inject({ method: "POST", url: "/api/login", remoteAddress });

  test("the eleventh failure from an address is not tried, another address is", async () => {
    for (let time = 1; time <= 10; time += 1) expect((await login()).statusCode).toBe(200);
    const refused = await login();
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toEqual({
      error: "Too many failed sign-ins from this address; try again in 15 minutes.",
    });
    expect(attempts).toBe(10);
    expect((await login("192.0.2.8")).statusCode).toBe(200);
  });

  test("many at once are no way around it", async () => {
    let fail = (_outcome: "failed"): void => {};
    outcome = new Promise((resolve) => {
      fail = resolve;
    });
    const all = Promise.all(Array.from({ length: 40 }, () => login()));
    await until(() => attempts >= 10);
    fail("failed");
    const statuses = (await all).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
    expect(attempts).toBe(10);
  });

  test("whoever is refused is told when to come back", async () => {
    for (let time = 1; time <= 10; time += 1) await login();
    const { headers } = await login();
    expect(Number(headers["retry-after"])).toBeGreaterThan(14 * 60);
  });

  test("what succeeds or cannot be judged does not count", async () => {
    for (let time = 1; time <= 20; time += 1) {
      outcome = time % 2 === 0 ? Promise.resolve("fine") : Promise.reject(new Error("away"));
      await login();
    }
    expect(attempts).toBe(20);
  });
});

async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setImmediate(resolve));
}
