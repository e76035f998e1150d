import { describe, expect, it } from "vitest";

import { bearing, call, get, tokenOf } from "./ask.ts";
import { runningSimulator } from "./running-simulator.ts";

describe("reads of a simulated media server", () => {
  it("name the product in Jellyfin and not in Emby, without a token", async () => {
    const jellyfin = await runningSimulator({ version: "10.10.7" });
    expect((await call(jellyfin, "/System/Info/Public")).body).toMatchObject({
      ProductName: "Jellyfin Server",
      Version: "10.10.7",
    });
    await jellyfin.stop();
    const emby = await runningSimulator({ kind: "emby" });
    const info = (await call(emby, "/System/Info/Public")).body as object;
    expect(Object.keys(info)).not.toContain("ProductName");
    expect(Object.keys(info)).toContain("LocalAddresses");
  });

  it("let an API key read everyone but be nobody", async () => {
    const server = await runningSimulator({ apiKey: "k" });
    const headers = bearing("k");
    const id = server.users()[1]?.id ?? "";
    const dashed = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    expect((await get(server, `/Users/${dashed.toUpperCase()}`, headers)).body).toMatchObject({
      Id: id,
    });
    expect((await get(server, "/Users", headers)).body).toHaveLength(2);
    expect((await get(server, "/Users/Me", headers)).status).toBe(400);
    expect((await get(server, "/Users/ffffffffffffffffffffffffffffffff", headers)).status).toBe(
      404,
    );
  });

  it("list disabled people only when asked", async () => {
    const server = await runningSimulator({ apiKey: "k" });
    server.setPolicy(server.users()[1]?.id ?? "", { isDisabled: true });
    const disabled = await get(server, "/Users?isDisabled=true", bearing("k"));
    expect(disabled.body).toMatchObject([{ Name: "Ana Lucía" }]);
  });

  it.each([
    ["4.7.14", 200],
    ["4.9.0", 403],
  ])(
    "of Emby %s answer the old list with %d, and the query with a page",
    async (version, status) => {
      const server = await runningSimulator({ kind: "emby", version, apiKey: "k" });
      const headers = { "x-emby-token": "k" };
      expect((await get(server, "/emby/Users", headers)).status).toBe(status);
      expect((await get(server, "/emby/Users/Query", headers)).body).toMatchObject({
        TotalRecordCount: 2,
      });
    },
  );

  it("of Emby show the list to admins alone", async () => {
    const server = await runningSimulator({ kind: "emby", version: "4.8.11" });
    const headers = { "x-emby-token": await tokenOf(server, "Ana Lucía", "blue") };
    expect((await get(server, "/Users/Query", headers)).status).toBe(403);
  });

  it("show members their own sessions and admins all", async () => {
    const server = await runningSimulator();
    const admin = await tokenOf(server, "Robin", "red");
    const member = await tokenOf(server, "Ana Lucía", "blue", "d2");
    expect((await get(server, "/Sessions", bearing(member))).body).toMatchObject([
      { UserName: "Ana Lucía" },
    ]);
    expect((await get(server, "/Sessions", bearing(admin))).body).toHaveLength(2);
    expect((await get(server, "/Sessions?deviceId=d2", bearing(admin))).body).toHaveLength(1);
  });

  it("give a picture only where there is one", async () => {
    const server = await runningSimulator();
    const { id } = server.addUser({ name: "Kit", hasImage: true });
    const response = await fetch(`${server.url}/UserImage?userId=${id}`);
    expect(response.headers.get("content-type")).toBe("image/png");
    await response.arrayBuffer();
    const without = server.users()[0]?.id ?? "";
    expect((await call(server, `/Users/${without}/Images/Primary`)).status).toBe(404);
  });

  it.each([
    ["10.8.13", 404],
    ["10.9.11", 200],
  ])("of Jellyfin %s answer the newer picture route with %d", async (version, status) => {
    const server = await runningSimulator({ version });
    const { id } = server.addUser({ name: "Kit", hasImage: true });
    const response = await fetch(`${server.url}/UserImage?userId=${id}`, {
      headers: bearing(server.apiKey),
    });
    await response.arrayBuffer();
    expect(response.status).toBe(status);
  });
});

describe("paths of a simulated media server", () => {
  it.each([
    ["jellyfin", "10.11.0", 200],
    ["jellyfin", "12.0.0", 404],
    ["emby", "4.9.0", 200],
  ] as const)("%s %s answers below /emby with %d", async (kind, version, status) => {
    const server = await runningSimulator({ kind, version });
    expect((await call(server, "/emby/System/Info/Public")).status).toBe(status);
  });

  it("are all below the base path, others are redirected", async () => {
    const server = await runningSimulator({ basePath: "/media" });
    expect((await call(server, "/System/Info/Public")).status).toBe(200);
    const response = await fetch(`${server.server.url}/System/Info/Public`, { redirect: "manual" });
    expect(response.status).toBe(302);
  });
});
