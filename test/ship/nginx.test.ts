import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describeProxy, type Site } from "./behind-proxy.case.ts";
import { findDebianProgram } from "./debian-program.ts";
import { ROOT } from "./root.ts";

const { path, obstacle } = findDebianProgram("nginx", "usr/sbin/nginx");

describeProxy({
  name: "nginx",
  obstacle,
  prepare(site) {
    const file = join(site.folder, "nginx.conf");
    writeFileSync(file, wholeConfiguration(site));
    return [path ?? "", "-p", site.folder, "-c", file];
  },
});

/** nginx as it is, and the example in it: with the ports, the certificate and sofarr's address of the test. */
function wholeConfiguration(site: Site): string {
  const { form, folder } = site;
  const example = readFileSync(
    join(ROOT, "deploy", form === "own name" ? "nginx.conf" : "nginx-subpath.conf"),
    "utf8",
  );
  const servers = form === "own name" ? example : `${theirServer(site)} ${example} }`;
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder};`)
    .join(" ");
  return `daemon off; user root; pid ${folder}/nginx.pid; error_log stderr; worker_processes 1;
    events {}
    http { access_log off; ${temporary} ${filledIn(servers, site)} }`;
}

/** The site that is there already. */
function theirServer({ certificate }: Site): string {
  return `server { listen 443 ssl; ssl_certificate ${certificate.certFile}; ssl_certificate_key ${certificate.keyFile};
    location / { return 200 "another site"; } `;
}

function filledIn(text: string, { upstreamPort, httpsPort, httpPort, certificate }: Site): string {
  return text
    .replaceAll("127.0.0.1:3001", `127.0.0.1:${upstreamPort}`)
    .replaceAll(/listen \[::\]:(?:80|443)[^;]*;/gu, "")
    .replaceAll(/listen 80\b/gu, `listen 127.0.0.1:${httpPort}`)
    .replaceAll(/listen 443\b/gu, `listen 127.0.0.1:${httpsPort}`)
    .replaceAll("/etc/ssl/sofarr/fullchain.pem", certificate.certFile)
    .replaceAll("/etc/ssl/sofarr/privkey.pem", certificate.keyFile);
}
