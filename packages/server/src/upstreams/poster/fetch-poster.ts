import { lookup as systemLookup, type LookupAddress } from "node:dns";
import type { LookupFunction, Socket } from "node:net";
import { callbackify } from "node:util";
import { Agent, buildConnector } from "undici";

import { limitTime } from "../../time-limit.ts";
import { UpstreamError } from "../errors.ts";
import { connectionError } from "../connection-error.ts";
import { imageTypeOf } from "./image-type.ts";
import { isPublicAddress, literalAddress } from "./public-address.ts";

/** A poster as it may be sent on. */
export interface Poster {
  readonly type: string;
  readonly body: Buffer;
}

/** Looks up every address of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface PosterFetcherOptions {
  /**
   * Origins of configured instances, which may be on the local network. They get no key: what is asked for is said by an
   * answer, and a key is not sent wherever an answer points. So the *arr's own copies, which want one, are not fetched.
   */
  readonly trustedOrigins: ReadonlySet<string>;
  /** For tests, which must send no packet: the system's by default. */
  readonly resolve?: Resolve;
  readonly connect?: buildConnector.connector;
}

const INSTANCE_ID = "poster";
const LARGEST_POSTER_BYTES = 10 * 1024 * 1024;
const DEADLINE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** As `URL` has them: empty for the scheme's own. Nothing else is knocked at, on whatever machine. */
const WEB_PORTS = ["", "80", "443"];

/**
 * Makes the one function that fetches images from elsewhere. An address must be public unless its origin is a configured
 * instance's: the literal one, every looked-up one, and the one really connected to, so that neither a literal nor a
 * name that changes its mind between check and use gets anywhere; and its port must be one of the web's. No redirect is
 * followed.
 *
 * @returns a function that throws UpstreamError `refused` for an address that is not allowed, `bad-payload` for what is
 *   no image or too large, `unreachable`, `timeout` or `bad-status` otherwise.
 */
export function createPosterFetcher(
  options: PosterFetcherOptions,
): (url: string) => Promise<Poster> {
  const trusted = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, connections: 4 });
  const guarded = new Agent({ connect: guardedConnector(options), connections: 4 });

  return async (text) => {
    const url = checkedUrl(text);
    const isTrusted = options.trustedOrigins.has(url.origin);
    if (!isTrusted) refuseUnlessPublic(url);
    const agent = isTrusted ? trusted : guarded;
    const limit = limitTime(DEADLINE_MS);
    try {
      const answer = await agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: "GET",
        headers: { accept: "image/*", "user-agent": "sofarr" },
        signal: limit.signal,
      });
      const chunks: Buffer[] = [];
      let total = 0;
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        total += chunk.length;
        if (total > LARGEST_POSTER_BYTES) throw trouble("bad-payload", "is too large for a poster");
        chunks.push(chunk);
      }
      if (answer.statusCode !== 200)
        throw trouble("bad-status", `answered with status ${answer.statusCode}`);
      const body = Buffer.concat(chunks, total);
      const type = imageTypeOf(body);
      if (type === null) throw trouble("bad-payload", "is not an image");
      return { type, body };
    } catch (error) {
      throw familyError(error, limit.isOver);
    } finally {
      limit.end();
    }
  };
}

function checkedUrl(text: string): URL {
  if (!URL.canParse(text)) throw refused();
  const url = new URL(text);
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  if (!isWeb || url.username !== "" || url.password !== "") throw refused();
  return url;
}

/** As far as the address itself tells. @throws UpstreamError `refused` */
function refuseUnlessPublic({ hostname, port }: URL): void {
  const literal = literalAddress(hostname);
  const isInside = literal !== null && !isPublicAddress(literal);
  if (isInside || !WEB_PORTS.includes(port)) throw refused();
}

/** Connects only to public addresses: looked-up ones are checked before, the peer once more after connecting. */
function guardedConnector({
  resolve = systemResolve,
  connect,
}: PosterFetcherOptions): buildConnector.connector {
  const guardedLookup: LookupFunction = (hostname, lookupOptions, done) => {
    callbackify(publicAddresses)(hostname, resolve, (error, addresses) => {
      const [first] = error === null ? addresses : [];
      if (first === undefined) done(error, "", 0);
      else if (lookupOptions.all === true) done(null, [...addresses]);
      else done(null, first.address, first.family);
    });
  };
  const connector =
    connect ?? buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: guardedLookup });
  return (target, done) => {
    connector({ ...target, lookup: guardedLookup } as buildConnector.Options, (error, socket) => {
      if (error !== null) done(error, null);
      else if (isPublicPeer(socket)) done(null, socket);
      else {
        socket.destroy();
        done(refused(), null);
      }
    });
  };
}

/** Every address of a name, all of them public. @throws UpstreamError `refused` otherwise. */
async function publicAddresses(
  hostname: string,
  resolve: Resolve,
): Promise<readonly LookupAddress[]> {
  const addresses = await resolve(hostname);
  const arePublic = addresses.every(({ address }) => isPublicAddress(address));
  if (addresses.length === 0 || !arePublic) throw refused();
  return addresses;
}

function isPublicPeer(socket: Socket): boolean {
  return socket.remoteAddress !== undefined && isPublicAddress(socket.remoteAddress);
}

const systemResolve: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });

/** Our own errors may come back wrapped by the socket layer. */
function familyError(error: unknown, isLate: boolean): UpstreamError {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at instanceof UpstreamError) return at;
  return isLate ? trouble("timeout", "did not come in time") : connectionError(INSTANCE_ID, error);
}

function refused(): UpstreamError {
  return trouble("refused", "is at an address sofarr does not fetch from");
}

function trouble(reason: UpstreamError["reason"], message: string): UpstreamError {
  return new UpstreamError({ instanceId: INSTANCE_ID, reason, message });
}
