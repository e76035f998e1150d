import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const YEAR_S = 365 * 24 * 60 * 60;

/**
 * Serves the built web app below the base path. Every page address that is no file gets index.html, so that a
 * reload of any screen works; its `<base href>` is set here, since only the server knows the base path.
 *
 * @param root folder of the built app; when it is not there (an API-only checkout) pages answer 404.
 */
export async function registerWebApp(
  app: FastifyInstance,
  root: string,
  basePath: string,
): Promise<void> {
  const indexFile = join(root, "index.html");
  if (!existsSync(indexFile)) return;
  const index = readFileSync(indexFile, "utf8").replace(
    /<base href="[^"]*"/u,
    `<base href="${basePath}/"`,
  );
  const sendIndex = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    reply.header("cache-control", "no-cache").type("text/html; charset=utf-8").send(index);

  await app.register(async (pages) => {
    // The app itself holds nobody's data: everything in this scope, files included, is for anyone.
    pages.addHook("onRoute", (route) => {
      route.config = { ...route.config, access: "public" };
    });
    await pages.register(fastifyStatic, {
      root,
      prefix: `${basePath}/`,
      index: false,
      wildcard: false,
      cacheControl: false,
      setHeaders(reply, path) {
        const isHashed = path.startsWith(join(root, "assets"));
        reply.header(
          "cache-control",
          isHashed ? `public, max-age=${YEAR_S}, immutable` : "no-cache",
        );
      },
    });
    // The router takes `/sofarr` and `/sofarr/` for one route; a browser does not.
    pages.get(`${basePath}/`, (request, reply) => {
      const [path] = request.url.split("?", 1);
      return path === basePath ? reply.redirect(`${basePath}/`) : sendIndex(request, reply);
    });
    pages.get(`${basePath}/*`, (request, reply) => {
      const isPage = request.headers.accept?.includes("text/html") ?? false;
      const isApi = request.url.startsWith(`${basePath}/api/`);
      return isPage && !isApi ? sendIndex(request, reply) : reply.callNotFound();
    });
  });
}
