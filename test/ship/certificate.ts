import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A certificate for 127.0.0.1 that vouches for itself. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  /** As PEM, for who is to trust it. */
  readonly pem: string;
}

/** @returns `null` when there is no openssl to make one. */
export function makeCertificate(folder: string): Certificate | null {
  const [certFile, keyFile] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const options =
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=sofarr.example.org" +
    " -addext subjectAltName=IP:127.0.0.1,DNS:sofarr.example.org";
  const { status } = spawnSync(
    "openssl",
    [...options.split(" "), "-keyout", keyFile, "-out", certFile],
    { stdio: "ignore" },
  );
  return status === 0 ? { certFile, keyFile, pem: readFileSync(certFile, "utf8") } : null;
}
