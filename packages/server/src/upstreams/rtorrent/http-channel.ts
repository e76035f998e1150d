import type { Instance } from "../instance.ts";
import { createTransport, type Transport, type UpstreamResponse } from "../request.ts";
import type { Channel, Login } from "./channel.ts";
import {
  answerDigest,
  makeClientNonce,
  parseDigestChallenge,
  type DigestChallenge,
} from "./digest.ts";
import { isLoopback } from "./loopback.ts";
import { noCredentials, unexpectedStatus, unknownLogin, wrongPassword } from "./failures.ts";

/** How the web server in front wants to be signed in to, as it told us. */
type Scheme =
  | { readonly kind: "basic" }
  | { readonly kind: "digest"; readonly challenge: DigestChallenge; uses: number };

/**
 * XML-RPC over HTTP, signed in as the web server in front wants it: Basic or Digest.
 *
 * Where nobody can listen (https, this machine) Basic goes along with the first call, for it nearly always is Basic.
 * Elsewhere the first call goes without, so that a server which asks for Digest never gets the password in clear. From
 * then on each call carries its login at once.
 */
export class HttpChannel implements Channel {
  readonly #instance: Instance;
  readonly #transport: Transport;
  readonly #maxBytes: number;
  /** The URL is the whole address; only an empty path stands for the usual one. */
  readonly #path: string;
  readonly #uri: string;
  readonly #firstScheme: Scheme | null;
  #scheme: Scheme | null;

  constructor(instance: Instance, maxBytes: number) {
    this.#instance = instance;
    this.#transport = createTransport(instance);
    this.#maxBytes = maxBytes;
    const { protocol, hostname, pathname } = new URL(instance.url);
    const path = pathname.replace(/\/+$/, "");
    this.#path = path === "" ? "/RPC2" : "";
    this.#uri = path + this.#path;
    const isPrivate = protocol === "https:" || isLoopback(hostname);
    this.#firstScheme = isPrivate && instance.username !== null ? { kind: "basic" } : null;
    this.#scheme = this.#firstScheme;
  }

  async exchange(body: string, signal: AbortSignal): Promise<Buffer> {
    let response = await this.#send(body, signal);
    if (response.status === 401) {
      this.#scheme = this.#schemeAfter(response);
      response = await this.#send(body, signal);
    }
    if (response.status === 401) {
      this.#scheme = this.#firstScheme;
      throw wrongPassword(this.#instance.id);
    }
    if (response.status !== 200) throw unexpectedStatus(this.#instance.id, response.status);
    return response.body;
  }

  forgetLogin(): void {
    this.#scheme = null;
  }

  login(): Login {
    return this.#scheme === null ? "open" : "accepted";
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** What to answer a 401 with. @throws UpstreamError when another try cannot help. */
  #schemeAfter(response: UpstreamResponse): Scheme {
    const { id, username } = this.#instance;
    if (username === null) throw noCredentials(id);
    const before = this.#scheme;
    this.#scheme = this.#firstScheme;
    const headers = [response.headers["www-authenticate"] ?? []].flat();
    const challenge = headers.map(parseDigestChallenge).find((digest) => digest !== null);
    const isBasicWanted = headers.some((header) => /(?:^|,)\s*basic\b/i.test(header));
    // Credentials that went along have been judged, unless in the wrong form or with a nonce that was too old.
    const isJudged =
      before?.kind === "digest"
        ? challenge?.isStale !== true
        : before?.kind === "basic" && (isBasicWanted || challenge === undefined);
    if (isJudged) throw wrongPassword(id);
    if (challenge !== undefined) return { kind: "digest", challenge, uses: 0 };
    if (isBasicWanted) return { kind: "basic" };
    throw unknownLogin(id);
  }

  async #send(body: string, signal: AbortSignal): Promise<UpstreamResponse> {
    const authorization = this.#authorization();
    return await this.#transport.send({
      method: "POST",
      path: this.#path,
      headers: {
        "content-type": "text/xml",
        ...(authorization === null ? {} : { authorization }),
      },
      body,
      signal,
      maxBytes: this.#maxBytes,
    });
  }

  #authorization(): string | null {
    const scheme = this.#scheme;
    if (scheme === null) return null;
    const username = this.#instance.username ?? "";
    const password = this.#instance.password?.reveal() ?? "";
    if (scheme.kind === "basic") {
      return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    }
    scheme.uses += 1;
    return answerDigest(scheme.challenge, {
      username,
      password,
      method: "POST",
      uri: this.#uri,
      count: scheme.uses,
      clientNonce: makeClientNonce(),
    });
  }
}
