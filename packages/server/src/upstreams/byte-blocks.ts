const FIRST_BLOCK_BYTES = 256 * 1024;
const LARGEST_BLOCK_BYTES = 4 * 1024 * 1024;

/**
 * Gathers what comes in pieces in a few large blocks. Thousands of pieces kept until the end leave gaps in memory that are
 * never given back: after one answer of hundreds of megabytes the process stayed that large.
 */
export class ByteBlocks {
  readonly #blocks: Buffer[] = [];
  /** The only piece so far: most answers are one, and need no copy. */
  #single: Buffer | null = null;
  /** How far the last block is filled. */
  #filled = 0;
  #length = 0;
  readonly #firstBlockBytes: number;

  /** @param announcedBytes how much is to come, where that is known: then nothing is copied twice. More or less may come. */
  constructor(announcedBytes = 0) {
    this.#firstBlockBytes = announcedBytes > 0 ? announcedBytes : FIRST_BLOCK_BYTES;
  }

  get length(): number {
    return this.#length;
  }

  add(piece: Buffer): void {
    if (this.#length === 0) this.#single = piece;
    else {
      if (this.#single !== null) this.#copy(this.#single);
      this.#single = null;
      this.#copy(piece);
    }
    this.#length += piece.length;
  }

  /** Everything so far, as one. */
  whole(): Buffer {
    if (this.#single !== null) return this.#single;
    const [only, ...others] = this.#blocks;
    return only !== undefined && others.length === 0
      ? only.subarray(0, this.#length)
      : Buffer.concat(this.#blocks, this.#length);
  }

  #copy(piece: Buffer): void {
    for (let from = 0; from < piece.length;) {
      let block = this.#blocks.at(-1);
      if (block === undefined || this.#filled === block.length) {
        const size =
          block === undefined
            ? this.#firstBlockBytes
            : Math.min(2 * block.length, LARGEST_BLOCK_BYTES);
        block = Buffer.allocUnsafeSlow(size);
        this.#blocks.push(block);
        this.#filled = 0;
      }
      const copied = piece.copy(block, this.#filled, from);
      this.#filled += copied;
      from += copied;
    }
  }
}
