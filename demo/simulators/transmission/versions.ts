/** The releases this simulator can be. */
export type TransmissionVersion = "2.94" | "3.00" | "4.0.6" | "4.1.3";

/** What differs on the wire between releases, named by what it does and not by who has it. */
export interface Traits {
  /** `version` of session-get. */
  readonly version: string;
  readonly rpcVersion: number;
  readonly rpcVersionMinimum: number;
  /** `rpc-version-semver`, from 4.0 on. */
  readonly semver: string | null;
  /** JSON-RPC 2.0 with snake_case names beside the classic dialect; announced in the 409. */
  readonly speaksJsonRpc: boolean;
  /** `format: "table"`, and `fields` for session-get. */
  readonly hasTables: boolean;
  /** What becomes of a field nobody knows: left out, or (3.00) answered with 0. */
  readonly unknownField: "skipped" | "zero";
  /** What a call with a method nobody knows is told. */
  readonly unknownMethod: string;
  /** Progress is cut to four decimals. */
  readonly coarseProgress: boolean;
  /** ETA of a running download that gets nothing: not available (-1) or unknown (-2). */
  readonly stalledEta: -1 | -2;
  /** The 401 counts failures aloud. */
  readonly countsFailuresAloud: boolean;
  /** Headers every answer carries besides `Server`. */
  readonly commonHeaders: Readonly<Record<string, string>>;
  /** Which groups of fields exist, see torrent-fields.ts and session-fields.ts. */
  readonly since: { readonly v3_00: boolean; readonly v4_0: boolean; readonly v4_1: boolean };
}

const V2_94: Traits = {
  version: "2.94 (d8e60ee44f)",
  rpcVersion: 15,
  rpcVersionMinimum: 1,
  semver: null,
  speaksJsonRpc: false,
  hasTables: false,
  unknownField: "skipped",
  unknownMethod: "method name not recognized",
  coarseProgress: true,
  stalledEta: -1,
  countsFailuresAloud: true,
  commonHeaders: {},
  since: { v3_00: false, v4_0: false, v4_1: false },
};
const V3_00: Traits = {
  ...V2_94,
  version: "3.00 (bb6b5a062e)",
  rpcVersion: 16,
  hasTables: true,
  unknownField: "zero",
  since: { v3_00: true, v4_0: false, v4_1: false },
};
const V4_0: Traits = {
  ...V3_00,
  version: "4.0.6 (38c164933e)",
  rpcVersion: 17,
  rpcVersionMinimum: 14,
  semver: "5.3.0",
  unknownField: "skipped",
  unknownMethod: "no method name",
  coarseProgress: false,
  stalledEta: -2,
  countsFailuresAloud: false,
  since: { v3_00: true, v4_0: true, v4_1: false },
};
const V4_1: Traits = {
  ...V4_0,
  version: "4.1.3 (838877323f)",
  rpcVersion: 19,
  semver: "6.0.1",
  speaksJsonRpc: true,
  commonHeaders: {
    "x-frame-options": "SAMEORIGIN",
    "content-security-policy": "frame-ancestors 'self'",
  },
  since: { v3_00: true, v4_0: true, v4_1: true },
};

/**
 * One row per release. 3.00 and 4.1.3 follow recorded answers; 2.94 and 4.0.6 follow the RPC specification's
 * version history, for which there is no recording.
 */
export const TRAITS: Readonly<Record<TransmissionVersion, Traits>> = {
  "2.94": V2_94,
  "3.00": V3_00,
  "4.0.6": V4_0,
  "4.1.3": V4_1,
};
