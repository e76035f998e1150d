import { describe, expect, it } from "vitest";

import { bearing, call, CLIENT, get, signIn, tokenOf } from "./ask.ts";
import { runningSimulator } from "./running-simulator.ts";

describe("tokens of a simulated media server", () => {
  it("live one per person and device: signing in again kills the earlier one", async () => {
    const server = await runningSimulator();
    const first = await tokenOf(server, "Robin", "red");
    const elsewhere = await tokenOf(server, "Robin", "red", "d2");
    const other = await tokenOf(server, "Ana Lucía", "blue");
    const second = await tokenOf(server, "Robin", "red");
    const status = async (token: string): Promise<number> =>
      (await get(server, "/Users/Me", bearing(token))).status;
    expect(await status(first)).toBe(401);
    for (const token of [elsewhere, other, second]) expect(await status(token)).toBe(200);
  });

  it("are dead after a logout, a second one included", async () => {
    const server = await runningSimulator();
    const headers = bearing(await tokenOf(server, "Robin", "red"));
    const logout = { method: "POST", headers };
    expect((await call(server, "/Sessions/Logout", logout)).status).toBe(204);
    expect((await call(server, "/Sessions/Logout", logout)).status).toBe(401);
    expect((await get(server, "/Users/Me", headers)).status).toBe(401);
  });

  it("of a disabled person are refused with 403, revoked ones with 401", async () => {
    const server = await runningSimulator();
    const headers = bearing(await tokenOf(server, "Ana Lucía", "blue"));
    const id = server.sessions()[0]?.user.id ?? "";
    server.setPolicy(id, { isDisabled: true });
    expect((await get(server, `/Users/${id}`, headers)).status).toBe(403);
    server.revokeTokens(id);
    expect((await get(server, `/Users/${id}`, headers)).status).toBe(401);
  });

  it("show a change of rights and name at once", async () => {
    const server = await runningSimulator();
    const headers = bearing(await tokenOf(server, "Robin", "red"));
    const [robin] = server.users();
    server.setPolicy(robin?.id ?? "", { isAdmin: false });
    server.rename(robin?.id ?? "", "Robin the Elder");
    expect((await get(server, "/Users/Me", headers)).body).toMatchObject({
      Name: "Robin the Elder",
      Policy: { IsAdministrator: false },
    });
  });

  it("are gone with their account", async () => {
    const server = await runningSimulator();
    const headers = bearing(await tokenOf(server, "Ana Lucía", "blue"));
    server.removeUser(server.sessions()[0]?.user.id ?? "");
    expect((await get(server, "/Users/Me", headers)).status).toBe(401);
    expect(server.users()).toHaveLength(1);
  });
});

describe("where each version looks for a token", () => {
  const standard = (token: string) => bearing(token);
  const emby = (token: string) => ({ authorization: `Emby Token="${token}"` });
  const own = (token: string) => ({ "x-emby-authorization": `MediaBrowser Token="${token}"` });
  const bare = (token: string) => ({ "x-emby-token": token });

  it.each([
    ["jellyfin", "10.8.13", true, [200, 200, 200, 200]],
    ["jellyfin", "10.11.0", true, [200, 200, 200, 200]],
    ["jellyfin", "10.11.0", false, [200, 401, 401, 401]],
    ["jellyfin", "12.0.0", true, [200, 401, 401, 401]],
    ["emby", "4.8.11", true, [401, 401, 401, 200]],
  ] as const)(
    "%s %s with legacy headers %s",
    async (kind, version, allowsLegacyHeaders, wanted) => {
      const server = await runningSimulator({ kind, version, allowsLegacyHeaders });
      const token = await tokenOf(server, "Robin", "red");
      const statuses: number[] = [];
      for (const headers of [standard, emby, own, bare]) {
        statuses.push((await get(server, "/System/Info", headers(token))).status);
      }
      expect(statuses).toStrictEqual(wanted);
    },
  );

  it.each([
    ["10.8.13", 401],
    ["10.11.0", 200],
  ])(
    "Jellyfin %s sent two client headers answers %d to the standard one",
    async (version, status) => {
      const server = await runningSimulator({ version });
      const token = await tokenOf(server, "Robin", "red");
      const headers = { ...bearing(token), "x-emby-authorization": CLIENT };
      expect((await get(server, "/Users/Me", headers)).status).toBe(status);
    },
  );

  it("takes a client header with either scheme at the sign-in of an Emby", async () => {
    const server = await runningSimulator({ kind: "emby" });
    for (const scheme of ["Emby", "MediaBrowser"]) {
      const authorization = CLIENT.replace("MediaBrowser", scheme);
      expect((await signIn(server, "Robin", "red", { authorization })).status).toBe(200);
    }
  });

  it("does not see the old client header at the sign-in of a Jellyfin 12", async () => {
    const server = await runningSimulator();
    const answer = await signIn(server, "Robin", "red", { "x-emby-authorization": CLIENT });
    expect(answer.status).toBe(400);
  });
});
