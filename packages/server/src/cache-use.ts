/** How a cache does: what is in it, and how often it had what was wanted, since the start. */
export interface CacheUse {
  readonly entries: number;
  readonly hits: number;
  readonly misses: number;
}
