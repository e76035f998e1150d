import { describe, expect, test } from "vitest";

import { answerDigest, makeClientNonce, parseDigestChallenge } from "./digest.ts";

/** The example of RFC 7616, 3.9.1. */
const NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
const header = (algorithm: string): string =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${NONCE}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
const request = {
  username: "Mufasa",
  password: "Circle of Life",
  method: "GET",
  uri: "/dir/index.html",
  count: 1,
  clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
};

function answer(challenge: string, change: Partial<typeof request> = {}): string {
  const parsed = parseDigestChallenge(challenge);
  if (parsed === null) throw new Error("no challenge");
  return answerDigest(parsed, { ...request, ...change });
}

describe("an answer", () => {
  test.each([
    ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
    ["SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"],
  ])("to the RFC's own %s challenge is the RFC's own answer", (algorithm, response) => {
    const text = answer(header(algorithm));
    expect(text).toContain(`response="${response}"`);
    expect(text).toContain(`algorithm=${algorithm}`);
    expect(text).toContain('opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"');
    expect(text).toContain("qop=auth, nc=00000001");
  });

  test("to a challenge without quality has neither count nor client nonce", () => {
    // RFC 2069's example, with the response corrected by its erratum 749.
    const text = answer(
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
      { password: "CircleOfLife" },
    );
    expect(text).toContain('response="1949323746fe6a43ef61f9606e7febea"');
    expect(text).not.toMatch(/nc=|cnonce=|qop=/);
  });

  test("counts the uses of a nonce in hexadecimal", () => {
    expect(answer(header("MD5"), { count: 26 })).toContain("nc=0000001a");
  });

  test("changes with every count and every client nonce", () => {
    const answers = [
      answer(header("MD5")),
      answer(header("MD5"), { count: 2 }),
      answer(header("MD5"), { clientNonce: "other" }),
      answer(header("MD5-sess")),
    ].map((text) => /response="(\w+)"/.exec(text)?.[1]);
    expect(new Set(answers).size).toBe(4);
    expect(makeClientNonce()).not.toBe(makeClientNonce());
  });

  test("quotes what stands in quotes, and never holds the password", () => {
    const text = answer(header("MD5"), { username: 'a"b\\c', password: "hunter2" });
    expect(text).toContain('username="a\\"b\\\\c"');
    expect(text).not.toContain("hunter2");
  });
});

describe("a challenge", () => {
  test("may stand behind another one in the same header", () => {
    expect(parseDigestChallenge(`Basic realm="x", ${header("MD5")}`)).toMatchObject({
      realm: "http-auth@example.org",
      nonce: NONCE,
      hasQopAuth: true,
      isStale: false,
    });
  });

  test("may say that only the nonce was too old", () => {
    expect(parseDigestChallenge(`${header("MD5")}, stale=TRUE`)?.isStale).toBe(true);
  });

  test.each([
    ["Basic", 'Basic realm="rtorrent"'],
    ["without a nonce", 'Digest realm="x"'],
    ["with a hash nobody has", header("MD5-99")],
    ["that wants the body signed", 'Digest realm="x", nonce="n", qop="auth-int"'],
  ])("%s cannot be answered", (_name, text) => {
    expect(parseDigestChallenge(text)).toBeNull();
  });
});
