import { expect, it } from "vitest";

import { createApiClient } from "./client.ts";
import { askRefusal, type Refusal } from "./refusal.ts";

const STREAM = "api/dashboard/stream?delta=table";

function refusalFrom(answer: () => Response): Promise<Refusal> {
  const api = createApiClient({
    resolve: (path) => `https://box.example/${path}`,
    csrfToken: () => null,
    fetch: async (input) => {
      expect(input).toBe(`https://box.example/${STREAM}`);
      return answer();
    },
  });
  return askRefusal(api, STREAM);
}

function refusing(
  status: number,
  error: string,
  headers: Record<string, string> = {},
): () => Response {
  return () => Response.json({ error }, { status, headers });
}

it.each([
  [401, "Please sign in.", { kind: "signed-out" }],
  [403, "Only an admin may see the logs.", { kind: "forbidden" }],
  [502, "Bad gateway", { kind: "unknown" }],
  [500, "", { kind: "unknown" }],
])("%i means %j", async (status, words, refusal) => {
  expect(await refusalFrom(refusing(status, words))).toEqual(refusal);
});

it.each([
  ["Too many pages of yours are open; close one.", "pages"],
  ["Too many pages are open at this address; close one.", "pages"],
  ["Too many requests; try again in 14 minutes.", "calls"],
  ["", "calls"],
])("tells by the words %j that there are too many %s, and for how long", async (words, what) => {
  expect(await refusalFrom(refusing(429, words, { "retry-after": "90" }))).toEqual({
    kind: "too-many",
    what,
    retryAfterMs: 90_000,
  });
  expect(await refusalFrom(refusing(429, words))).toMatchObject({ retryAfterMs: 60_000 });
});

it("knows nothing of a server that does not answer", async () => {
  const unreachable = (): Response => {
    throw new TypeError("no such server");
  };
  expect(await refusalFrom(unreachable)).toEqual({ kind: "unknown" });
});

it("hangs up at once on a server that does not refuse any more", async () => {
  let isHungUp = false;
  const endless = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(": open\n\n")),
    cancel: () => {
      isHungUp = true;
    },
  });
  expect(await refusalFrom(() => new Response(endless))).toEqual({ kind: "unknown" });
  expect(isHungUp).toBe(true);
});
