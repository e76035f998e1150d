import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { askJson, askRaw } from "./ask-sabnzbd.ts";
import { createSabnzbdSimulator, type SabnzbdSimulator } from "./sabnzbd-simulator.ts";

describe("what a simulated SABnzbd refuses", () => {
  let simulator: SabnzbdSimulator;
  beforeEach(async () => {
    simulator = createSabnzbdSimulator({ urlBase: "/usenet" });
    await simulator.start();
  });
  afterEach(() => simulator.stop());

  test("no key and a wrong key are 403 with their own texts, and are counted", async () => {
    const none = await askRaw(simulator, { mode: "queue", output: "json" });
    expect([none.status, none.body]).toEqual([403, "API Key Required"]);
    const wrong = await askRaw(simulator, { mode: "queue", output: "json", apikey: "wrong" });
    expect([wrong.status, wrong.body]).toEqual([403, "API Key Incorrect"]);
    expect(simulator.loginAttempts()).toBe(2);
  });

  test("a key that differs in case is wrong", async () => {
    const apikey = simulator.settings.apiKey.toUpperCase();
    expect((await askRaw(simulator, { mode: "queue", apikey })).status).toBe(403);
  });

  test("the NZB key adds jobs but reads nothing", async () => {
    const apikey = simulator.settings.nzbKey;
    for (const mode of ["queue", "history", "fullstatus", "get_config", "warnings", "nope"]) {
      const answer = await askRaw(simulator, { mode, output: "json", apikey });
      expect([mode, answer.status, answer.body]).toEqual([mode, 403, "API Key Incorrect"]);
    }
    const added = await askJson(simulator, "addurl", { apikey, name: "http://x/y.nzb" });
    expect(added).toMatchObject({ status: true });
    expect(simulator.downloads()).toHaveLength(1);
  });

  test("version and auth need no key, and auth judges the one it is given", async () => {
    const version = await askRaw(simulator, { mode: "version", output: "json" });
    expect(JSON.parse(version.body)).toEqual({ version: "5.1.3" });
    const { apiKey, nzbKey } = simulator.settings;
    for (const [key, auth] of [
      [apiKey, "apikey"],
      [nzbKey, "nzbkey"],
      ["wrong", "badkey"],
      ["", "apikey"],
    ] as const) {
      const answer = await askRaw(simulator, { mode: "auth", output: "json", key });
      expect([key, JSON.parse(answer.body)]).toEqual([key, { auth }]);
    }
    expect(simulator.loginAttempts()).toBe(0);
  });

  test("a host name that is not whitelisted is 403, also for the version", async () => {
    const query = { mode: "version", output: "json" };
    const refused = await askRaw(simulator, query, { host: "sabnzbd:8080" });
    expect(refused.status).toBe(403);
    expect(refused.body).toBe(
      "Access denied - Hostname verification failed: https://sabnzbd.org/hostname-check",
    );
    for (const host of ["localhost", "127.0.0.1:8080", "[::1]:8080", "nas.local", "nas.local."]) {
      expect([host, (await askRaw(simulator, query, { host })).status]).toEqual([host, 200]);
    }
    simulator.settings.hostWhitelist = ["sabnzbd"];
    expect((await askRaw(simulator, query, { host: "SABnzbd:8080" })).status).toBe(200);
    simulator.settings.refuseEveryHost = true;
    expect((await askRaw(simulator, query)).status).toBe(403);
    expect(simulator.loginAttempts()).toBe(0);
  });

  test("without API warnings a refusal has an empty body", async () => {
    simulator.settings.apiWarnings = false;
    const answer = await askRaw(simulator, { mode: "queue", apikey: "wrong" });
    expect([answer.status, answer.body]).toEqual([403, ""]);
  });

  test("an old refusal is a logical error with HTTP 200", async () => {
    simulator.settings.badKeyStatus = 200;
    const answer = await askRaw(simulator, { mode: "queue", output: "json", apikey: "wrong" });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ status: false, error: "API Key Incorrect" });
  });

  test("the API is at /api and under the URL base, and nowhere else", async () => {
    const query = { mode: "version", output: "json" };
    expect((await askRaw(simulator, query, { path: "/usenet/api" })).status).toBe(200);
    expect((await askRaw(simulator, query, { path: "/api" })).status).toBe(200);
    for (const path of ["/sabnzbd/api", "/", "/usenet/", "/api/v1"]) {
      expect([path, (await askRaw(simulator, query, { path })).status]).toEqual([path, 404]);
    }
    expect(simulator.url).toBe(`${simulator.server.url}/usenet`);
  });

  test("a posted form is as good as a query", async () => {
    const form = { mode: "queue", output: "json", apikey: simulator.settings.apiKey };
    const answer = await askRaw(simulator, {}, { form });
    expect(JSON.parse(answer.body)).toHaveProperty("queue");
  });

  test("logical errors are HTTP 200 with status false", async () => {
    for (const [mode, query, error] of [
      ["nope", {}, "not implemented"],
      ["", {}, "not implemented"],
      ["history", { name: "polish" }, "not implemented"],
      ["queue", { name: "delete" }, "expects one parameter"],
      ["addurl", {}, "expects one parameter"],
    ] as const) {
      expect(await askJson(simulator, mode, query)).toEqual({ status: false, error });
    }
  });
});

describe("output=json", () => {
  async function textOf(version: "2.3.9" | "3.7.2", query: Record<string, string>) {
    const simulator = createSabnzbdSimulator({ version });
    await simulator.start();
    try {
      const apikey = simulator.settings.apiKey;
      const { headers, body } = await askRaw(simulator, { apikey, ...query });
      return [headers["content-type"], body];
    } finally {
      await simulator.stop();
    }
  }

  test("2.3.9 writes plain text without it, and no queue", async () => {
    expect(await textOf("2.3.9", { mode: "version" })).toEqual(["text/plain", "2.3.9\n"]);
    expect(await textOf("2.3.9", { mode: "pause" })).toEqual(["text/plain", "ok\n"]);
    expect(await textOf("2.3.9", { mode: "queue" })).toEqual([
      "text/plain",
      "error: not implemented\n",
    ]);
    expect((await textOf("2.3.9", { mode: "queue", output: "json" }))[1]).toMatch(/^\{"queue":/);
  });

  test("3.7.2 writes JSON in any case", async () => {
    expect((await textOf("3.7.2", { mode: "queue" }))[1]).toMatch(/^\{"queue":/);
  });
});
