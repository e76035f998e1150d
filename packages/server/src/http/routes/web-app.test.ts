import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { registerErrors } from "../plugins/errors.ts";
import { registerWebApp } from "./web-app.ts";

const HTML = { accept: "text/html,*/*" };

describe.each(["", "/sofarr", "/a/b"])('the web app below "%s"', (basePath) => {
  let root: string;
  let app: FastifyInstance;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "sofarr-web-app-"));
    mkdirSync(join(root, "assets"));
    writeFileSync(join(root, "index.html"), '<base href="/" /><title>sofarr</title>');
    writeFileSync(join(root, "assets", "main-1a2b.js"), "// the app");
    app = fastify({ routerOptions: { ignoreTrailingSlash: true } });
    registerErrors(app);
    await registerWebApp(app, root, basePath);
  });
  afterEach(async () => {
    await app.close();
    rmSync(root, { recursive: true, force: true });
  });

  test.each(["/", "/history", "/status?tab=sources"])(
    "%s is the page, which knows where it is",
    async (path) => {
      const page = await app.inject({ url: basePath + path, headers: HTML });
      expect(page.statusCode).toBe(200);
      expect(page.headers["cache-control"]).toBe("no-cache");
      expect(page.body).toContain(`<base href="${basePath}/"`);
    },
  );

  test("its files may be kept, what is missing is not the page", async () => {
    const file = await app.inject({ url: `${basePath}/assets/main-1a2b.js` });
    expect(file.body).toBe("// the app");
    expect(file.headers["cache-control"]).toContain("immutable");
    expect((await app.inject({ url: `${basePath}/assets/gone.js` })).statusCode).toBe(404);
    const call = await app.inject({ url: `${basePath}/api/gone`, headers: HTML });
    expect(call.statusCode).toBe(404);
  });

  test.runIf(basePath !== "")("without its slash it leads to where it is", async () => {
    const answer = await app.inject({ url: `${basePath}?from=bookmark`, headers: HTML });
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toBe(`${basePath}/`);
    expect((await app.inject({ url: "/", headers: HTML })).statusCode).toBe(404);
  });
});
