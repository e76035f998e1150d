import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";

import { loadConfig } from "../../packages/server/src/config/load-config.ts";
import { KINDS, KNOWN_SETTINGS } from "./known-settings.ts";
import { ROOT } from "./root.ts";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const unit = read("deploy/sofarr.service");
const file = parseEnv(read("deploy/sofarr.env")) as Record<string, string>;
const { scripts } = JSON.parse(read("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** Of 10, in tenths, by systemd's own measure; what remains is the network, which it needs. */
const MOST_EXPOSED = 15;
const STOP_DEADLINE_S = 10;
const EXIT_CONFIG = "78";

/** Every value of a directive, in order. */
function valuesOf(directive: string): readonly string[] {
  return [...unit.matchAll(new RegExp(`^${directive}=(.*)$`, "gmu"))].map(
    ([, value = ""]) => value,
  );
}

const variables = Object.fromEntries(
  valuesOf("Environment").map((pair) => pair.split("=", 2) as [string, string]),
);

describe("the systemd service", () => {
  test("starts node as npm start does, from the installed package", () => {
    const flags = (scripts["start"] ?? "").split(" ").slice(1, -1);
    expect(valuesOf("ExecStart")).toEqual([
      ["/usr/bin/node", ...flags, "/opt/sofarr/node_modules/sofarr/bin/sofarr.js"].join(" "),
    ]);
    expect(Number(valuesOf("TimeoutStopSec")[0])).toBeGreaterThan(STOP_DEADLINE_S);
    expect(valuesOf("RestartPreventExitStatus")).toEqual([EXIT_CONFIG]);
  });

  test("sets nothing that sofarr does not know, and no secret in clear", () => {
    const names = [...Object.keys(variables), ...Object.keys(file)];
    expect(names.length).toBeGreaterThan(10);
    const foreign = names.filter((name) => !KNOWN_SETTINGS.has(name));
    expect(foreign).toEqual(["NODE_COMPILE_CACHE", "NODE_ENV"]);
    expect(names.filter((name) => /(?:KEY|PASSWORD|SECRET)$/u.test(name))).toEqual([]);
  });

  test("hands over every secret that it names as a credential", () => {
    const credentials = valuesOf("LoadCredential").map((one) => one.split(":")[0]);
    const named = Object.entries(variables).flatMap(([name, value]) =>
      name.endsWith("_FILE") ? [value.replace("%d/", "")] : [],
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named).toEqual(credentials);
    expect(variables["DATA_DIR"]).toBe(`%S/${valuesOf("StateDirectory")[0]}`);
  });

  test("is with its file of settings a configuration without mistakes", () => {
    const folder = mkdtempSync(join(tmpdir(), "sofarr-systemd-"));
    try {
      for (const one of valuesOf("LoadCredential")) {
        writeFileSync(join(folder, one.split(":")[0] ?? ""), "0123456789abcdef\n");
      }
      const own = Object.entries(variables).map(([name, value]) => [
        name,
        value.replace("%d", folder).replace("%S", folder),
      ]);
      const config = loadConfig({ ...file, ...Object.fromEntries(own) }, KINDS);
      expect(config.downloadClients.map(({ kind }) => kind)).toEqual(["sabnzbd", "qbittorrent"]);
      expect(config).toMatchObject({ host: "127.0.0.1", trustProxy: 1 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("is understood by systemd, which finds little exposed", (context) => {
    const folder = mkdtempSync(join(tmpdir(), "sofarr-systemd-"));
    const path = join(folder, "sofarr.service");
    // Whether there is a Node.js at that place is not what is asked here.
    writeFileSync(path, unit.replace("/usr/bin/node", process.execPath));
    const analyze = (...args: string[]) =>
      spawnSync("systemd-analyze", [...args, path], { encoding: "utf8" });
    try {
      const verified = analyze("verify");
      if (verified.error !== undefined) context.skip("systemd is not on this machine");
      expect({ status: verified.status, says: verified.stderr + verified.stdout }).toEqual({
        status: 0,
        says: "",
      });
      const { status, stdout } = analyze(
        "security",
        "--offline=true",
        `--threshold=${MOST_EXPOSED}`,
      );
      expect(stdout).toContain("Overall exposure level");
      expect(status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
