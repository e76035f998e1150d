import { afterAll, beforeAll, describe, expect, inject, it, type TestContext } from "vitest";

import { createMediaServerSimulator } from "../../demo/simulators/media-server/index.ts";
import { INSTANCES, instanceSettings, type ConfiguredInstance } from "./instances.ts";
import type { Rig, RigClient } from "./rig.ts";
import { runSofarr, type Ran } from "./sofarr-process.ts";

const DOCTOR_LIMIT_MS = 60_000;
const WRONG = "not-the-password-at-all";
/** Nothing listens there: the discard port is reserved. */
const NOBODY = "127.0.0.1:9";

const outcome = inject("rig");
const mediaServer = createMediaServerSimulator({});

beforeAll(() => mediaServer.start());
afterAll(() => mediaServer.stop());

describe("sofarr doctor with real clients", () => {
  it("says of every one that it works, and its version", async (context) => {
    const rig = standing(context);
    const { code, output } = await doctor(instanceSettings(rig));
    for (const instance of INSTANCES) {
      const client = rig.clients[instance.rigClient];
      if (client === undefined) continue;
      const line = lineOf(output, instance);
      expect(line).toMatch(/^✓/u);
      expect(line).toContain(`version ${versionOf(client)}`);
      expect(line).toContain(
        instance.url(client).startsWith("scgi:") ? "no credentials needed" : "credentials accepted",
      );
    }
    expect(code).toBe(0);
  });

  it("says of every one that refuses its credentials so, and what to change, without telling them", async (context) => {
    const rig = standing(context);
    const { code, output } = await doctor(withWrongSecrets(instanceSettings(rig)));
    for (const instance of INSTANCES) {
      const client = rig.clients[instance.rigClient];
      if (client === undefined || instance.url(client).startsWith("scgi:")) continue;
      expect(lineOf(output, instance)).toMatch(/^✗ .*: reachable, but .*\[unauthorized\]$/u);
      expect(adviceOf(output, instance)).toMatch(/^ +Change: .+/u);
    }
    expect(output).not.toContain(WRONG);
    expect(code).toBe(1);
  });

  it("says of every one that is not there so, and what to change", async (context) => {
    const rig = standing(context);
    const { code, output } = await doctor(withoutAnyone(instanceSettings(rig)));
    for (const instance of INSTANCES) {
      if (rig.clients[instance.rigClient] === undefined) continue;
      expect(lineOf(output, instance)).toMatch(/^✗ .*: not reachable: .*\[unreachable\]$/u);
      expect(adviceOf(output, instance)).toMatch(/^ +Change: .+/u);
    }
    expect(code).toBe(1);
  });
});

function standing(context: Pick<TestContext, "skip">): Rig {
  return outcome.rig ?? context.skip(outcome.unavailable);
}

function doctor(settings: Record<string, string>): Promise<Ran> {
  return runSofarr(["doctor"], { ...settings, EMBY_URL: mediaServer.server.url }, DOCTOR_LIMIT_MS);
}

/** `v4.5.2` and `3.00 (bb6b5a062e)` are shown as 4.5.2 and 3.00. */
function versionOf(client: RigClient): string {
  return client.version.replace(/^v/u, "").split(" ")[0] ?? "";
}

function lineOf(output: string, { id }: ConfiguredInstance): string {
  return output.split("\n").find((line) => line.slice(2).startsWith(`${id} `)) ?? "";
}

/** The line below. */
function adviceOf(output: string, instance: ConfiguredInstance): string {
  const lines = output.split("\n");
  return lines[lines.indexOf(lineOf(output, instance)) + 1] ?? "";
}

function withWrongSecrets(settings: Record<string, string>): Record<string, string> {
  return changed(settings, (entry) => ({
    ...entry,
    ...("password" in entry ? { password: WRONG } : {}),
    ...("apiKey" in entry ? { apiKey: WRONG } : {}),
  }));
}

function withoutAnyone(settings: Record<string, string>): Record<string, string> {
  return changed(settings, (entry) => ({
    ...entry,
    url: entry["url"]?.startsWith("scgi:///")
      ? "scgi:///nowhere/rpc.sock"
      : (entry["url"] ?? "").replace(/127\.0\.0\.1:\d+/u, NOBODY),
  }));
}

function changed(
  settings: Record<string, string>,
  change: (entry: Record<string, string>) => Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([variable, list]) => [
      variable,
      JSON.stringify((JSON.parse(list) as Record<string, string>[]).map(change)),
    ]),
  );
}
