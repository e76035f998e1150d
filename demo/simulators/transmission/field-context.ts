import type { Torrent } from "./torrent.ts";
import type { Traits } from "./versions.ts";

/** What a field's value may depend on besides the torrent. */
export interface FieldContext {
  readonly traits: Traits;
  /** Rates in whole thousands, as 2.94 and 3.00 give them. */
  readonly coarseRates: boolean;
}

/** Computes one field of torrent-get. */
export type Field = (torrent: Torrent, context: FieldContext) => unknown;

export const PIECE_BYTES = 65_536;

/** Milliseconds since the epoch as Transmission's seconds. */
export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
