import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test, type TestContext } from "vitest";

import { startHousehold, type Household } from "../../demo/household/index.ts";
import { ChildServer, type Program } from "../journeys/child-server.ts";
import { whyOffline } from "./offline.ts";
import { ROOT } from "./root.ts";

const PACKAGE = join(ROOT, "packages/server");
const MANIFEST = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly bin: { readonly sofarr: string };
};
const BIN = join(PACKAGE, MANIFEST.bin.sofarr);
/** npm and what it starts run under the Node.js that runs us. */
const PATH = dirname(process.execPath) + delimiter + (process.env["PATH"] ?? "");
const NPM_ENVIRONMENT = { ...process.env, PATH, npm_config_update_notifier: "false" };
/** About a third above what it is: packages that slip into the bundle are noticed. */
const LARGEST_TARBALL_BYTES = 2_100_000;
const NOTICES = "dist/THIRD-PARTY-LICENSES.txt";

let folder: string;
let tarball: string;
let household: Household;
/** Why the package could not be installed, in words; `null` when it was. */
let trouble: string | null = null;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sofarr-package-"));
  execFileSync(process.execPath, [join(ROOT, "scripts/build.ts")], { stdio: "ignore" });
  const packed = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: PACKAGE,
    env: NPM_ENVIRONMENT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ filename = "" } = {}] = JSON.parse(packed) as { readonly filename?: string }[];
  tarball = join(folder, filename);
  execFileSync("tar", ["-xzf", tarball, "-C", folder]);
  trouble = install();
  household = await startHousehold();
});
afterAll(async () => {
  await household.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Installs the tarball where nothing else is. @returns why not, when the registry cannot be reached. */
function install(): string | null {
  const options = ["--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1"];
  const { status, stderr } = spawnSync("npm", ["install", "--prefix", app(), tarball, ...options], {
    cwd: folder,
    env: NPM_ENVIRONMENT,
    encoding: "utf8",
  });
  if (status === 0) return null;
  const reason = whyOffline(stderr);
  if (reason === null) throw new Error(`npm could not install the tarball:\n${stderr}`);
  return reason;
}

function app(): string {
  return join(folder, "app");
}

function npx(context: TestContext, ...args: string[]): Program {
  if (trouble !== null) context.skip(trouble);
  return { command: ["npx", "sofarr", ...args], cwd: app() };
}

function settings(): Record<string, string> {
  return {
    PATH,
    HOME: folder,
    npm_config_update_notifier: "false",
    ...household.environment,
    DATA_DIR: join(folder, "data"),
  };
}

describe("the tarball", () => {
  const inside = (): string[] =>
    readdirSync(join(folder, "package"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(relative(join(folder, "package"), entry.parentPath), entry.name));

  test("holds the program, the web app, a licence and a page to read, and nothing else", () => {
    const files = inside();
    const [bundle, index] = ["dist/sofarr.js", "dist/web/index.html"];
    expect(files).toEqual(
      expect.arrayContaining(["LICENSE", "README.md", "bin/sofarr.js", bundle, index, NOTICES]),
    );
    const known =
      /^(?:LICENSE|README\.md|package\.json|bin\/sofarr\.js|dist\/sofarr\.js|dist\/THIRD-PARTY-LICENSES\.txt|dist\/web\/(?:assets\/)?[\w-]+\.(?:js|css|html|png|svg|webmanifest)|dist\/packages\/@fastify\/swagger-ui\/static\/[\w-]+\.(?:js|css|html|png|svg|json))$/u;
    expect(files.filter((file) => !known.test(file))).toEqual([]);
    for (const name of ["fastify", "undici", "pino", "typebox"]) {
      expect(readFileSync(join(folder, "package", NOTICES), "utf8")).toMatch(
        new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)$`, "mu"),
      );
    }
    const licence = (path: string): string => readFileSync(path, "utf8");
    expect(licence(join(folder, "package/LICENSE"))).toBe(licence(join(ROOT, "LICENSE")));
  });

  test("needs no other package", () => {
    expect(MANIFEST).not.toHaveProperty("dependencies");
  });

  test("has a program that Node keeps in one byte a character, and of undici what it uses", () => {
    const program = readFileSync(join(folder, "package/dist/sofarr.js"));
    expect(program.findIndex((byte) => byte >= 0x80)).toBe(-1);
    const names = ["MockAgent", "SqliteCacheStore"];
    expect(names.filter((name) => program.includes(name))).toEqual([]);
  });

  test("is small, and says nothing of the machine it was made on", () => {
    const { size } = statSync(tarball);
    expect(size).toBeLessThan(LARGEST_TARBALL_BYTES);
    const words = [ROOT, tmpdir(), homedir(), "sourceMappingURL", "jsxDEV"];
    // Files of packages are as npm has them.
    const ours = inside().filter((file) => !file.startsWith("dist/packages/"));
    const found = ours.flatMap((file) => {
      const text = readFileSync(join(folder, "package", file), "latin1");
      return words.filter((word) => text.includes(word)).map((word) => `${word} in ${file}`);
    });
    expect(found).toEqual([]);
  });
});

describe("npx sofarr, installed from the tarball", () => {
  test("tells its version", async (context) => {
    const ended = await ChildServer.runToEnd(settings(), npx(context, "--version"));
    expect(ended).toMatchObject({ code: 0, stdout: `${MANIFEST.version}\n`, stderr: "" });
  });

  test("tells of its settings", async (context) => {
    const { code, stdout, stderr } = await ChildServer.runToEnd(settings(), npx(context, "--help"));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const word of ["Usage:", "EMBY_URL", "SONARR_INSTANCES", "_FILE"]) {
      expect(stdout).toContain(word);
    }
  });

  test("says in one sentence what it does not know", async (context) => {
    const ended = await ChildServer.runToEnd(settings(), npx(context, "docter"));
    expect(ended).toMatchObject({
      code: 64,
      stdout: "",
      stderr: 'There is no command "docter". Try sofarr --help.\n',
    });
  });

  test("finds every service of a household well", async (context) => {
    const { code, stdout } = await ChildServer.runToEnd(settings(), npx(context, "doctor"));
    const services = Object.keys(household.simulators).length;
    expect(stdout.match(/^✓ .* credentials accepted$/gmu)).toHaveLength(services);
    expect(stdout).toContain(`${services} of ${services} connections work.`);
    expect(code).toBe(0);
  });

  test("serves the household, page and stream, and ends politely", async (context) => {
    const server = await ChildServer.start(settings(), npx(context));
    try {
      const browser = server.browser();
      expect(await browser.get("/ready")).toMatchObject({ status: 200 });
      const page = await browser.get("/", { headers: { accept: "text/html" } });
      expect(page.text).toContain('<base href="/"');
      const script = /src="\.?\/?(assets\/[^"]+\.js)"/u.exec(page.text)?.[1];
      expect(await browser.get(`/${script}`)).toMatchObject({ status: 200 });

      const [login] = household.logins;
      const { name = "", password = "" } = login ?? {};
      expect(await browser.login(name, password)).toMatchObject({ status: 200 });
      const stream = await browser.stream("?showAll=true");
      await stream.until(() => stream.view().size > 0, "the household's downloads");
      await server.end("SIGTERM");
      expect(stream.isWhole).toBe(true);
      expect(existsSync(join(folder, "data/sofarr.db"))).toBe(true);
    } finally {
      await server.end("SIGKILL");
    }
  });
});

describe("under a Node.js that is too old", () => {
  const oldest = Number(/^>=(\d+)$/u.exec(MANIFEST.engines.node)?.[1]);

  /** What it says, and how it ends. */
  function run(node: string, ...options: string[]) {
    const { status, stdout, stderr } = spawnSync(node, [...options, BIN, "--version"], {
      encoding: "utf8",
      timeout: 20_000,
    });
    return { status, stdout, stderr };
  }
  const sentence = (version: string) => ({
    status: 1,
    stdout: "",
    stderr: `sofarr needs Node.js ${oldest} or newer, and this is ${version}.\n`,
  });

  test("sofarr says so in one sentence", () => {
    const version = `${oldest - 1}.9.9`;
    const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;
    const said = run(process.execPath, "--import", `data:text/javascript,${pretend}`);
    expect(said).toEqual(sentence(version));
  });

  test("sofarr says so, told by a real one", (context) => {
    const candidates = PATH.split(delimiter).flatMap((place) =>
      ["node", "nodejs"].map((name) => join(place, name)),
    );
    for (const node of candidates.filter((path) => existsSync(path))) {
      const version = execFileSync(node, ["-p", "process.versions.node"], { encoding: "utf8" });
      if (Number.parseInt(version, 10) >= oldest) continue;
      expect(run(node)).toEqual(sentence(version.trim()));
      return;
    }
    context.skip("there is no old Node.js on this machine");
  });
});
