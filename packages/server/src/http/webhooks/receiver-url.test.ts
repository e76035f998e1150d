import { describe, expect, test } from "vitest";

import { leadsTo, ownUrl, receiverUrl, withSecret } from "./receiver-url.ts";
import type { Config } from "../../config/config.ts";

const OURS = "https://sofarr.example/api/webhook/sonarr?instance=sonarr-main";

describe("our own address", () => {
  test.each([
    [null, "", null],
    ["https://sofarr.example", "", "https://sofarr.example"],
    ["https://sofarr.example", "/sofarr", "https://sofarr.example/sofarr"],
    ["https://host.example/sofarr", "/sofarr", "https://host.example/sofarr"],
    ["https://host.example/stripped", "", "https://host.example/stripped"],
  ])("of %s with the base path %s is %s", (baseUrl, basePath, expected) => {
    expect(ownUrl({ baseUrl, basePath } as Config)).toBe(expected);
  });

  test("each instance has one of its own, whatever its id", () => {
    expect(receiverUrl("https://sofarr.example", "sonarr", "sonarr-main")).toBe(OURS);
    expect(receiverUrl("http://s", "radarr", "radarr-kino größe")).toBe(
      "http://s/api/webhook/radarr?instance=radarr-kino+gr%C3%B6%C3%9Fe",
    );
  });

  test("takes any secret with it when it has to", () => {
    const url = withSecret(OURS, "p&ss=+ö");
    expect(new URL(url).searchParams.get("secret")).toBe("p&ss=+ö");
    expect(leadsTo(url, OURS)).toBe("exactly");
  });
});

describe("an address that leads to us", () => {
  test.each([
    [OURS, "exactly"],
    ["https://SOFARR.example:443/api/webhook/sonarr/?instance=sonarr-main", "exactly"],
    ["https://sofarr.example/api/webhook/sonarr", "roughly"],
    ["https://sofarr.example/api/webhook/sonarr?secret=old", "roughly"],
    ["https://sofarr.example/api/webhook/sonarr?instance=sonarr-anime", null],
    ["https://sofarr.example/api/webhook/radarr?instance=sonarr-main", null],
    ["https://elsewhere.example/api/webhook/sonarr?instance=sonarr-main", null],
    ["not an address", null],
    [null, null],
  ])("%s: %s", (url, expected) => {
    expect(leadsTo(url, OURS)).toBe(expected);
  });
});
