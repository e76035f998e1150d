import { describe, expect, test } from "vitest";

import { withApp } from "../../scripts/openapi.ts";

const INLINE = [/<script(?![^>]*\ssrc=)[^>]*>/iu, /<style/iu, /\sstyle=/iu, /\son\w+=/iu];

describe.each(["", "/media"])("the page to read the contract, below %j", (basePath) => {
  const environment = basePath === "" ? {} : { BASE_PATH: basePath };

  test("is for anyone, and everything it loads comes from here", async () => {
    await withApp(async (app) => {
      const { statusCode, headers, body } = await app.inject(`${basePath}/api/docs`);
      expect(statusCode).toBe(200);
      expect(headers["content-type"]).toContain("text/html");
      const sources = [...body.matchAll(/(?:src|href)="([^"]+)"/gu)].map(([, source]) => source);
      expect(sources.length).toBeGreaterThan(3);
      const answers = await Promise.all(
        [...sources, `${basePath}/api/docs/json`].map((source) => app.inject(source ?? "")),
      );
      expect(answers.map((answer) => answer.statusCode)).toEqual(answers.map(() => 200));
    }, environment);
  });

  test("needs nothing that our content security policy blocks", async () => {
    await withApp(async (app) => {
      const { headers, body } = await app.inject(`${basePath}/api/docs`);
      expect(headers["content-security-policy"]).toContain("script-src 'self';style-src 'self';");
      for (const inline of INLINE) expect(body).not.toMatch(inline);
    }, environment);
  });

  test("reads the document that is served beside it", async () => {
    await withApp(async (app) => {
      const page = await app.inject(`${basePath}/api/docs/json`);
      const { statusCode, body } = await app.inject(`${basePath}/api/openapi.json`);
      expect(statusCode).toBe(200);
      expect(page.json()).toEqual(JSON.parse(body));
      expect(page.json()).toMatchObject({
        servers: [{ url: basePath === "" ? "/" : basePath }],
        paths: { "/api/auth/login": {}, "/health": {} },
      });
    }, environment);
  });
});
