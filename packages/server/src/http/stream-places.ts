import type { FastifyReply, FastifyRequest } from "fastify";

import { networkOf } from "./client-address.ts";
import { HttpError } from "./plugins/errors.ts";

/** How many streams may be open at a time, of all kinds together. */
export interface StreamCaps {
  readonly perPerson: number;
  /** An address may be a whole household's: behind a proxy that is not trusted everybody has the same. */
  readonly perAddress: number;
}

/** Several devices of several pages each; and a household of several such people. */
const FOR_A_HOUSEHOLD: StreamCaps = { perPerson: 32, perAddress: 256 };
/** Only closing a page makes room, so there is no hurry to ask again. */
const TRY_AGAIN_AFTER_S = 60;

/**
 * The places there are for open streams, so that nobody holds more of the server than others could. Whoever takes one has it
 * until they give it back.
 */
export class StreamPlaces {
  readonly #caps: StreamCaps;
  /** How many are taken, by whom and from where; nothing is kept of those who hold none. */
  readonly #taken = new Map<string, number>();

  constructor(caps = FOR_A_HOUSEHOLD) {
    this.#caps = caps;
  }

  /** Whether nobody holds any. */
  get areFree(): boolean {
    return this.#taken.size === 0;
  }

  /**
   * @param personId `null` for whoever came with a secret and not as a person.
   * @returns gives the place back, once, however often it is called.
   * @throws HttpError 429 when the person or the address has as many as there are for one.
   */
  take(personId: string | null, address: string): () => void {
    const { perPerson, perAddress } = this.#caps;
    const person = personId === null ? null : `person ${personId}`;
    const network = `address ${networkOf(address)}`;
    // What they can mend themselves is said first.
    if (person !== null && this.#countOf(person) >= perPerson) {
      throw refusal("Too many pages of yours are open; close one.", null);
    }
    if (this.#countOf(network) >= perAddress) {
      throw refusal(
        "Too many pages are open at this address; close one.",
        "If it is a proxy's, name it in TRUST_PROXY: then people's own addresses count.",
      );
    }
    const keys = person === null ? [network] : [person, network];
    for (const key of keys) this.#taken.set(key, this.#countOf(key) + 1);
    let isTaken = true;
    return () => {
      if (isTaken) for (const key of keys) this.#giveBack(key);
      isTaken = false;
    };
  }

  #countOf(key: string): number {
    return this.#taken.get(key) ?? 0;
  }

  #giveBack(key: string): void {
    const left = this.#countOf(key) - 1;
    if (left > 0) this.#taken.set(key, left);
    else this.#taken.delete(key);
  }
}

/**
 * Takes a place for a request's answer. It is given back when the answer is over, however it ends: with a refusal, by either
 * side's wish, or with the connection.
 *
 * @throws HttpError 429, see `StreamPlaces.take`.
 */
export function holdPlace(
  places: StreamPlaces,
  request: FastifyRequest,
  { raw }: FastifyReply,
): void {
  // Whoever left while they were looked up will not leave again.
  if (raw.destroyed) throw new HttpError(408, "Nobody waits for this any more.");
  raw.once("close", places.take(request.session?.viewer.id ?? null, request.ip));
}

function refusal(words: string, advice: string | null): HttpError {
  return new HttpError(429, words, advice, TRY_AGAIN_AFTER_S);
}
