import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance, FastifySchema, RouteOptions } from "fastify";

import { createNamedSchemas } from "./openapi-names.ts";
import { describeOperation, letBodiesBeAbsent, type Paths } from "./openapi-operation.ts";
import { SESSION_COOKIE } from "./session.ts";

const ABOUT = `sofarr shows each person of a household their own downloads, live, from the download clients, Sonarr and Radarr.

Sign in with \`POST /api/auth/login\`. It sets the signed cookie \`${SESSION_COOKIE}\` and the cookie \`csrf_token\`; the
value of the latter has to come back in the header \`X-CSRF-Token\` with every change.

Below \`/api/\` an address may make 300 requests in 15 minutes (posters do not count), fail to sign in 10 times in 15
minutes, send 60 webhooks in a minute, and have 256 streams open; a person may have 32. An account may be failed at 20
times and then once a minute, from wherever it has not signed in before. Beyond that the answer is 429.`;

const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: "Health", description: "Whether it runs, for anyone." },
  { name: "Auth", description: "Signing in and out." },
  { name: "Dashboard", description: "A person's downloads, and what can be done about them." },
  { name: "Status", description: "How sofarr itself is doing." },
  { name: "History", description: "What was imported and what has failed." },
  { name: "Webhook", description: "Where Sonarr, Radarr and Ombi say that something changed." },
  { name: "Sonarr", description: "Chosen parts of Sonarr's own API." },
  { name: "Radarr", description: "Chosen parts of Radarr's own API." },
  { name: "SABnzbd", description: "Chosen parts of SABnzbd's own API." },
  { name: "Emby", description: "Chosen parts of Emby's or Jellyfin's own API." },
  { name: "Ombi", description: "Requests, and Ombi's webhook." },
  { name: "Debug", description: "Logs, while they are switched on." },
];

/**
 * Gathers what the routes say of themselves into one OpenAPI 3.1 document at `/api/openapi.json`, with a page to read and
 * try it at `/api/docs`. To be registered before the routes. Routes without a tag are not in it.
 */
export async function registerOpenApi(
  app: FastifyInstance,
  options: { readonly basePath: string; readonly version: string },
): Promise<void> {
  const { basePath, version } = options;
  const named = createNamedSchemas();
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "sofarr API",
        version,
        description: ABOUT,
        license: { name: "MIT", identifier: "MIT" },
      },
      servers: [{ url: basePath === "" ? "/" : basePath }],
      tags: [...TAGS],
      components: {
        securitySchemes: {
          CookieAuth: {
            type: "apiKey",
            in: "cookie",
            name: SESSION_COOKIE,
            description: "The signed session cookie that signing in sets.",
          },
          CsrfToken: {
            type: "apiKey",
            in: "header",
            name: "X-CSRF-Token",
            description: "The value of the cookie csrf_token; for every change.",
          },
        },
      },
      security: [{ CookieAuth: [] }],
    },
    hideUntagged: true,
    convertConstToEnum: false,
    transform: ({ url, route }) => {
      const { schema = {}, config = {}, method } = route;
      const path = url.startsWith(`${basePath}/`) ? url.slice(basePath.length) : url;
      const operation = describeOperation({ method: String(method), url: path, config, schema });
      return { url, schema: named.refer(operation) as FastifySchema };
    },
    transformObject: (document) => {
      if (!("openapiObject" in document)) return {};
      const { openapiObject } = document;
      letBodiesBeAbsent(openapiObject.paths as Paths);
      Object.assign(openapiObject.components?.schemas ?? {}, named.schemas);
      return openapiObject;
    },
  });

  let text: string | null = null;
  app.get(`${basePath}/api/openapi.json`, { config: { access: "public" } }, (_request, reply) => {
    text ??= JSON.stringify(app.swagger(), null, 2);
    return reply.type("application/json; charset=utf-8").send(text);
  });

  await app.register(async (page) => {
    page.addHook("onRoute", (route: RouteOptions) => {
      route.config = { ...route.config, access: "public" };
    });
    await page.register(swaggerUi, {
      routePrefix: `${basePath}/api/docs`,
      uiConfig: { layout: "BaseLayout" },
    });
  });
}
