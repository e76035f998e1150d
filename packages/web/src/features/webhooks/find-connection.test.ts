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

const BASE_URL = "http://sofarr.lan:3001/media";
const OURS = `${BASE_URL}/api/webhook/sonarr`;
const SONARR = { kind: "sonarr", id: "sonarr-main" };

it("finds the webhook that names the instance, whatever else there is", () => {
  const list = [
    webhook(1, "https://elsewhere.example/hook"),
    webhook(2, OURS),
    webhook(3, `${OURS}?instance=sonarr-main`),
    webhook(4, `${OURS}?instance=sonarr-main`, "Discord"),
  ];
  expect(findConnection(list, SONARR, BASE_URL)).toBe(list[2]);
});

it("takes one that names no instance, as it was set up by hand", () => {
  const list = [webhook(2, `${OURS}/?secret=********`)];
  expect(findConnection(list, SONARR, BASE_URL)).toBe(list[0]);
});

it("takes no other instance's, no other service's and no other address", () => {
  const list = [
    webhook(1, `${OURS}?instance=sonarr-anime`),
    webhook(2, OURS.replace("sonarr", "radarr").replace("sofarr.lan", "SOFARR.lan")),
    webhook(3, "not an address"),
    { id: 4, implementation: "Webhook" },
    null,
  ];
  expect(findConnection(list, { kind: "radarr", id: "sonarr-main" }, BASE_URL)).toBe(list[1]);
  expect(findConnection(list, SONARR, BASE_URL)).toBeNull();
  expect(findConnection({ error: "no list" }, SONARR, BASE_URL)).toBeNull();
});

it("takes no other sofarr's for this one, though it says the same", () => {
  const theirs = [
    webhook(1, `${OURS.replace("sofarr.lan", "other-sofarr.lan")}?instance=sonarr-main`),
    webhook(2, `${OURS.replace("3001", "3002")}?instance=sonarr-main`),
    webhook(3, `${OURS.replace("/media", "")}?instance=sonarr-main`),
  ];
  expect(findConnection(theirs, SONARR, BASE_URL)).toBeNull();
  const list = [...theirs, webhook(4, OURS)];
  expect(findConnection(list, SONARR, BASE_URL)).toBe(list[3]);
});

it("takes any host's while it is not known where services reach this one", () => {
  const list = [webhook(1, `https://any.example/api/webhook/sonarr?instance=sonarr-main`)];
  expect(findConnection(list, SONARR, null)).toBe(list[0]);
});
