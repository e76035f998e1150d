import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";

import { OPENAPI_FILE, printDocument, withApp } from "../../scripts/openapi.ts";
import type { Document } from "./document.ts";
import { problemsIn } from "./openapi-rules.ts";

let printed: string;

beforeAll(async () => {
  printed = await withApp(printDocument);
});

describe("openapi.json", () => {
  test("is in step with the routes; `npm run openapi` prints it anew", () => {
    const kept = readFileSync(OPENAPI_FILE, "utf8");
    expect(JSON.parse(kept)).toEqual(JSON.parse(printed));
    expect(kept).toBe(printed);
  });

  test("is valid OpenAPI 3.1", () => {
    expect(problemsIn(JSON.parse(printed) as Document)).toEqual([]);
  });

  test("knows no word of OpenAPI 3.0 for null", () => {
    expect(printed).not.toMatch(/nullable/iu);
  });

  test("names the product, its version and both keys to it", () => {
    const { version } = JSON.parse(
      readFileSync(new URL("../../packages/server/package.json", import.meta.url), "utf8"),
    ) as { version: string };
    expect(JSON.parse(printed)).toMatchObject({
      info: { title: "sofarr API", version },
      servers: [{ url: "/" }],
      components: {
        securitySchemes: {
          CookieAuth: { type: "apiKey", in: "cookie", name: "emby_user" },
          CsrfToken: { type: "apiKey", in: "header", name: "X-CSRF-Token" },
        },
      },
    });
  });
});
