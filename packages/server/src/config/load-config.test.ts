import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ConfigError, type Config } from "./config.ts";
import { loadConfig } from "./load-config.ts";
import type { Environment } from "./sources.ts";

const HTTP = ["http:", "https:"];
const KINDS = {
  arrs: [
    { kind: "sonarr", credentials: "api-key", schemes: HTTP },
    { kind: "radarr", credentials: "api-key", schemes: HTTP },
  ],
  downloadClients: [
    { kind: "qbittorrent", credentials: "login", schemes: HTTP },
    { kind: "rtorrent", credentials: "login", schemes: [...HTTP, "scgi:"] },
    { kind: "sabnzbd", credentials: "api-key", schemes: HTTP },
  ],
  requestManagers: [{ kind: "ombi", credentials: "api-key", schemes: HTTP }],
} as const;

const load = (environment: Environment): Config => loadConfig(environment, KINDS);

/** Everything it complains about, as one text. */
function complaints(environment: Environment): string {
  try {
    load(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
}

describe("the configuration", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sofarr-config-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  test("is complete with nothing set at all", () => {
    const config = load({});
    expect(config).toMatchObject({
      port: 3001,
      pollIntervalMs: 5000,
      mediaServer: null,
      basePath: "",
      arrs: [],
    });
    expect(config.webhookFallbackMs).toBe(600_000);
  });

  test("reads instances as a JSON array, with ids from kind and name", () => {
    const config = load({
      EMBY_URL: "http://jellyfin:8096/",
      SONARR_INSTANCES:
        '[{"name":"Main TV","url":"http://sonarr:8989/sonarr/","apiKey":"key-key-1"},{"name":"Anime","id":"anime","url":"http://[fd00::1]:8989","apiKey":"key-key-2"}]',
      RTORRENT_INSTANCES:
        '[{"name":"box","url":"scgi:///run/rtorrent.sock"},{"name":"tcp","url":"scgi://127.0.0.1:5000"}]',
    });
    expect(config.mediaServer?.url).toBe("http://jellyfin:8096");
    expect(config.arrs.map(({ id, url }) => [id, url])).toEqual([
      ["sonarr-main-tv", "http://sonarr:8989/sonarr"],
      ["anime", "http://[fd00::1]:8989"],
    ]);
    expect(config.downloadClients.map(({ id, url }) => [id, url])).toEqual([
      ["rtorrent-box", "scgi:///run/rtorrent.sock"],
      ["rtorrent-tcp", "scgi://127.0.0.1:5000"],
    ]);
  });

  test("reads one instance from several variables", () => {
    const config = load({
      QBITTORRENT_URL: "http://q:8080",
      QBITTORRENT_USERNAME: "admin",
      QBITTORRENT_PASSWORD: "pw",
    });
    expect(config.downloadClients[0]).toMatchObject({ id: "qbittorrent-main", username: "admin" });
    expect(config.downloadClients[0]?.password?.reveal()).toBe("pw");
  });

  test("reads everything an instance of a list may have from several variables too", () => {
    const ca = file("ca.pem", "a certificate");
    const config = load({
      EMBY_URL: "https://jellyfin:8920",
      EMBY_TLS: JSON.stringify({ ca }),
      OMBI_URL: "https://ombi",
      OMBI_API_KEY: "key-key-1",
      OMBI_TLS: '{"insecure":true}',
      OMBI_ID: "wishes",
      OMBI_PUBLIC_URL: "https://ombi.example.org/",
      CONFIG_FILE: file(
        "tls.yaml",
        `SONARR_URL: https://s\nsonarr_api_key: key\nSONARR_TLS: {ca: ${ca}}`,
      ),
    });
    expect(config.mediaServer?.tls).toEqual({
      ca: "a certificate",
      insecure: false,
      setting: "EMBY_TLS",
    });
    expect(config.requestManagers[0]).toMatchObject({
      id: "wishes",
      publicUrl: "https://ombi.example.org",
      tls: { ca: null, insecure: true, setting: "OMBI_TLS" },
    });
    expect(config.arrs[0]?.tls).toMatchObject({ ca: "a certificate", setting: "SONARR_TLS" });
  });

  test("checks them as it checks those of a list", () => {
    const text = complaints({
      EMBY_URL: "https://jellyfin:8920",
      EMBY_PUBLIC_URL: "jellyfin",
      EMBY_TLS: '{"ca":"/does/not/exist"}',
      SONARR_URL: "https://s",
      SONARR_API_KEY: "key",
      SONARR_ID: "a b",
      SONARR_TLS: "yes",
      RADARR_URL: "https://r",
      RADARR_API_KEY: "key",
      RADARR_TLS: '{"trust":"all"}',
      OMBI_INSTANCES: '[{"name":"a","url":"https://o","apiKey":"k","tls":{"insecure":1}}]',
    });
    for (const name of [
      "EMBY_PUBLIC_URL: It is not a URL.",
      "EMBY_TLS.ca: The file",
      "SONARR_ID: It has",
      "SONARR_TLS: It is not an object.",
      "RADARR_TLS.trust: There is no such field.",
      "OMBI_INSTANCES[0].tls.insecure: It is not",
    ]) {
      expect(text).toContain(`  ${name}`);
    }
    expect(text.split("\n")[0]).toContain("6 mistakes");
  });

  test("no instance may have the id of the media server", () => {
    const sonarr = { SONARR_URL: "http://s", SONARR_API_KEY: "k", SONARR_ID: "media-server" };
    expect(complaints({ EMBY_URL: "http://jellyfin", ...sonarr })).toMatch(/id "media-server"/u);
  });

  test("settings without the address they are for are a mistake", () => {
    const text = complaints({
      SONARR_API_KEY: "very-secret-key",
      QBITTORRENT_USERNAME: "admin",
      QBITTORRENT_PASSWORD_FILE: file("password", "very-secret-pw"),
      EMBY_API_KEY: "very-secret-key",
      CONFIG_FILE: file("no-url.yaml", "OMBI_TLS: {insecure: true}"),
    });
    for (const [name, url] of [
      ["SONARR_API_KEY", "SONARR_URL"],
      ["QBITTORRENT_USERNAME", "QBITTORRENT_URL"],
      ["QBITTORRENT_PASSWORD_FILE", "QBITTORRENT_URL"],
      ["EMBY_API_KEY", "EMBY_URL"],
      ["OMBI_TLS", "OMBI_URL"],
    ]) {
      expect(text).toContain(`  ${name}: It is given without ${url}`);
    }
    expect(text.split("\n")[0]).toContain("5 mistakes");
    expect(text).not.toContain("very-secret");
  });

  test("but not when the mistake is the file that holds the address", () => {
    const text = complaints({ SONARR_URL_FILE: "/does/not/exist", SONARR_API_KEY: "key" });
    expect(text.split("\n")).toEqual([
      "The configuration has a mistake:",
      expect.stringMatching(/^ {2}SONARR_URL_FILE: The file it names cannot be read/u),
    ]);
  });

  test("what is empty is not set, wherever it stands", () => {
    const config = load({
      SONARR_URL: "",
      SONARR_API_KEY: " ",
      EMBY_API_KEY: "",
      RADARR_API_KEY_FILE: file("empty", "\n"),
      CONFIG_FILE: file(
        "empty.yaml",
        'OMBI_API_KEY: ""\nOMBI_URL: ""\nPORT: ""\nSABNZBD_INSTANCES: []',
      ),
    });
    expect(config).toMatchObject({ port: 3001, arrs: [], requestManagers: [], warnings: [] });
  });

  test("a list wins over a single instance, which is said and no reason to stop", () => {
    const config = load({
      SONARR_INSTANCES: '[{"name":"TV","url":"http://s:1","apiKey":"key"}]',
      SONARR_URL: "http://s:2",
      SONARR_API_KEY: "very-secret-key",
      RADARR_INSTANCES: "[]",
      RADARR_URL: "http://r:1",
      RADARR_API_KEY: "key",
    });
    expect(config.arrs.map(({ url }) => url)).toEqual(["http://s:1", "http://r:1"]);
    expect(config.warnings).toEqual([
      expect.objectContaining({ variable: "SONARR_URL" }),
      {
        variable: "SONARR_API_KEY",
        problem: "It is not used, since SONARR_INSTANCES is given.",
        remedy: "Remove it, or add it to that list.",
      },
    ]);
  });

  test("a name alone is said too, but may come from Docker", () => {
    expect(load({ SONARR_NAME: "/sofarr/sonarr" }).warnings).toEqual([
      expect.objectContaining({ variable: "SONARR_NAME" }),
    ]);
  });

  test("warnings stand below the mistakes when there are some", () => {
    expect(complaints({ SONARR_NAME: "TV", PORT: "x" }).split("\n")).toEqual([
      "The configuration has a mistake:",
      expect.stringMatching(/^ {2}PORT: /u),
      "And for these alone it would start:",
      expect.stringMatching(/^ {2}SONARR_NAME: /u),
    ]);
  });

  test.each(["scgi://rtorrent", "scgi://[::1]", "scgi://", "scgi:///", "scgi:///run/%zz.sock"])(
    "RTORRENT_URL=%s leads nowhere, which is said at start",
    (url) => {
      expect(complaints({ RTORRENT_URL: url })).toMatch(
        /^ {2}RTORRENT_URL: It has neither a port nor .* Use scgi:\/\/host:port or scgi:\/\/\/path/mu,
      );
    },
  );

  test.each([
    "scgi://[::1]:5000",
    "scgi:///run/my%20files/rtorrent.sock",
    "https://[fd00::1]/RPC2",
  ])("RTORRENT_URL=%s is kept as it is", (url) => {
    expect(load({ RTORRENT_URL: `${url}/` }).downloadClients[0]?.url).toBe(url);
  });

  test.each([
    ["::1", "::1"],
    ["[::1]", "::1"],
    ["[fe80::1%eth0]", "fe80::1%eth0"],
    ["192.0.2.1", "192.0.2.1"],
    ["sofarr.lan", "sofarr.lan"],
  ])("HOST=%s listens on %s", (text, host) => {
    expect(load({ HOST: text }).host).toBe(host);
  });

  test("subnets of IPv6 may have brackets, and those of IPv4 have four numbers", () => {
    const given = "[fd00::]/8,[::1],192.168.1.0/24";
    expect(load({ LOG_ALLOW_SUBNETS: given }).logStream.allowSubnets).toEqual([
      "fd00::/8",
      "::1",
      "192.168.1.0/24",
    ]);
    expect(complaints({ LOG_ALLOW_SUBNETS: "10/8" })).toContain('LOG_ALLOW_SUBNETS: "10/8" is');
  });

  test("a key that cannot be sent is a mistake, and is not told", () => {
    const text = complaints({
      EMBY_URL: "http://jellyfin",
      EMBY_API_KEY: "very-secret\nvery-secret",
      SONARR_INSTANCES: '[{"name":"a","url":"http://s","apiKey":"very-secret-ß"}]',
      OMBI_URL: "http://ombi",
      OMBI_API_KEY_FILE: file("two-lines", "very-secret\r\n\r\nvery-secret\n"),
      QBITTORRENT_URL: "http://q",
      QBITTORRENT_API_KEY: "very-secret-🔑",
      RTORRENT_URL: "http://r/RPC2",
      RTORRENT_USERNAME: "ann\nvery-secret",
      METRICS_SECRET: "very-secret-ß",
    });
    for (const name of [
      "EMBY_API_KEY:",
      "SONARR_INSTANCES[0].apiKey:",
      "OMBI_API_KEY:",
      "QBITTORRENT_API_KEY:",
      "RTORRENT_USERNAME:",
      "METRICS_SECRET:",
    ]) {
      expect(text).toContain(`  ${name} It has a`);
    }
    expect(text.split("\n")[0]).toContain("6 mistakes");
    expect(text).not.toContain("very-secret");
  });

  test("passwords and the webhooks' secret may have any character", () => {
    const password = 'pä "ß"\t🔑';
    const config = load({
      QBITTORRENT_URL: "http://q",
      QBITTORRENT_USERNAME: "jürgen🔑",
      QBITTORRENT_PASSWORD: password,
      SOFARR_WEBHOOK_SECRET: "geheimnis-ß",
    });
    expect(config.downloadClients[0]?.password?.reveal()).toBe(password);
    expect(config.webhookSecret?.reveal()).toBe("geheimnis-ß");
    expect(config.warnings).toEqual([
      expect.objectContaining({ variable: "SOFARR_WEBHOOK_SECRET" }),
    ]);
  });

  test.each([
    ["50", 100, "too short"],
    ["99", 100, "too short"],
    ["100", 100, null],
    ["3600000", 3_600_000, null],
    ["86400000", 3_600_000, "too long"],
  ])("POLL_INTERVAL=%s is %s: %s", (text, used, oddity) => {
    const { pollIntervalMs, warnings } = load({ POLL_INTERVAL: text });
    expect(pollIntervalMs).toBe(used);
    expect(warnings).toEqual(
      oddity === null
        ? []
        : [
            expect.objectContaining({
              variable: "POLL_INTERVAL",
              problem: `It is ${oddity}, so ${used} is used.`,
            }),
          ],
    );
  });

  test.each(["00", "-1", "2.5", "5s", "1e4"])("POLL_INTERVAL=%s is a mistake", (text) => {
    expect(complaints({ POLL_INTERVAL: text })).toContain("  POLL_INTERVAL: ");
  });

  test("a field of an instance that there is not is said, and not used", () => {
    const list = '[{"name":"TV","url":"http://s","apiKey":"key","enabled":"very-secret"}]';
    const config = load({ SONARR_INSTANCES: list });
    expect(config.arrs).toHaveLength(1);
    expect(config.warnings).toEqual([
      {
        variable: "SONARR_INSTANCES[0].enabled",
        problem: "There is no such field, so it is not used.",
        remedy: expect.stringContaining("apiKey") as string,
      },
    ]);
    expect(JSON.stringify(config.warnings)).not.toContain("very-secret");
  });

  test("a COOKIE_SECRET that is too short is none, and the doors' secrets are refused", () => {
    const config = load({ COOKIE_SECRET: "hunter2" });
    expect(config.cookieSecret).toBeNull();
    expect(config.warnings).toEqual([expect.objectContaining({ variable: "COOKIE_SECRET" })]);
    expect(JSON.stringify(config.warnings)).not.toContain("hunter2");
    const text = complaints({ SOFARR_WEBHOOK_SECRET: "hunter2", METRICS_SECRET: "hunter2" });
    expect(text.split("\n")[0]).toContain("2 mistakes");
  });

  test.each(["0", "off", "false", "disabled", "OFF"])(
    "POLL_INTERVAL=%s means on demand",
    (word) => {
      expect(load({ POLL_INTERVAL: word }).pollIntervalMs).toBeNull();
    },
  );

  test.each([
    ["true", true],
    ["false", false],
    ["2", 2],
    ["10.0.0.1, fd00::/8", ["10.0.0.1", "fd00::/8"]],
    ["[::1],[fd00::]/8, ::ffff:10.0.0.2", ["::1", "fd00::/8", "::ffff:10.0.0.2"]],
  ])("TRUST_PROXY=%s", (text, value) => {
    expect(load({ TRUST_PROXY: text }).trustProxy).toEqual(value);
  });

  test.each([
    ["sofarr", "/sofarr"],
    ["/a/b/", "/a/b"],
    ["/", ""],
  ])("BASE_PATH=%s is %s", (text, value) => {
    expect(load({ BASE_PATH: text }).basePath).toBe(value);
  });

  test("takes YAML, then the environment, then secret files, the later winning", () => {
    const yaml = file(
      "sofarr.yaml",
      "port: 4000\nLOG_LEVEL: debug\nSONARR_INSTANCES:\n  - {name: main, url: 'http://s:1', apiKey: from-yaml}\n",
    );
    const config = load({
      CONFIG_FILE: yaml,
      LOG_LEVEL: "warn",
      COOKIE_SECRET: "from-the-environment",
      COOKIE_SECRET_FILE: file("cookie", "from-the-file\n"),
    });
    expect(config.port).toBe(4000);
    expect(config.logLevel).toBe("warn");
    expect(config.cookieSecret?.reveal()).toBe("from-the-file");
    expect(config.arrs[0]?.apiKey?.reveal()).toBe("from-yaml");
  });

  test("reports every mistake at once: the variable, what is wrong, what would be right", () => {
    const text = complaints({
      PORT: "eighty",
      POLL_INTERVAL: "5s",
      EMBY_URL: "jellyfin:8096",
      LOG_LEVEL: "loud",
      COOKIE_SECRET: "short",
      TRUST_PROXY: "maybe",
      BASE_PATH: "/../etc",
      USER_TAGS: "[1]",
      LOG_ALLOW_SUBNETS: "10.0.0.0/99",
      SONARR_INSTANCES: '[{"url":"ftp://x","apikey":"k"}, 7]',
      RADARR_INSTANCES: "{not json",
      QBITTORRENT_INSTANCES: '[{"name":"a","url":"http://u:p@q:1","password":"x"}]',
      SABNZBD_API_KEY_FILE: "/does/not/exist",
      SABNZBD_URL: "http://sab:8080",
      CONFIG_FILE: file("bad.yaml", "POTR: 1\n"),
    });
    for (const name of [
      "PORT:",
      "POLL_INTERVAL:",
      "EMBY_URL:",
      "LOG_LEVEL:",
      "COOKIE_SECRET:",
      "TRUST_PROXY:",
      "BASE_PATH:",
      "USER_TAGS:",
      "LOG_ALLOW_SUBNETS:",
      "SONARR_INSTANCES[0].name:",
      "SONARR_INSTANCES[0].url:",
      "SONARR_INSTANCES[0].apiKey:",
      "SONARR_INSTANCES[0].apikey:",
      "SONARR_INSTANCES[1]:",
      "RADARR_INSTANCES:",
      "QBITTORRENT_INSTANCES[0].url:",
      "QBITTORRENT_INSTANCES[0].username:",
      "SABNZBD_API_KEY_FILE:",
      "POTR:",
    ]) {
      expect(text).toContain(name);
    }
    expect(text.split("\n")[0]).toMatch(/\d+ mistakes/u);
  });

  test("two instances with one id are a mistake, since downloads are told apart by it", () => {
    expect(
      complaints({
        SONARR_INSTANCES:
          '[{"name":"A b","url":"http://1","apiKey":"kkkk"},{"name":"a-B","url":"http://2","apiKey":"kkkk"}]',
      }),
    ).toMatch(/id "sonarr-a-b"/u);
  });

  test("no way of printing the configuration shows a secret", () => {
    const config = load({
      COOKIE_SECRET: "very-secret-cookie",
      SONARR_INSTANCES: '[{"name":"a","url":"http://s","apiKey":"very-secret-key"}]',
      QBITTORRENT_INSTANCES:
        '[{"name":"a","url":"http://q","username":"u","password":"very-secret-pw"}]',
    });
    for (const text of [
      JSON.stringify(config),
      inspect(config, { depth: 9 }),
      String(config.cookieSecret),
    ]) {
      expect(text).not.toContain("very-secret");
    }
    expect(
      complaints({
        COOKIE_SECRET: "hunter2",
        SONARR_INSTANCES: '[{"name":"a","url":"nope","apiKey":"very-secret"}]',
      }),
    ).not.toMatch(/hunter2|very-secret/u);
  });
});
