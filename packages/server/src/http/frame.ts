import { constants, deflateRaw, deflateRawSync } from "node:zlib";
import { promisify } from "node:util";

const deflateInBackground = promisify(deflateRaw);

/** Whatever takes longer than a millisecond or two to compress is left to another thread. */
const LARGE_BYTES = 48 * 1024;
/**
 * Ends at a whole byte and refers to nothing before it, so that it fits into any reader's stream. With less memory than
 * usual a block is 4,096 symbols: what is told field by field differs from one to the next, and so do their codes.
 */
const STANDS_ALONE = { finishFlush: constants.Z_SYNC_FLUSH, memLevel: 6 } as const;

/** A piece of an event stream: encoded once, and compressed once, however many readers get it. */
export class Frame {
  readonly bytes: Buffer;
  #deflated: Buffer | Promise<Buffer> | null = null;

  constructor(text: string) {
    this.bytes = Buffer.from(text);
  }

  /** A part of a raw deflate stream that may stand between any others; a promise while it is being made. */
  deflated(): Buffer | Promise<Buffer> {
    this.#deflated ??= this.#deflate();
    return this.#deflated;
  }

  #deflate(): Buffer | Promise<Buffer> {
    if (this.bytes.length < LARGE_BYTES) return deflateRawSync(this.bytes, STANDS_ALONE);
    return deflateInBackground(this.bytes, STANDS_ALONE).then((deflated) => {
      this.#deflated = deflated;
      return deflated;
    });
  }
}
