import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createMediaServerSimulator } from "../../demo/simulators/media-server/index.ts";
import { freePort } from "../../scripts/free-port.ts";
import { ChildServer } from "../journeys/child-server.ts";
import { hasIpv6Loopback } from "../journeys/ipv6-loopback.ts";
import { BuildContext } from "./build-context.ts";
import {
  allOf,
  copyOf,
  environmentOf,
  execForm,
  lastOf,
  readDockerfile,
  type Stage,
} from "./dockerfile.ts";
import { ROOT } from "./root.ts";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const { scripts, engines } = JSON.parse(read("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
};

const stages = readDockerfile(read("deploy/Dockerfile"));
const image = stages.at(-1) as Stage;

describe("the Dockerfile", () => {
  test("builds on the Node.js that the package asks for, and names its version", () => {
    const major = /\d+/u.exec(engines.node)?.[0];
    expect(stages.map(({ image }) => image)).toEqual(stages.map(() => `node:${major}-slim`));
    expect(stages.length).toBeGreaterThan(1);
  });

  test("copies only what there is: from the context what is let in, from stages that came before", () => {
    const context = new BuildContext(ROOT, read("deploy/Dockerfile.dockerignore"));
    const missing: string[] = [];
    let copied = 0;
    for (const [at, stage] of stages.entries()) {
      const before = stages.slice(0, at).map(({ name }) => name);
      for (const { from, sources } of allOf(stage, "COPY").map(copyOf)) {
        copied += sources.length;
        if (from === null) missing.push(...sources.filter((source) => !context.has(source)));
        else if (!before.includes(from)) missing.push(`stage ${from}`);
      }
    }
    expect(missing).toEqual([]);
    expect(copied).toBeGreaterThan(stages.length);
  });

  test("lets nothing in that is made here, or kept here", () => {
    const context = new BuildContext(ROOT, read("deploy/Dockerfile.dockerignore"));
    const unwanted = [
      ".git",
      "node_modules",
      "node_modules/fastify/package.json",
      "demo",
      "test",
      "docs",
      "deploy",
      "packages/server/dist",
      "packages/server/src/log.test.ts",
    ];
    expect(unwanted.filter((path) => context.has(path))).toEqual([]);
    expect(
      ["packages/server/src/main.ts", "package.json"].filter((one) => !context.has(one)),
    ).toEqual([]);
  });

  test("runs as nobody in particular, and keeps its state in the one volume", () => {
    expect(lastOf(image, "USER")).toMatch(/^[1-9]\d*:[1-9]\d*$/u);
    const owner = /-o (\d+) -g (\d+) -m 0700 \/data$/u.exec(allOf(image, "RUN")[0] ?? "") ?? [];
    expect(owner.slice(1).join(":")).toBe(lastOf(image, "USER"));
    expect(lastOf(image, "VOLUME")).toBe("/data");
    expect(environmentOf(image)).toEqual({ NODE_ENV: "production", DATA_DIR: "/data" });
  });

  test("starts node itself, as npm start does", () => {
    const [, ...flags] = (scripts["start"] ?? "").split(" ");
    expect(execForm(lastOf(image, "ENTRYPOINT"))).toEqual([
      "node",
      ...flags.slice(0, -1),
      flags.at(-1)?.replace("packages/server/", ""),
    ]);
    expect(allOf(image, "CMD")).toEqual([]);
  });

  test("downloads nothing but npm's packages, and those by the lock file", () => {
    for (const stage of stages) {
      expect(allOf(stage, "ADD")).toEqual([]);
      for (const run of allOf(stage, "RUN")) {
        expect(run).toMatch(/^(?:npm ci |npm run build$|install -d |node .* --version$)/u);
        expect(run).not.toMatch(/curl|wget|apt|http/u);
      }
    }
  });
});

describe("its HEALTHCHECK, run as it stands there", () => {
  const command = execForm(lastOf(image, "HEALTHCHECK").replace(/^.* CMD /u, ""));
  const mediaServer = createMediaServerSimulator({});
  let folder: string;

  beforeAll(async () => {
    await mediaServer.start();
    folder = mkdtempSync(join(tmpdir(), "sofarr-health-"));
  });
  afterAll(async () => {
    await mediaServer.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function check(settings: Record<string, string>): Promise<number | null> {
    const [program, ...args] = command;
    expect(program).toBe("node");
    const child = spawn(process.execPath, args, { env: settings, stdio: "ignore" });
    await once(child, "exit");
    return child.exitCode;
  }

  async function checkServer(settings: Record<string, string>): Promise<number | null> {
    const server = await ChildServer.start({ DATA_DIR: folder, ...settings });
    try {
      return await check({ PORT: new URL(server.url).port, ...settings });
    } finally {
      await server.end("SIGKILL");
    }
  }

  test("is well when sofarr is ready", async () => {
    expect(await checkServer({ EMBY_URL: mediaServer.url })).toBe(0);
  });

  test("is well below a sub-path, and on an address of its own", async () => {
    const settings = { BASE_PATH: "/media/sofarr", HOST: "127.0.0.2" };
    expect(await checkServer({ EMBY_URL: mediaServer.url, ...settings })).toBe(0);
  });

  test.skipIf(!hasIpv6Loopback)("is well on an IPv6 address in brackets", async () => {
    expect(await checkServer({ EMBY_URL: mediaServer.url, HOST: "[::1]" })).toBe(0);
  });

  test("is not well when sofarr is not configured", async () => {
    expect(await checkServer({})).toBe(1);
  });

  test("is not well when nobody listens", async () => {
    expect(await check({ PORT: String(await freePort()) })).toBe(1);
  });
});
