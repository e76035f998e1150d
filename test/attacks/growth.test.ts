import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

import { TEXT_FUNCTIONS } from "./text-functions.ts";

const KIB = 1024;
/** Each four times the one before; what is steep is found at a small one, and not tried at a large one. */
const SIZES = [2, 8, 32, 128].map((size) => size * KIB);
/** A thread's own time may come in steps of 4 ms. What grows with the square of the text is far above this in the end. */
const TOO_SHORT_MS = 60;
/** Between 4 for what grows with the text and 16 for what grows with its square. */
const MOST_FOR_FOUR_TIMES_AS_MUCH = 10;
const TRIES = 3;

/** What makes patterns look again and again: beginnings without an end, runs, and ends that nearly fit. */
const PIECES = [
  "a",
  "a.",
  "a-",
  "a_b",
  "a://",
  "a://b ",
  "http://x.example/?passkey=1&",
  "x@",
  "?",
  "?a",
  "&key",
  ";a=",
  "/",
  "/a",
  "'/a",
  "'/a' ",
  '"C:\\',
  "\\\\a",
  " ",
  "\r\n",
  " - ",
  " - [link]",
  "ENCRYPTED / ",
  "access ",
  "<",
  "<a",
  "<!--",
  "<![CDATA[",
  "<value>",
  "<value><array><data>",
  "&#x",
  "&lt",
  "&amp;",
  "{a",
  "[",
  '{"a":',
  "%2f",
  ", ",
  'a="',
  'a="\\"',
  "\\",
  "digest ",
  "0",
  "0:",
  "12 - ",
  "-",
  "._",
  "S1",
  "T1+",
  "Tracker: [",
  "\u0000",
  "\u202e",
  "e\u0301\u0323",
  "💥",
  "\ud83d",
  "İ",
];
/** What comes at the very end, so that what nearly fitted does not. */
const ENDINGS = ["", '\u0001\n!@"'];

describe("reading a stranger's text takes time in proportion to its length", () => {
  test.each(TEXT_FUNCTIONS)("$name", ({ read }) => {
    expect(firstSteepness(read)).toBeNull();
  });
});

/** Files that read text by a pattern, but none that a stranger could write, or only so much of it. */
const HARMLESS: Readonly<Record<string, string>> = {
  "server/src/http/routes/web-app.ts": "our own page",
  "server/src/config/instances.ts": "the admin's configuration",
  "server/src/config/settings.ts": "the admin's configuration",
  "server/src/http/channel.ts":
    "a request's header: 16 KB at most, and only digits after our own id",
  "server/src/http/log-stream.ts":
    "a request's header: 16 KB at most, and only digits after our own id",
  "server/src/http/plugins/openapi-operation.ts": "our own routes",
  "server/src/http/routes/arr-notifications.ts": "no pattern: a method called test",
  "server/src/http/webhooks/set-up-ombi.ts": "no pattern: a method called test",
  "server/src/store/database.ts": "no pattern: SQL",
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
  "server/src/upstreams/transmission/rpc.ts": "the admin's configuration",
  "web/src/api/base-url.ts": "the page's own address",
  "web/src/api/replace.ts": "one phrase",
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

/** How a reader fails first; those after it would take as long again. */
function firstSteepness(read: (text: string) => unknown): string | null {
  for (const piece of PIECES) {
    for (const ending of ENDINGS) {
      const steep = steepness(read, piece, ending);
      if (steep !== null) return steep;
    }
  }
  return null;
}

/** How a reader fails, in words; `null` when it does not. */
function steepness(read: (text: string) => unknown, piece: string, ending: string): string | null {
  const timeFor = (size: number): number => best(read, piece.repeat(size / piece.length) + ending);
  for (const size of SIZES.slice(1)) {
    if (timeFor(size) < TOO_SHORT_MS) continue;
    // Once may be the garbage collector's doing, or a compiler's.
    const tries = Array.from({ length: TRIES }, () => [timeFor(size / 4), timeFor(size)] as const);
    if (tries.some(([less, more]) => more <= less * MOST_FOR_FOUR_TIMES_AS_MUCH)) continue;
    return `${JSON.stringify(piece)}…${JSON.stringify(ending)} at ${size}: ${tries.join(" ms; ")} ms`;
  }
  return null;
}

/** The shorter of two tries, in milliseconds of this thread's own work: others' do not count. */
function best(read: (text: string) => unknown, text: string): number {
  const times = [1, 2].map(() => {
    const before = process.threadCpuUsage();
    read(text);
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
