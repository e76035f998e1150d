import { describe, expect, test } from "vitest";

import type { Instance } from "../../upstreams/instance.ts";
import { findSenders, type SenderHints } from "./find-sender.ts";
import { makeInstance } from "../../upstreams/make-instance.case.ts";

function sonarr(id: string, name: string, change: Partial<Instance> = {}): Instance {
  return makeInstance({
    id,
    kind: "sonarr",
    name,
    url: `http://${id}:8989`,
    ...change,
  });
}

const MAIN = sonarr("sonarr-main", "Main Sonarr");
const ANIME = sonarr("sonarr-anime", "anime", { publicUrl: "https://anime.example/sonarr" });
const SILENT: SenderHints = { instanceId: null, name: null, url: null };

const idsOf = (instances: readonly Instance[], hints: Partial<SenderHints>): string[] => {
  const senders = findSenders(instances, { ...SILENT, ...hints });
  expect(senders.isCertain).toBe(senders.instances.length === 1);
  return senders.instances.map(({ id }) => id);
};

describe("whoever sent an event", () => {
  test.each<[string, Partial<SenderHints>]>([
    ["the id in the address", { instanceId: "sonarr-anime", name: "Main Sonarr" }],
    ["its id as its name", { name: "Sonarr-Anime" }],
    ["the name we know", { name: "Anime" }],
    ["that name with what it is", { name: "Sonarr Anime" }],
    ["the address people use", { name: "Sonarr", url: "https://Anime.example/sonarr/" }],
    ["the address we use", { url: "http://sonarr-anime:8989" }],
  ])("is one of several by %s", (_how, hints) => {
    expect(idsOf([MAIN, ANIME], hints)).toEqual(["sonarr-anime"]);
  });

  test("a name of ours may say what it is when the sender's does not", () => {
    expect(idsOf([MAIN, ANIME], { name: "main" })).toEqual(["sonarr-main"]);
  });

  test.each<Partial<SenderHints>>([
    {},
    { name: "Sonarr" },
    { name: "somebody else" },
    { instanceId: "radarr-main" },
    { url: "http://elsewhere" },
  ])("may be any of several when it does not say: %j", (hints) => {
    expect(idsOf([MAIN, ANIME], hints)).toEqual(["sonarr-main", "sonarr-anime"]);
  });

  test("is the only one there is, whatever it says", () => {
    expect(idsOf([MAIN], { name: "Sonarr", instanceId: "renamed" })).toEqual(["sonarr-main"]);
  });

  test("is nobody we know when none is configured", () => {
    expect(findSenders([], SILENT)).toEqual({ instances: [], isCertain: false });
  });

  test("two of one name are not told apart by it", () => {
    const twin = sonarr("sonarr-2", "Anime Sonarr");
    expect(idsOf([ANIME, twin], { name: "Anime" })).toHaveLength(2);
  });
});
