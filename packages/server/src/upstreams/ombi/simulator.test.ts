import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  createOmbiSimulator,
  type OmbiSimulator,
} from "../../../../../demo/simulators/ombi/index.ts";
import { Secret } from "../../config/secret.ts";
import { foldUserId } from "../../domain/user.ts";
import type { Instance } from "../instance.ts";
import { ombi } from "./index.ts";
import { makeInstance } from "../make-instance.case.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const DEPS = { now: () => NOW, log: { debug: () => {}, info: () => {}, warn: () => {} } };
const MARA = "0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9";
const signal = AbortSignal.timeout(600_000);

describe.each(["", "/ombi"])("an Ombi at base path %j", (basePath) => {
  let simulator: OmbiSimulator;
  let client: ReturnType<typeof ombi.connect>;

  const connect = (change: Partial<Instance> = {}): typeof client =>
    ombi.connect(
      makeInstance({
        kind: "ombi",
        url: simulator.url,
        apiKey: new Secret(simulator.apiKey),
        ...change,
      }),
      DEPS,
    );

  beforeEach(async () => {
    simulator = createOmbiSimulator({ basePath, now: () => NOW });
    await simulator.start();
    client = connect();
  });
  afterEach(async () => {
    await client.close();
    await simulator.stop();
  });

  test("everybody's requests come, with the person behind each", async () => {
    const mara = simulator.addUser({
      userName: "mara",
      userType: "jellyfin",
      providerUserId: MARA,
    });
    const jon = simulator.addUser({ userName: "jon", userType: "local" });
    const movie = simulator.addMovieRequest({
      title: "Slow Tide",
      theMovieDbId: 7701,
      requestedBy: mara,
      approved: true,
    });
    const first = simulator.addTvRequest({
      title: "Harbor Lights",
      externalProviderId: 8802,
      requestedBy: mara,
    });
    const second = simulator.addTvRequest({
      title: "Harbor Lights",
      externalProviderId: 8802,
      requestedBy: jon,
      available: true,
    });
    expect(await client.listRequests(signal)).toMatchObject([
      {
        id: movie.id,
        mediaType: "movie",
        title: "Slow Tide",
        tmdbId: 7701,
        approved: true,
        requestedAt: movie.requestedAt,
        requester: { mediaServerUserId: foldUserId(MARA), userName: "mara" },
      },
      {
        id: first.id,
        mediaType: "tv",
        title: "Harbor Lights",
        tmdbId: 8802,
        available: false,
        requester: { mediaServerUserId: foldUserId(MARA) },
      },
      {
        id: second.id,
        title: "Harbor Lights",
        available: true,
        requester: { mediaServerUserId: null, userName: "jon" },
      },
    ]);
  });

  test("a 4K-only request is told by its own flags", async () => {
    simulator.addMovieRequest({
      title: "Slow Tide",
      requestedAt: null,
      requested4kAt: NOW,
      approved: true,
    });
    expect(await client.listRequests(signal)).toMatchObject([{ approved: true, requestedAt: NOW }]);
  });

  test("a decision changes that request alone; a deleted account leaves nobody", async () => {
    const jon = simulator.addUser({ userName: "jon" });
    const one = simulator.addMovieRequest({ title: "One", requestedBy: jon });
    simulator.addMovieRequest({ title: "Two" });
    const before = await client.listRequests(signal);
    expect(await client.listRequests(signal)).toBe(before);
    simulator.updateRequest("movie", one.id, { denied: true, deniedReason: "Too long" });
    simulator.removeUser(jon.id);
    const after = await client.listRequests(signal);
    expect(after[0]).toMatchObject({ denied: true, deniedReason: "Too long", requester: null });
    expect(after[1]).toBe(before[1]);
  });

  test("a probe tells the version; a wrong key is unauthorized", async () => {
    expect(await client.probe(signal)).toEqual({
      version: "4.59.3",
      credentials: "accepted",
      notes: [],
    });
    await client.close();
    client = connect({ apiKey: new Secret("wrong") });
    await expect(client.probe(signal)).rejects.toMatchObject({ reason: "unauthorized" });
    await expect(client.listRequests(signal)).rejects.toMatchObject({ reason: "unauthorized" });
  });

  test("its webhook is written, read back and tried", async () => {
    const settings = {
      enabled: true,
      webhookUrl: `${simulator.server.url}/hook`,
      applicationToken: "a token",
      id: null,
    };
    await client.webhook.write(settings, signal);
    expect(simulator.webhook()).toMatchObject({ enabled: true, applicationToken: "a token" });
    expect(await client.webhook.read(signal)).toEqual({ ...settings, id: simulator.webhook().id });
    await client.webhook.test(settings, signal);
    expect(simulator.server.requests.at(-1)).toMatchObject({ method: "POST", path: "/hook" });
  });

  test.each(["reset", "status-500", "html", "half-json", "wrong-type", "redirect"] as const)(
    "%s is an UpstreamError, and the list after it is right",
    async (fault) => {
      simulator.addMovieRequest({ title: "Slow Tide" });
      await client.listRequests(signal);
      simulator.server.fault = fault;
      await expect(client.listRequests(signal)).rejects.toMatchObject({ name: "UpstreamError" });
      simulator.server.fault = null;
      expect(await client.listRequests(signal)).toHaveLength(1);
    },
  );
});
