import { createServer as createPlainServer } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";

import { makeCertificate, type TestCertificate } from "./certificate.case.ts";
import type { UpstreamError } from "./errors.ts";
import { makeInstance } from "./make-instance.case.ts";
import { createTransport, type Transport } from "./request.ts";

const root = makeCertificate({ name: "root", isCa: true });
const middle = makeCertificate({ name: "middle", isCa: true, signer: root });
const alone = makeCertificate({ name: "alone" });
const leaf = makeCertificate({ name: "leaf", signer: middle });

let server: Server;
let transport: Transport;
afterEach(async () => {
  await transport.close();
  await new Promise((resolve) => server.close(resolve));
});

/** Starts it on loopback and asks it for `/`. */
async function ask(started: Server, scheme: string, ca: string | null, host = "127.0.0.1") {
  server = started;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `${scheme}://${host}:${port}`;
  transport = createTransport(
    makeInstance({ kind: "sonarr", url, tls: { ca, insecure: false, setting: "SONARR_TLS" } }),
  );
  return await transport.send({ path: "/", signal: AbortSignal.timeout(15_000) });
}

/** Why it could not be asked. */
async function whyNot(...call: Parameters<typeof ask>): Promise<UpstreamError> {
  return await ask(...call).then(
    () => expect.unreachable(),
    (error: unknown) => error as UpstreamError,
  );
}

function secured(chain: readonly TestCertificate[], options: ServerOptions = {}): Server {
  const cert = chain.map((one) => one.cert).join("");
  const key = chain[0]?.key ?? "";
  return createServer({ cert, key, ...options }, (_, response) => response.end("well"));
}

function plain(status: number, body: string): Server {
  return createPlainServer((_, response) => response.writeHead(status).end(body));
}

test("a private CA's certificate is taken when the root is trusted and the chain is sent", async () => {
  const answer = await ask(secured([leaf, middle]), "https", root.cert);
  expect(answer.text()).toBe("well");
});

describe("who speaks TLS is told apart, and what to change is said:", () => {
  const past = makeCertificate({ name: "past", signer: root, validDays: [-9, -2] });
  const future = makeCertificate({ name: "future", signer: root, validDays: [2, 9] });
  const talker = (): Server =>
    createTcpServer((socket) => {
      socket.on("error", () => {}).resume();
      socket.end("220 welcome\r\n");
    });
  const oldTls = {
    maxVersion: "TLSv1.1",
    minVersion: "TLSv1",
    ciphers: "ALL:@SECLEVEL=0",
  } as const;

  test.each<[string, () => Server, string | null, string, RegExp]>([
    ["plain HTTP", () => plain(200, "well"), null, "does not speak https", /Write http:\/\//],
    ["something else", talker, null, "does not speak https", /Write http:\/\//],
    [
      "an old TLS",
      () => secured([alone], oldTls),
      alone.cert,
      "speaks an old TLS only",
      /TLS 1\.2/,
    ],
    ["its own voucher", () => secured([alone]), null, "not trusted", /^Set SONARR_TLS to/],
    ["a private CA", () => secured([leaf, middle]), null, "not trusted", /^Set SONARR_TLS to/],
    [
      "a CA with its root",
      () => secured([leaf, middle, root]),
      null,
      "not trusted",
      /^Set SONARR_TLS to/,
    ],
    ["no intermediate", () => secured([leaf]), root.cert, "not trusted", /send its intermediate/],
    ["a trusted intermediate", () => secured([leaf]), middle.cert, "not trusted", /^Put the root/],
    ["an old certificate", () => secured([past]), root.cert, "has an expired", /Renew/],
    ["a certificate to come", () => secured([future]), root.cert, "not valid yet", /clocks/],
  ])("%s", async (_, start, ca, message, advice) => {
    const error = await whyNot(start(), "https", ca);
    expect(error.reason).toBe("unreachable");
    expect(error.message).toContain(message);
    expect(error.advice).toMatch(advice);
  });

  test("a certificate for another name", async () => {
    const error = await whyNot(secured([leaf, middle]), "https", root.cert, "localhost");
    expect(error.message).toBe("has a certificate for another name");
    expect(error.advice).toContain("name on the certificate");
  });

  test("a handshake that is broken off", async () => {
    const wantsCertificate = { requestCert: true, maxVersion: "TLSv1.2" } as const;
    const error = await whyNot(secured([leaf, middle], wantsCertificate), "https", root.cert);
    expect(error.message).toBe("broke off the TLS handshake");
    expect(error.advice).toContain("certificate of its callers");
  });
});

describe("who is asked in plain HTTP and speaks TLS", () => {
  test("and hangs up, is asked for its scheme", async () => {
    const error = await whyNot(secured([alone]), "http", null);
    expect(error).toMatchObject({ reason: "unreachable", message: "closed the connection" });
    expect(error.advice).toContain("scheme");
  });

  test.each([
    "<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>",
    "Client sent an HTTP request to an HTTPS server.\n",
    "Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
  ])("and says %j, is asked with https", async (body) => {
    const error = await whyNot(plain(400, body), "http", null);
    expect(error).toMatchObject({ reason: "bad-status", status: 400 });
    expect(error.advice).toBe("Write https:// in the URL.");
  });

  test.each([
    [400, "bad request"],
    [200, "The plain HTTP request was sent to HTTPS port"],
  ])("is not whoever answers %i and %j", async (status, body) => {
    expect((await ask(plain(status, body), "http", null)).status).toBe(status);
  });
});
