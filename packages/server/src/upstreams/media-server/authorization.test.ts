import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { authorizationHeaders } from "./authorization.ts";
import { parseProduct } from "./product.ts";

/** Reads the header as the servers do: quoted values, URL-decoded. */
function readHeader(header: string): Record<string, string> {
  const [scheme, rest] = [header.slice(0, 13), header.slice(13)];
  expect(scheme).toBe("MediaBrowser ");
  return Object.fromEntries(
    rest.split(", ").map((part) => {
      const [, name, value] = /^(\w+)="([^"]*)"$/.exec(part) ?? [];
      return [name ?? part, decodeURIComponent(value ?? "")];
    }),
  );
}

describe("the authorization header", () => {
  test("gives every value back to the letter, whatever is in it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.option(fc.string({ unit: "grapheme" })),
        fc.constantFrom("emby" as const, "jellyfin" as const),
        (deviceId, token, kind) => {
          const { authorization } = authorizationHeaders(kind, { deviceId, token });
          expect(authorization).toMatch(/^[\u0020-\u007e]*$/);
          expect(readHeader(authorization ?? "")).toEqual({
            Client: "sofarr",
            Device: "sofarr",
            DeviceId: deviceId,
            Version: "2",
            ...(token === null ? {} : { Token: token }),
          });
        },
      ),
    );
  });

  test("only Emby is sent the token in a header of its own", () => {
    const caller = { deviceId: "d", token: "t" };
    expect(authorizationHeaders("emby", caller)["x-emby-token"]).toBe("t");
    expect(Object.keys(authorizationHeaders("jellyfin", caller))).toEqual(["authorization"]);
    expect(Object.keys(authorizationHeaders("emby", { ...caller, token: null }))).toEqual([
      "authorization",
    ]);
  });
});

describe("the product", () => {
  test.each([
    [{ ProductName: "Jellyfin Server", Version: "10.8.13", Id: "a" }, "jellyfin"],
    [{ ServerName: "Jellyfin fan", Version: "4.7.14.0", Id: "a" }, "emby"],
    [{ Version: "4.9.1.2" }, "emby"],
  ])("of %j is %s", (info, kind) => {
    expect(parseProduct(info)).toEqual({ kind, version: info.Version });
  });

  test.each([null, [], {}, "Jellyfin", { ProductName: "Jellyfin Server" }])(
    "%j is none",
    (info) => {
      expect(parseProduct(info)).toBeNull();
    },
  );
});
