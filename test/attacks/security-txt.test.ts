import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { startHousehold, type Household } from "../journeys/household.ts";
import { TestClock } from "../journeys/test-clock.ts";

const PATH = "/.well-known/security.txt";
const DAY_MS = 24 * 60 * 60_000;

let household: Household;
let clock: TestClock;

beforeEach(async () => {
  clock = new TestClock();
  household = await startHousehold({ clock });
});
afterEach(async () => {
  await household.stop();
});

/** From the root of the server, wherever it is based. */
async function ask(path = PATH): Promise<{ status: number; type: string | null; lines: string[] }> {
  const answer = await fetch(new URL(path, household.url()));
  const lines = (await answer.text()).trimEnd().split("\n");
  return { status: answer.status, type: answer.headers.get("content-type"), lines };
}

describe("security.txt", () => {
  test("is not there while nobody said whom to ask", async () => {
    await household.start();
    expect((await ask()).status).toBe(404);
  });

  test.each([
    ["admin@example.org", "mailto:admin@example.org"],
    ["mailto:admin@example.org", "mailto:admin@example.org"],
    ["https://example.org/holes", "https://example.org/holes"],
  ])(
    "names %s at the root and below the base path, to anyone, and never goes stale",
    async (contact, uri) => {
      await household.start({
        SECURITY_CONTACT: contact,
        BASE_PATH: "/media",
        SOFARR_BASE_URL: "https://sofarr.example.org/media",
      });
      for (const path of [PATH, `/media${PATH}`]) {
        const { status, type, lines } = await ask(path);
        expect([status, type]).toEqual([200, "text/plain; charset=utf-8"]);
        expect(lines).toEqual([
          `Contact: ${uri}`,
          expect.stringMatching(/^Expires: \d{4}-\d\d-\d\dT[\d:.]+Z$/u) as string,
          "Preferred-Languages: en",
          `Canonical: https://sofarr.example.org${PATH}`,
        ]);
      }
      clock.advance(365 * DAY_MS);
      const expires = Date.parse((await ask()).lines[1]?.slice("Expires: ".length) ?? "");
      expect(expires).toBeGreaterThan(clock.now() + 30 * DAY_MS);
      expect(expires).toBeLessThan(clock.now() + 365 * DAY_MS);
    },
  );

  test("names no place of its own that is not https or not told", async () => {
    for (const change of [{}, { SOFARR_BASE_URL: "http://sofarr.example.org" }]) {
      await household.start({ SECURITY_CONTACT: "admin@example.org", ...change });
      expect((await ask()).lines).toHaveLength(3);
      await household.stopServer();
    }
  });

  test.each(["http://example.org", "nobody", "a@b\r\nExpires: 1", "javascript:alert(1)"])(
    "takes no contact that is none: %j",
    async (contact) => {
      await expect(household.start({ SECURITY_CONTACT: contact })).rejects.toThrow(
        /SECURITY_CONTACT/u,
      );
    },
  );
});
