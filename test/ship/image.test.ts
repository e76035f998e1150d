import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, type TestContext } from "vitest";

import { startHousehold, type Household } from "../../demo/household/index.ts";
import { ChildServer } from "../journeys/child-server.ts";
import { readDockerfile } from "./dockerfile.ts";
import { PlayedImage } from "./played-image.ts";
import { whyOffline } from "./offline.ts";
import { ROOT } from "./root.ts";

/** `SHIP_WHOLE=1`: install everything anew in the build stage, too. */
const isWhole = process.env["SHIP_WHOLE"] === "1";
const stages = readDockerfile(readFileSync(join(ROOT, "deploy/Dockerfile"), "utf8"));

/** Why there is no image, in words. */
let obstacle = PlayedImage.obstacle();
let built: PlayedImage | null = null;
let household: Household;

beforeAll(async () => {
  household = await startHousehold();
  if (obstacle !== null) return;
  try {
    built = await PlayedImage.build(stages, isWhole);
  } catch (error) {
    obstacle = whyOffline(String(error));
    if (obstacle === null) throw error;
  }
});
afterAll(async () => {
  await built?.remove();
  await household.stop();
});

function played(context: TestContext): PlayedImage {
  if (built === null) context.skip(obstacle ?? "it was not built");
  return built;
}

describe("the image that the Dockerfile describes, played without an engine", () => {
  const settings = (image: PlayedImage): Record<string, string> => ({
    ...image.environment,
    ...household.environment,
  });

  test("holds what runs and nothing else", (context) => {
    const image = played(context);
    const inside = image.ask("ls /app && ls -A /app/dist").trim().split("\n");
    const app = "LICENSE bin dist package.json";
    const dist = ".compiled THIRD-PARTY-LICENSES.txt packages sofarr.js web";
    expect(inside.join(" ")).toBe(`${app} ${dist}`);
    expect(image.ask("ls -A /data; find /app/dist -name \\*.map -o -name \\*.ts")).toBe("");
  });

  test("is run by somebody without rights, on a root that cannot be written", async (context) => {
    const image = played(context);
    const script = `id -u; grep -E "^(CapEff|CapBnd|NoNewPrivs)" /proc/self/status
      for place in / /app /app/dist /usr/local/bin; do touch $place/x 2>/dev/null && echo "can write $place"; done
      touch /data/x /tmp/x && rm /data/x`;
    const { code, stdout } = await ChildServer.runToEnd(
      image.environment,
      image.inside("sh", "-c", script),
    );
    expect(stdout.trim().split(/\s+/u)).toEqual([
      "1000",
      "CapEff:",
      "0000000000000000",
      "CapBnd:",
      "0000000000000000",
      "NoNewPrivs:",
      "1",
    ]);
    expect(code).toBe(0);
  });

  test("has what V8 made of the program, and uses it", async (context) => {
    const image = played(context);
    // How Node.js says so: lines about what was found in its cache, and whether V8 took it.
    const told = { ...image.environment, NODE_DEBUG_NATIVE: "COMPILE_CACHE" };
    const { stdout, stderr } = await ChildServer.runToEnd(told, image.program("--version"));
    expect(stderr + stdout).toMatch(/cache for ESM \S*\/app\/dist\/sofarr\.js was accepted/u);
  });

  test("finds every service well", async (context) => {
    const image = played(context);
    const { code, stdout } = await ChildServer.runToEnd(settings(image), image.program("doctor"));
    const services = Object.keys(household.simulators).length;
    expect(stdout).toContain(`${services} of ${services} connections work.`);
    expect(code).toBe(0);
  });

  test("serves as process 1 without rights and on a root that cannot be written, and ends by itself", async (context) => {
    const image = played(context);
    const server = await ChildServer.start(settings(image), image.program());
    try {
      const { name = "", password = "" } = household.logins[0] ?? {};
      const browser = server.browser();
      expect(await browser.login(name, password)).toMatchObject({ status: 200 });
      const page = await browser.get("/", { headers: { accept: "text/html" } });
      expect(page.text).toContain("<base href");
      const stream = await browser.stream("?showAll=true");
      await stream.until(() => stream.view().size > 0, "the household's downloads");

      const health = { ...image.environment, PORT: new URL(server.url).port };
      expect(await ChildServer.runToEnd(health, image.healthCheck())).toMatchObject({ code: 0 });

      const { code, stdout } = await server.end("SIGTERM");
      expect(code).toBe(0);
      expect(stdout).toContain('"pid":1,');
      expect(stream.isWhole).toBe(true);
    } finally {
      await server.end("SIGKILL");
    }
  });

  test("keeps its state on the volume: a restart signs nobody out", async (context) => {
    const image = played(context);
    const { name = "", password = "" } = household.logins[1] ?? {};
    const first = await ChildServer.start(settings(image), image.program());
    const browser = first.browser();
    expect(await browser.login(name, password)).toMatchObject({ status: 200 });
    await first.end("SIGTERM");
    const second = await ChildServer.start(settings(image), image.program());
    try {
      const again = second.browser();
      for (const [cookie, value] of browser.cookies) again.setCookie(cookie, value);
      expect((await again.get("/api/auth/me")).text).toContain('"authenticated":true');
    } finally {
      await second.end("SIGTERM");
    }
  });
});
