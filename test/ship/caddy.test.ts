import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describeProxy, type Site } from "./behind-proxy.case.ts";
import { findDebianProgram } from "./debian-program.ts";
import { ROOT } from "./root.ts";

const { path, obstacle } = findDebianProgram("caddy", "usr/bin/caddy");

describeProxy({
  name: "Caddy",
  obstacle,
  prepare(site) {
    const file = join(site.folder, "Caddyfile");
    writeFileSync(file, wholeConfiguration(site));
    return [path ?? "", "run", "--config", file, "--adapter", "caddyfile"];
  },
});

/** The example with its name, its certificate and sofarr's address of the test; nobody is asked for a certificate. */
function wholeConfiguration({ form, upstreamPort, httpsPort, certificate }: Site): string {
  const isOwnName = form === "own name";
  const example = readFileSync(
    join(ROOT, "deploy", isOwnName ? "Caddyfile" : "Caddyfile-subpath"),
    "utf8",
  );
  const name = isOwnName ? "sofarr.example.org {" : "example.org {";
  if (!example.includes(`\n${name}\n`)) throw new Error(`the example has no site ${name}`);
  const { certFile, keyFile } = certificate;
  return `{\n\tadmin off\n\tauto_https off\n}\n${example
    .replace(`\n${name}\n`, `\nhttps://127.0.0.1:${httpsPort} {\n\ttls ${certFile} ${keyFile}\n`)
    .replaceAll("127.0.0.1:3001", `127.0.0.1:${upstreamPort}`)}`;
}
