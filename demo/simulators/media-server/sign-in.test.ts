import { describe, expect, it } from "vitest";

import { call, CLIENT, signIn } from "./ask.ts";
import { runningSimulator } from "./running-simulator.ts";

describe("signing in at a simulated media server", () => {
  it("gives the user with policy, a session and a token", async () => {
    const server = await runningSimulator();
    const { status, body } = await signIn(server, "ANA lucía", "blue");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      User: { Name: "Ana Lucía", Policy: { IsAdministrator: false, IsDisabled: false } },
      SessionInfo: { UserName: "Ana Lucía", DeviceId: "d1" },
      AccessToken: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it("refuses a wrong name and a wrong password alike, in words that say nothing", async () => {
    const server = await runningSimulator();
    const wrong = { status: 401, body: "Error processing request." };
    expect(await signIn(server, "Nobody", "blue")).toStrictEqual(wrong);
    expect(await signIn(server, "Robin", "blue")).toStrictEqual(wrong);
  });

  it.each(["Client", "Device", "DeviceId", "Version"])(
    "refuses with 400 without %s",
    async (part) => {
      const server = await runningSimulator();
      const authorization = CLIENT.replace(new RegExp(`\\b${part}="[^"]*"(, )?`), "");
      expect((await signIn(server, "Robin", "red", { authorization })).status).toBe(400);
    },
  );

  it.each([
    ["10.8.13", 401],
    ["10.9.0", 400],
    ["12.0.0", 400],
  ])("of %s refuses a wrong name without a header with %i", async (version, status) => {
    const server = await runningSimulator({ version });
    expect((await signIn(server, "Nobody", "red", {})).status).toBe(status);
    expect((await signIn(server, "Robin", "red", {})).status).toBe(400);
  });

  it("refuses with 400 without a name, and with 415 what is not JSON", async () => {
    const server = await runningSimulator();
    expect((await signIn(server, "", "")).status).toBe(400);
    const form = { "content-type": "text/plain", authorization: CLIENT };
    expect((await signIn(server, "Robin", "red", form)).status).toBe(415);
  });

  it("refuses a disabled account with 403, even for a wrong password", async () => {
    const server = await runningSimulator();
    const [, ana] = server.users();
    server.setPolicy(ana?.id ?? "", { isDisabled: true });
    expect((await signIn(server, "Ana Lucía", "blue")).status).toBe(403);
    expect((await signIn(server, "Ana Lucía", "wrong")).status).toBe(403);
  });

  it("disables an account after too many wrong passwords", async () => {
    const server = await runningSimulator();
    server.addUser({ name: "Kit", password: "green", loginAttemptsBeforeLockout: 0 });
    const statuses: number[] = [];
    for (const password of ["a", "b", "c", "green"]) {
      statuses.push((await signIn(server, "Kit", password)).status);
    }
    expect(statuses).toStrictEqual([401, 401, 401, 403]);
  });

  it("forgets earlier wrong passwords after a right one", async () => {
    const server = await runningSimulator();
    server.addUser({ name: "Kit", password: "green", loginAttemptsBeforeLockout: 2 });
    for (const password of ["a", "green", "b"]) await signIn(server, "Kit", password);
    expect((await signIn(server, "Kit", "green")).status).toBe(200);
  });

  it("answers 503 while it starts, to everything", async () => {
    const server = await runningSimulator();
    server.starting = true;
    expect((await signIn(server, "Robin", "red")).status).toBe(503);
    expect((await call(server, "/System/Info/Public")).status).toBe(503);
    expect(server.signInAttempts()).toHaveLength(0);
  });

  it("reads names that were URL-encoded in the client header", async () => {
    const server = await runningSimulator();
    const authorization = CLIENT.replace("Web", encodeURIComponent('Küche, "oben"'));
    await signIn(server, "Robin", "red", { authorization });
    expect(server.sessions()[0]?.identity.device).toBe('Küche, "oben"');
  });

  it("counts every attempt with how it ended", async () => {
    const server = await runningSimulator();
    await signIn(server, "Robin", "no");
    await signIn(server, "Robin", "red");
    expect(server.signInAttempts()).toStrictEqual([
      { username: "Robin", deviceId: "d1", status: 401 },
      { username: "Robin", deviceId: "d1", status: 200 },
    ]);
  });
});
