import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openStage, type Stage } from "../contract/stage.ts";
import type { Identity } from "../contract/input.ts";
import { sayAll } from "./raw-http.ts";

/** What lies beside the web app: beyond it, nobody may read it. */
const OUTSIDE = "outside-of-the-web-app-5d1c";
const INSIDE = "inside-of-the-web-app-77aa";

/** Ways out of a folder, as they go on the wire. */
const WAYS_UP = [
  "../",
  "..%2f",
  "%2e%2e/",
  "%2e%2e%2f",
  "%252e%252e%252f",
  "%25252e%25252e%25252f",
  "..%5c",
  "..\\",
  "....//",
  "..;/",
  "..%00/",
  "%c0%ae%c0%ae%c0%af",
  "%e0%80%ae%e0%80%ae/",
  "%u002e%u002e/",
  ".%2e/",
  "/../",
  "//..//",
];
/** Where an id goes into a path of an upstream. */
const BY_ID = [
  "/api/sonarr/series/",
  "/api/radarr/movies/",
  "/api/sonarr/notifications/",
  "/api/radarr/notifications/",
  "/api/emby/users/",
  "/api/emby/session/",
];
const ENDINGS_OF_IDS = [
  "",
  "/user",
  "?instance=sonarr-main",
  "?instance=..%2f..%2f",
  "#x",
  "%23x",
  "%3fapikey=x",
  "%26a=b",
];
/** What an id could be instead of one. */
const NO_IDS = [
  ...WAYS_UP.map((up) => `1${up.startsWith("/") ? "" : "/"}${up}${up}system/status`),
  ...WAYS_UP.map((up) => `${up}${up}config`),
  "1%2fdelete",
  "1/delete",
  "1%00",
  "%00",
  "1%0d%0aX-Injected:%20yes",
  "1%20HTTP/1.1%0d%0aHost:%20evil%0d%0a%0d%0a",
  "1;2",
  "1,2",
  "%31%2f%2e%2e%2f%32",
  "-1",
  "99999999999999999999",
  "__proto__",
  "constructor",
  "%ff",
  "%",
  "*",
  "@127.0.0.1",
  "http:%2f%2f127.0.0.1%2f",
];
/** All that sofarr asks of them by itself or on behalf of an admin with an id that is one. */
const KNOWN_PATH =
  /^\/(?:api\/v3\/(?:queue|history(?:\/since)?|series|movie|tag|system\/status|notification|(?:series|movie|notification|user)\/\d+|episode)|api\/v2\/[\w/]+|api|api\/v1\/[\w/]+|Users(?:\/[\dA-Za-z-]{1,64})?|System\/\w+(?:\/\w+)?|Sessions(?:\/Logout)?|poster\/\d+\.png)$/u;

let stage: Stage;
let admin: Identity;

beforeAll(async () => {
  stage = await openStage();
  const { household } = stage.whole;
  const webRoot = join(household.dataDir, "no-web-app");
  mkdirSync(join(webRoot, "assets"), { recursive: true });
  writeFileSync(join(webRoot, "index.html"), '<base href="/" /><title>sofarr</title>');
  writeFileSync(join(webRoot, "assets", "main-1a2b.js"), `// ${INSIDE}`);
  writeFileSync(join(household.dataDir, "outside.txt"), OUTSIDE);
  await household.stopServer();
  await stage.whole.start();
  admin = await stage.whole.signIn("admin");
});
afterAll(async () => {
  await stage.close();
});

interface Told {
  readonly status: number;
  readonly heard: string;
}

let lastAddress = 0;

/** Asks for a path exactly as it is written: a client would tidy it up. */
async function ask(path: string, method = "GET"): Promise<Told> {
  lastAddress += 1;
  const head = [
    `${method} ${path} HTTP/1.1`,
    "Host: sofarr",
    "Connection: close",
    "Accept: */*",
    `X-Forwarded-For: 10.9.${lastAddress >> 8}.${lastAddress & 255}`,
    `Cookie: ${admin.cookie ?? ""}`,
    `X-CSRF-Token: ${admin.csrfToken ?? ""}`,
    "Content-Length: 0",
  ];
  const { heard, statuses } = await sayAll(stage.whole.baseUrl, `${head.join("\r\n")}\r\n\r\n`);
  return { heard, status: statuses.length === 1 ? (statuses[0] ?? 0) : 0 };
}

async function askAll(
  paths: readonly string[],
  method?: string,
): Promise<ReadonlyMap<string, Told>> {
  const told = new Map<string, Told>();
  const left = paths.values();
  const work = async (): Promise<void> => {
    for (const path of left) told.set(path, await ask(path, method));
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return told;
}

describe("a way up", () => {
  test("leads to no file beside the web app, nor to any other of the machine", async () => {
    const beginnings = [
      "/",
      "/assets/",
      "/api/docs/static/",
      "/api/docs/",
      "/history/",
      "/.well-known/",
    ];
    const targets = ["outside.txt", "sofarr.db", "etc/passwd", "proc/self/environ", "package.json"];
    const paths = beginnings.flatMap((beginning) =>
      WAYS_UP.flatMap((up) =>
        targets.flatMap((target) =>
          [1, 3, 9].map((times) => beginning + up.repeat(times) + target),
        ),
      ),
    );
    const told = await askAll(paths);
    expect(told.size).toBeGreaterThan(1000);
    const wrong = [...told].filter(
      ([, { status, heard }]) =>
        ![302, 400, 403, 404].includes(status) ||
        heard.includes(OUTSIDE) ||
        /root:.*:0:0|SQLite format|PATH=|"devDependencies"/u.test(heard),
    );
    expect(wrong.map(([path, { status }]) => `${path}: ${status}`)).toEqual([]);
    // What is inside is there.
    expect((await ask("/assets/main-1a2b.js")).heard).toContain(INSIDE);
  });

  test("that ends where it began is no way up, and files are not listed", async () => {
    for (const path of ["/assets/", "/assets", "/assets/.", "/."]) {
      expect((await ask(path)).heard).not.toContain("main-1a2b");
    }
  });
});

describe("an id that is none", () => {
  test.each(["GET", "PUT", "DELETE"])("leads nowhere else in an upstream: %s", async (method) => {
    const { upstreams } = stage.whole;
    const before = upstreams.map(({ requests }) => requests.length);
    const paths = BY_ID.flatMap((beginning) =>
      NO_IDS.flatMap((id) => ENDINGS_OF_IDS.map((ending) => beginning + id + ending)),
    );
    const told = await askAll(paths, method);
    const wrong = [...told].filter(
      ([, { status, heard }]) => ![400, 404].includes(status) || /\r\nx-injected/iu.test(heard),
    );
    expect(wrong.map(([path, { status }]) => `${path}: ${status}`)).toEqual([]);
    const asked = upstreams.flatMap(({ requests }, at) => requests.slice(before[at] ?? 0));
    const unknown = asked.filter(({ path }) => !KNOWN_PATH.test(path));
    expect([...new Set(unknown.map(({ method: how, path }) => `${how} ${path}`))]).toEqual([]);
    const writes = asked.filter((one) => !["GET", "POST"].includes(one.method));
    expect(writes.map(({ method: how, path }) => `${how} ${path}`)).toEqual([]);
  });

  test("would be seen: one that is an id gets there", async () => {
    const { server } = stage.whole.household.sonarr;
    const before = server.requests.length;
    await ask("/api/sonarr/series/1");
    const asked = server.requests.slice(before).map(({ path }) => path);
    expect(asked).toContain("/api/v3/series/1");
  });
});

describe("an instance that is none", () => {
  test("is looked up by its id alone, never put together into anything", async () => {
    const names = [
      "..%2f",
      "sonarr-main%2f..%2f",
      "__proto__",
      "constructor",
      "%00",
      "sonarr-main%00",
      "SONARR-MAIN",
      "radarr-main",
      "http:%2f%2fevil.example",
      "sonarr-main&instance=x",
    ];
    for (const name of names) {
      const { status } = await ask(`/api/sonarr/queue?instance=${name}`);
      expect([name, [400, 404].includes(status)]).toEqual([name, true]);
    }
  });
});

describe("a poster", () => {
  test("is one that was handed out, never a file or a place", async () => {
    const urls = [
      "file:///etc/passwd",
      "file://localhost/etc/passwd",
      "../../etc/passwd",
      "urn:sofarr:cover:..%2f..%2f",
      "urn:sofarr:cover:__proto__",
      "http://127.0.0.1/",
      "data:image/png;base64,AAAA",
    ];
    for (const url of urls) {
      const told = await ask(`/api/dashboard/cover-art?url=${encodeURIComponent(url)}`);
      expect([url, told.status]).toEqual([url, 400]);
      expect(told.heard).not.toContain("root:");
    }
  });
});
