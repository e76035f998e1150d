import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { loadConfig } from "../../packages/server/src/config/load-config.ts";
import { lastOf, readDockerfile, type Stage } from "./dockerfile.ts";
import { KINDS, KNOWN_SETTINGS } from "./known-settings.ts";
import { ROOT } from "./root.ts";

/** As much of the format as the example uses. */
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}
interface Service {
  readonly build: { readonly context: string; readonly dockerfile: string };
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly volumes: readonly string[];
  readonly ports: readonly string[];
  readonly stop_grace_period: string;
}

const FOLDER = join(ROOT, "deploy");
const compose = parse(readFileSync(join(FOLDER, "compose.yaml"), "utf8")) as Compose;
const service = compose.services["sofarr"] as Service;
const image = readDockerfile(readFileSync(join(FOLDER, "Dockerfile"), "utf8")).at(-1) as Stage;
/** Where an engine puts secrets. */
const SECRETS = "/run/secrets/";
/** After so long sofarr gives up ending politely. */
const STOP_DEADLINE_S = 10;

describe("the compose example", () => {
  test("is one hardened service that is built from the Dockerfile", () => {
    expect(Object.keys(compose.services)).toEqual(["sofarr"]);
    expect(service).toMatchObject({
      restart: "unless-stopped",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      tmpfs: [expect.stringContaining("noexec") as string],
    });
    const { context, dockerfile } = service.build;
    expect(existsSync(join(FOLDER, context, dockerfile))).toBe(true);
    expect(Number.parseInt(service.stop_grace_period, 10)).toBeGreaterThan(STOP_DEADLINE_S);
  });

  test("publishes the image's port on this machine alone, and keeps its volume", () => {
    expect(service.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+:3001$/u)]);
    expect(lastOf(image, "EXPOSE")).toBe("3001");
    const [volume = "", place] = service.volumes[0]?.split(":") ?? [];
    expect(place).toBe(lastOf(image, "VOLUME"));
    expect(Object.keys(compose.volumes)).toEqual([volume]);
  });

  test("sets nothing that sofarr does not know", () => {
    const names = Object.keys(service.environment);
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !KNOWN_SETTINGS.has(name))).toEqual([]);
  });

  test("gives every secret as a file, and names each where it is used", () => {
    const named = Object.values(service.environment)
      .filter((value) => value.startsWith(SECRETS))
      .map((value) => basename(value));
    expect([...named].sort()).toEqual([...service.secrets].sort());
    expect(Object.keys(compose.secrets).sort()).toEqual([...service.secrets].sort());
    const inClear = Object.keys(service.environment).filter((name) =>
      /(?:KEY|PASSWORD|SECRET)$/u.test(name),
    );
    expect(inClear).toEqual([]);
  });

  test("is a configuration without mistakes", () => {
    const folder = mkdtempSync(join(tmpdir(), "sofarr-compose-"));
    try {
      for (const name of service.secrets) writeFileSync(join(folder, name), `${name}-0123\n`);
      const environment = Object.fromEntries(
        Object.entries(service.environment).map(([name, value]) => [
          name,
          value.replace(SECRETS, `${folder}/`),
        ]),
      );
      const config = loadConfig(environment, KINDS);
      expect(config.arrs.map(({ apiKey }) => apiKey?.reveal())).toEqual([
        "sonarr_api_key-0123",
        "radarr_api_key-0123",
      ]);
      expect(config).toMatchObject({ trustProxy: 1, baseUrl: "https://sofarr.example.org" });
      expect(config.mediaServer).not.toBeNull();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
