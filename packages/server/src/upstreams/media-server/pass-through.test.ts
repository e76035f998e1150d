import { afterEach, describe, expect, test } from "vitest";

import {
  createMediaServerSimulator,
  type MediaServerSimulator,
} from "../../../../../demo/simulators/media-server/index.ts";
import { Secret } from "../../config/secret.ts";
import type { MediaServer } from "../upstream.ts";
import { connectMediaServer } from "./index.ts";
import { makeInstance } from "../make-instance.case.ts";

const DEPS = { now: () => 0, log: { debug: () => {}, info: () => {}, warn: () => {} } };
const UNKNOWN_ID = "0".repeat(32);
const signal = AbortSignal.timeout(600_000);

const SERVERS = [
  { kind: "jellyfin", version: "10.8.13" },
  { kind: "jellyfin", version: "12.0.0" },
  { kind: "emby", version: "4.7.14" },
  { kind: "emby", version: "4.9.0" },
] as const;

describe.each(SERVERS)("what $kind $version itself says", ({ kind, version }) => {
  let simulator: MediaServerSimulator;
  let mediaServer: MediaServer;

  async function start(hasKey: boolean) {
    simulator = createMediaServerSimulator({ kind, version });
    await simulator.start();
    const mara = simulator.addUser({ name: "Mara", password: "a secret" });
    const root = simulator.addUser({ name: "Root", password: "a secret", isAdmin: true });
    mediaServer = connectMediaServer(
      makeInstance({
        id: "media-server",
        kind: "media-server",
        name: "Media server",
        url: simulator.url,
        apiKey: hasKey ? new Secret(simulator.apiKey) : null,
      }),
      DEPS,
    );
    const signIn = async (username: string) => {
      const credentials = { username, password: "a secret", deviceId: `sofarr-${username}` };
      const outcome = await mediaServer.signIn(credentials, signal);
      if (typeof outcome === "string") throw new Error(outcome);
      return { accessToken: outcome.accessToken, deviceId: credentials.deviceId };
    };
    return { mara, root, asMara: await signIn("Mara"), asRoot: await signIn("Root") };
  }
  afterEach(async () => {
    await mediaServer.close();
    await simulator.stop();
  });

  test.each([
    ["with the API key", true],
    ["without one as the admin who asks", false],
  ])("%s: everybody, one person, sessions, and who is behind one", async (_, hasKey) => {
    const { mara, asRoot } = await start(hasKey);
    const { passThrough } = mediaServer;
    // Emby 4.9 has its list in the new place alone.
    expect(await passThrough.users(asRoot, signal)).toMatchObject([
      { Name: "Mara" },
      { Name: "Root" },
    ]);
    expect(await passThrough.user(mara.id, asRoot, signal)).toMatchObject({
      Name: "Mara",
      Policy: { IsAdministrator: false },
    });
    expect(await passThrough.user(UNKNOWN_ID, asRoot, signal)).toBeNull();
    expect(await passThrough.user("../../System/Info", asRoot, signal)).toBeNull();

    const sessions = (await passThrough.sessions(asRoot, signal)) as { Id: string }[];
    expect(sessions).toMatchObject([{ UserName: "Mara" }, { UserName: "Root" }]);
    const id = sessions[0]?.Id ?? "";
    expect(await passThrough.userOfSession(id, asRoot, signal)).toMatchObject({ Name: "Mara" });
    expect(await passThrough.userOfSession(id.toUpperCase(), asRoot, signal)).toMatchObject({
      Name: "Mara",
    });
    expect(await passThrough.userOfSession(UNKNOWN_ID, asRoot, signal)).toBeNull();
  });

  test("a wrong answer is no list", async () => {
    const { asRoot } = await start(true);
    const { passThrough } = mediaServer;
    simulator.server.fault = "wrong-type";
    for (const read of [
      () => passThrough.users(asRoot, signal),
      () => passThrough.sessions(asRoot, signal),
      () => passThrough.user(UNKNOWN_ID, asRoot, signal),
    ]) {
      await expect(read()).rejects.toMatchObject({ reason: "bad-payload" });
    }
  });
});
