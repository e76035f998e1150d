import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

import { ROOT } from "./root.ts";

/** As much of Traefik's file as the example uses. */
interface TraefikFile {
  readonly http: {
    readonly routers: Readonly<Record<string, { readonly rule: string; readonly service: string }>>;
    readonly services: Readonly<
      Record<
        string,
        { readonly loadBalancer: { readonly servers: readonly { readonly url: string }[] } }
      >
    >;
    readonly middlewares?: unknown;
  };
}

// Debian has no Traefik: nobody here runs it.
test("the example for Traefik leads both its routers to sofarr, with the whole path", () => {
  const text = readFileSync(join(ROOT, "deploy/traefik.yaml"), "utf8");
  const { routers, services, middlewares } = (parse(text) as TraefikFile).http;
  expect(Object.values(routers).map(({ rule }) => rule)).toEqual([
    "Host(`sofarr.example.org`)",
    "Host(`example.org`) && PathPrefix(`/sofarr`)",
  ]);
  for (const { service } of Object.values(routers)) {
    expect(services[service]?.loadBalancer.servers).toEqual([{ url: "http://127.0.0.1:3001" }]);
  }
  expect(middlewares).toBeUndefined();
});
