import { expect, it } from "vitest";

import { findConnection } from "./find-connection.ts";

function webhook(id: number, url: string, implementation = "Webhook") {
  return {
    id,
    implementation,
    fields: [
      { name: "method", value: 1 },
      { name: "url", value: url },
    ],
  };
}

const OURS = "http://sofarr.lan:3001/media/api/webhook/sonarr";

it("finds the webhook that names the instance, whatever else there is", () => {
  const list = [
    webhook(1, "https://elsewhere.example/hook"),
    webhook(2, OURS),
    webhook(3, `${OURS}?instance=sonarr-main`),
    webhook(4, `${OURS}?instance=sonarr-main`, "Discord"),
  ];
  expect(findConnection(list, "sonarr", "sonarr-main")).toBe(list[2]);
});

it("takes one that names no instance, as it was set up by hand", () => {
  const list = [webhook(2, `${OURS}/?secret=********`)];
  expect(findConnection(list, "sonarr", "sonarr-main")).toBe(list[0]);
});

it("takes no other instance's, no other service's and no other address", () => {
  const list = [
    webhook(1, `${OURS}?instance=sonarr-anime`),
    webhook(2, OURS.replace("sonarr", "radarr").replace("sofarr.lan", "x")),
    webhook(3, "not an address"),
    { id: 4, implementation: "Webhook" },
    null,
  ];
  expect(findConnection(list, "radarr", "sonarr-main")).toBe(list[1]);
  expect(findConnection(list, "sonarr", "sonarr-main")).toBeNull();
  expect(findConnection({ error: "no list" }, "sonarr", "sonarr-main")).toBeNull();
});
