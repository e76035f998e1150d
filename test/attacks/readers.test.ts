import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** Files that read text by a pattern, but none that a stranger could write, or only so much of it. */
const HARMLESS: Readonly<Record<string, string>> = {
  "server/src/http/routes/web-app.ts": "our own page",
  "server/src/config/read-instance.ts": "the admin's configuration",
  "server/src/config/settings.ts": "the admin's configuration",
  "server/src/http/channel.ts":
    "a request's header: 16 KB at most, and only digits after our own id",
  "server/src/http/log-stream.ts":
    "a request's header: 16 KB at most, and only digits after our own id",
  "server/src/http/plugins/openapi-operation.ts": "our own routes",
  "server/src/http/routes/arr-notifications.ts": "no pattern: a method called test",
  "server/src/http/webhooks/set-up-ombi.ts": "no pattern: a method called test",
  "server/src/http/table/to-table.ts": "40 characters at most",
  "server/src/store/database.ts": "no pattern: SQL",
  "server/src/store/examine.ts": "what SQLite itself says of a damaged file",
  "server/src/store/folder-lock.ts": "no pattern: SQL",
  "server/src/store/kept-database.ts": "no pattern: SQL",
  "server/src/store/schema.ts": "no pattern: SQL",
  "server/src/store/set-aside.ts": "a date",
  "server/src/upstreams/arr/control.ts": "paths of our own, with numbers in them",
  "server/src/upstreams/media-server/failures.ts": "a header of an answer: 16 KB at most, one word",
  "server/src/upstreams/media-server/probe.ts": "the admin's configuration",
  "server/src/upstreams/media-server/product.ts": "one word",
  "server/src/upstreams/ombi/probe.ts": "the first 200 characters",
  "server/src/upstreams/qbittorrent/probe.ts": "the beginning alone",
  "server/src/upstreams/rtorrent/failures.ts": "the first characters",
  "server/src/upstreams/rtorrent/http-channel.ts":
    "the admin's address; of an answer's header one word",
  "server/src/upstreams/rtorrent/loopback.ts": "the admin's configuration",
  "server/src/upstreams/rtorrent/scgi.ts":
    "the admin's address; a head of 16 KB at most, line by line",
  "server/src/upstreams/tls-trouble.ts": "the first 4 KB, three fixed phrases",
  "server/src/upstreams/transmission/rpc.ts": "the admin's configuration",
  "web/src/api/base-url.ts": "the page's own address",
  "web/src/api/replace.ts": "one phrase",
  "web/src/features/login/login-problem.ts": "our server's own sentence",
  "web/src/service-worker/plan-request.ts": "addresses the page asks for",
};

describe("every file that reads text by a pattern", () => {
  const packages = fileURLToPath(new URL("../../packages", import.meta.url));
  const drivers = readFileSync(new URL("text-functions.ts", import.meta.url), "utf8");
  const readers = readdirSync(packages, { recursive: true, encoding: "utf8" })
    .filter((file) =>
      /^(?:server|web|contract)\/src\/.*(?<!\.(?:test|case|fake))\.tsx?$/u.test(file),
    )
    .filter((file) => usesPatterns(readFileSync(`${packages}/${file}`, "utf8")));
  const isDriven = (file: string): boolean =>
    drivers.includes(`packages/${file}"`) || BEHIND.some((one) => file.endsWith(one));

  test("is tried here, or says why it need not be", () => {
    expect(readers.filter((file) => !isDriven(file) && HARMLESS[file] === undefined)).toEqual([]);
  });

  test("is on one list alone, and still there", () => {
    const listed = Object.keys(HARMLESS);
    expect(listed.filter((file) => !readers.includes(file) || isDriven(file))).toEqual([]);
  });
});

/** Read through another one: `xml-rpc.ts` reads by `xml-reader.ts`, and `torrent-status.ts` is asked by its normalizer. */
const BEHIND = ["rtorrent/xml-reader.ts", "rtorrent/torrent-status.ts"];

function usesPatterns(source: string): boolean {
  return (
    /\b(?:replace|replaceAll|split|match|matchAll|search)\(\s*\/|\.(?:test|exec)\(|new RegExp/u.test(
      source,
    ) || /=\s*\/(?![/*]).+\/[dgimsuvy]*;/u.test(source)
  );
}
