import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  createMediaServerSimulator,
  type MediaServerSimulator,
  type MediaUser,
} from "../../../../../demo/simulators/media-server/index.ts";
import { Secret } from "../../config/secret.ts";
import { foldUserId } from "../../domain/user.ts";
import type { Instance } from "../instance.ts";
import type { MediaServer, MediaServerSignIn } from "../upstream.ts";
import { openHeaderDroppingProxy } from "./header-dropping-proxy.fake.ts";
import { connectMediaServer } from "./index.ts";
import { makeInstance } from "../make-instance.case.ts";

const DEPS = { now: () => 0, log: { debug: () => {}, info: () => {}, warn: () => {} } };
const signal = AbortSignal.timeout(600_000);

const SERVERS = [
  { kind: "jellyfin", version: "10.8.13" },
  { kind: "jellyfin", version: "10.11.0" },
  { kind: "jellyfin", version: "12.0.0" },
  { kind: "emby", version: "4.7.14" },
  { kind: "emby", version: "4.9.0" },
] as const;

describe.each(SERVERS)("$kind $version", ({ kind, version }) => {
  let simulator: MediaServerSimulator;
  let mediaServer: MediaServer;
  let mara: MediaUser;
  let root: MediaUser;

  const connect = (change: Partial<Instance> = {}): MediaServer =>
    connectMediaServer(
      makeInstance({
        id: "media-server",
        kind: "media-server",
        name: "Media server",
        url: simulator.url,
        apiKey: new Secret(simulator.apiKey),
        ...change,
      }),
      DEPS,
    );
  const signIn = async (
    username = "mara",
    password = 'pass, "word" 100% ü',
    deviceId = "sofarr-1",
  ) => await mediaServer.signIn({ username, password, deviceId }, signal);
  const signedIn = async (deviceId?: string): Promise<MediaServerSignIn> => {
    const outcome = await signIn(undefined, undefined, deviceId);
    if (typeof outcome === "string") throw new Error(outcome);
    return outcome;
  };
  const currentUser = async (session: MediaServerSignIn, deviceId = "sofarr-1") =>
    await mediaServer.currentUser(
      { userId: session.user.id, accessToken: session.accessToken, deviceId },
      signal,
    );

  beforeEach(async () => {
    simulator = createMediaServerSimulator({ kind, version });
    mara = simulator.addUser({ name: "Mara", password: 'pass, "word" 100% ü' });
    root = simulator.addUser({ name: "Root", password: "root", isAdmin: true });
    await simulator.start();
    mediaServer = connect();
  });
  afterEach(async () => {
    await mediaServer.close();
    await simulator.stop();
  });

  test("people sign in under the name the server knows, whatever case they type", async () => {
    const { user, accessToken } = await signedIn();
    expect(user).toEqual({
      id: foldUserId(mara.id),
      name: "Mara",
      isAdmin: false,
      isDisabled: false,
    });
    expect(accessToken).not.toBe("");
    expect(await signIn("root", "root")).toMatchObject({ user: { isAdmin: true } });
  });

  test("a wrong password and an unknown name are wrong credentials, a disabled account is not", async () => {
    expect(await signIn("mara", "wrong")).toBe("wrong-credentials");
    expect(await signIn("nobody", "wrong")).toBe("wrong-credentials");
    simulator.setPolicy(mara.id, { isDisabled: true });
    expect(await signIn()).toBe("disabled-or-locked");
  });

  test("rights are the ones of now", async () => {
    const session = await signedIn();
    expect(await currentUser(session)).toMatchObject({ name: "Mara", isAdmin: false });
    simulator.setPolicy(mara.id, { isAdmin: true });
    expect(await currentUser(session)).toMatchObject({ isAdmin: true });
    simulator.setPolicy(mara.id, { isDisabled: true });
    expect(await currentUser(session)).toBeNull();
  });

  test("a revoked token and a deleted account are nobody", async () => {
    const session = await signedIn();
    simulator.revokeTokens(mara.id);
    expect(await currentUser(session)).toBeNull();
    const again = await signedIn();
    simulator.removeUser(mara.id);
    expect(await currentUser(again)).toBeNull();
  });

  test("two browsers stay signed in beside each other", async () => {
    const one = await signedIn("sofarr-1");
    const other = await signedIn("sofarr-2");
    expect(await currentUser(one, "sofarr-1")).toMatchObject({ name: "Mara" });
    expect(await currentUser(other, "sofarr-2")).toMatchObject({ name: "Mara" });
    expect(simulator.sessions()).toHaveLength(2);
  });

  test("signing out ends the token, and may be done twice", async () => {
    const session = await signedIn();
    const { accessToken } = session;
    await mediaServer.signOut({ accessToken, deviceId: "sofarr-1" }, signal);
    await mediaServer.signOut({ accessToken, deviceId: "sofarr-1" }, signal);
    expect(await currentUser(session)).toBeNull();
  });

  test("everyone is listed with the API key, nobody with a wrong one", async () => {
    const users = await mediaServer.listUsers(signal);
    expect(users?.map((user) => [user.id, user.name, user.isAdmin])).toEqual([
      [foldUserId(mara.id), "Mara", false],
      [foldUserId(root.id), "Root", true],
    ]);
    await mediaServer.close();
    mediaServer = connect({ apiKey: new Secret("wrong") });
    await expect(mediaServer.listUsers(signal)).rejects.toMatchObject({ reason: "unauthorized" });
    await expect(mediaServer.probe(signal)).rejects.toMatchObject({ reason: "unauthorized" });
  });

  test("while it starts nobody's password is wrong", async () => {
    await signedIn();
    simulator.starting = true;
    await expect(signIn()).rejects.toMatchObject({ reason: "bad-status", status: 503 });
    simulator.starting = false;
    await signedIn();
  });

  test("a probe names it", async () => {
    const probe = await mediaServer.probe(signal);
    expect(probe.version?.toLowerCase()).toContain(`${kind} ${version}`);
    expect(probe.credentials).toBe("accepted");
    expect(simulator.signInAttempts()).toEqual([]);
  });

  test("a probe with a wrong key asks for another one, and locks nobody out", async () => {
    await mediaServer.close();
    mediaServer = connect({ apiKey: new Secret("wrong") });
    await expect(mediaServer.probe(signal)).rejects.toMatchObject({
      message: "does not accept the API key",
      advice: "Make a new API key in the media server's dashboard and set it as EMBY_API_KEY.",
    });
    expect(simulator.signInAttempts()).toEqual(
      kind === "emby"
        ? []
        : [
            expect.objectContaining({
              username: expect.stringMatching(/^sofarr-doctor-/u) as unknown,
            }),
          ],
    );
  });

  describe("behind a proxy that drops the Authorization header", () => {
    let proxy: Awaited<ReturnType<typeof openHeaderDroppingProxy>>;
    const LOST = {
      message: "never gets the Authorization header that sofarr sends",
      advice: expect.stringContaining("pass the Authorization header on") as unknown,
    };

    const connectBehind = async (change: Partial<Instance> = {}): Promise<void> => {
      proxy = await openHeaderDroppingProxy(simulator.url);
      await mediaServer.close();
      mediaServer = connect({ url: proxy.url, ...change });
    };
    afterEach(() => proxy.close());

    test("a probe says so, and puts the key in no address", async () => {
      await connectBehind();
      const probe = mediaServer.probe(signal);
      // Emby gets the key in a header of its own too.
      if (kind === "emby") expect(await probe).toMatchObject({ credentials: "accepted" });
      else await expect(probe).rejects.toMatchObject(LOST);
      const addresses = simulator.server.requests.map(
        ({ path, query }) => `${path}?${query.toString()}`,
      );
      expect(addresses.join("\n")).not.toContain(simulator.apiKey);
    });

    test("a probe without a key says so where the server tells it", async () => {
      await connectBehind({ apiKey: null });
      const probe = mediaServer.probe(signal);
      const isTold = kind === "jellyfin" && version !== "10.8.13";
      if (isTold) await expect(probe).rejects.toMatchObject(LOST);
      else expect(await probe).toMatchObject({ credentials: "none-needed" });
    });

    test("a sign-in is no wrong password, and tells what to change", async () => {
      await connectBehind();
      await expect(signIn()).rejects.toMatchObject({
        reason: "bad-status",
        status: 400,
        advice: LOST.advice,
      });
    });
  });
});

test("a Jellyfin 12 configured below /emby says what to change", async () => {
  const simulator = createMediaServerSimulator({ kind: "jellyfin", version: "12.0.0" });
  await simulator.start();
  const mediaServer = connectMediaServer(
    makeInstance({
      id: "media-server",
      kind: "media-server",
      name: "Media server",
      url: `${simulator.url}/emby`,
    }),
    DEPS,
  );
  await expect(mediaServer.probe(signal)).rejects.toMatchObject({
    status: 404,
    advice: expect.stringContaining("/emby") as string,
  });
  await mediaServer.close();
  await simulator.stop();
});
