import { describe, expect, it } from "vitest";

import { basePath, ownImageUrl, serverUrl } from "./base-url.ts";

describe("addresses relative to the base", () => {
  it("has an empty base path at the root", () => {
    expect(basePath("https://box.example/")).toBe("");
  });

  it("keeps the prefix without its closing slash", () => {
    expect(basePath("https://box.example/tools/sofarr/")).toBe("/tools/sofarr");
  });

  it("asks the server below the prefix", () => {
    expect(serverUrl("api/auth/me", "https://box.example/sofarr/")).toBe(
      "https://box.example/sofarr/api/auth/me",
    );
  });

  it("takes an image path of this server, absolute or relative", () => {
    const base = "https://box.example/sofarr/";
    expect(ownImageUrl("/sofarr/api/cover?u=1", base)).toBe(
      "https://box.example/sofarr/api/cover?u=1",
    );
    expect(ownImageUrl("api/cover?u=1", base)).toBe("https://box.example/sofarr/api/cover?u=1");
  });

  it("refuses an image of another server", () => {
    expect(ownImageUrl("https://elsewhere.example/p.jpg", "https://box.example/")).toBeNull();
    expect(ownImageUrl("//elsewhere.example/p.jpg", "https://box.example/")).toBeNull();
    expect(ownImageUrl("http://[", "https://box.example/")).toBeNull();
  });
});
