import { createHash, randomBytes } from "node:crypto";

/** A server's Digest challenge, and how often its nonce has been used. */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** As the server spells it; `null` when it names none (MD5). */
  readonly algorithm: string | null;
  readonly hasQopAuth: boolean;
  /** The nonce was too old; the credentials were not judged. */
  readonly isStale: boolean;
}

/** Who calls what; the user name and password as they are typed. */
export interface DigestRequest {
  readonly username: string;
  readonly password: string;
  readonly method: string;
  /** Path and query as they are in the request line. */
  readonly uri: string;
  /** 1 for the first use of a nonce. */
  readonly count: number;
  /** The client's own random part. */
  readonly clientNonce: string;
}

const HASHES: Readonly<Record<string, string>> = { MD5: "md5", "SHA-256": "sha256" };

/**
 * Finds a Digest challenge that can be answered in a `WWW-Authenticate` header: MD5 or SHA-256 (with or without
 * `-sess`), and quality `auth` or none.
 */
export function parseDigestChallenge(header: string): DigestChallenge | null {
  const start = /(?:^|,)\s*digest\s+/i.exec(header);
  if (start === null) return null;
  const fields = new Map<string, string>();
  const pairs = /(?<![\w-])([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;
  for (const [, name = "", quoted, bare] of header.slice(start.index).matchAll(pairs)) {
    const value = quoted?.replaceAll(/\\(.)/g, "$1") ?? bare ?? "";
    // A second challenge in the same header repeats the names; the first one counts.
    if (!fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value);
  }
  const nonce = fields.get("nonce");
  const algorithm = fields.get("algorithm") ?? null;
  const qop = fields.get("qop");
  const hasQopAuth = qop !== undefined && /(?:^|[\s,])auth(?:$|[\s,])/i.test(qop);
  if (nonce === undefined || hashOf(algorithm) === null) return null;
  if (qop !== undefined && !hasQopAuth) return null;
  return {
    realm: fields.get("realm") ?? "",
    nonce,
    opaque: fields.get("opaque") ?? null,
    algorithm,
    hasQopAuth,
    isStale: fields.get("stale")?.toLowerCase() === "true",
  };
}

/**
 * The `Authorization` header that answers a challenge.
 * Source: RFC 7616, 3.4.
 */
export function answerDigest(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, opaque, algorithm, hasQopAuth } = challenge;
  const { username, method, uri, clientNonce } = request;
  const digest = (text: string): string =>
    createHash(hashOf(algorithm) ?? "md5")
      .update(text)
      .digest("hex");
  const count = request.count.toString(16).padStart(8, "0");
  const secret = digest(`${username}:${realm}:${request.password}`);
  const isSession = /-sess$/i.test(algorithm ?? "");
  const a1 = isSession ? digest(`${secret}:${nonce}:${clientNonce}`) : secret;
  const a2 = digest(`${method}:${uri}`);
  const response = hasQopAuth
    ? digest(`${a1}:${nonce}:${count}:${clientNonce}:auth:${a2}`)
    : digest(`${a1}:${nonce}:${a2}`);
  const fields = [
    `username=${quote(asHeaderBytes(username))}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${response}"`,
    ...(algorithm === null ? [] : [`algorithm=${algorithm}`]),
    ...(opaque === null ? [] : [`opaque=${quote(opaque)}`]),
    ...(hasQopAuth ? ["qop=auth", `nc=${count}`] : []),
    ...(hasQopAuth || isSession ? [`cnonce="${clientNonce}"`] : []),
  ];
  return `Digest ${fields.join(", ")}`;
}

export function makeClientNonce(): string {
  return randomBytes(16).toString("hex");
}

function hashOf(algorithm: string | null): string | null {
  const name = (algorithm ?? "MD5").toUpperCase().replace(/-SESS$/, "");
  return (Object.hasOwn(HASHES, name) ? HASHES[name] : undefined) ?? null;
}

/** Each byte of its UTF-8 as a character, which is how a header is written: what curl sends, and servers expect. */
function asHeaderBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}
