import type { SimulatedState } from "../simulators/download-client-simulator.ts";
import type { Chance } from "./chance.ts";

/** One thing that happens to a download; seconds are the household's. */
export type Step =
  /** Somebody asks Ombi for it, and it is approved. */
  | { readonly kind: "ask"; readonly seconds: number }
  /** The *arr holds the release back for a better one. */
  | { readonly kind: "delay"; readonly seconds: number }
  | { readonly kind: "grab" }
  /** Data comes in until this share (0 to 1) is there. */
  | { readonly kind: "download"; readonly to: number }
  | {
      readonly kind: "hold";
      readonly state: SimulatedState;
      readonly seconds: number;
      readonly message?: string;
    }
  | { readonly kind: "import"; readonly seconds: number }
  | { readonly kind: "block"; readonly seconds: number; readonly reasons: readonly string[] }
  /** The client gives up; the *arr notices, and looks for another release. */
  | { readonly kind: "fail"; readonly seconds: number; readonly message: string }
  /** Done, and still in the client: a torrent gives back, a job stands in the history. */
  | { readonly kind: "rest"; readonly seconds: number };

export type PlotName =
  | "smooth"
  | "stalls"
  | "paused"
  | "disk-full"
  | "blocked"
  | "delayed"
  | "repaired"
  | "fails";

/** The plots in the order new downloads take them, with what each needs. */
export const PLAYLIST: readonly {
  readonly plot: PlotName;
  readonly protocol: "torrent" | "usenet";
  readonly isPack?: boolean;
}[] = [
  { plot: "smooth", protocol: "torrent" },
  { plot: "repaired", protocol: "usenet" },
  { plot: "stalls", protocol: "torrent" },
  { plot: "blocked", protocol: "torrent" },
  { plot: "smooth", protocol: "usenet" },
  { plot: "smooth", protocol: "torrent", isPack: true },
  { plot: "paused", protocol: "torrent" },
  { plot: "fails", protocol: "usenet" },
  { plot: "delayed", protocol: "torrent" },
  { plot: "disk-full", protocol: "torrent" },
  { plot: "smooth", protocol: "usenet" },
  { plot: "blocked", protocol: "usenet" },
];

/**
 * What happens to one download, from the request or the grab to its end in the client.
 *
 * @param isAsked there is an Ombi request at its beginning.
 */
export function writePlot(
  name: PlotName,
  protocol: "torrent" | "usenet",
  isAsked: boolean,
  chance: Chance,
): Step[] {
  const early = chance.between(0.15, 0.45);
  const middle: Record<PlotName, Step[]> = {
    smooth: [],
    delayed: [],
    repaired: [],
    fails: [],
    blocked: [],
    stalls: [
      { kind: "download", to: early },
      { kind: "hold", state: "stalled", seconds: chance.between(25, 50) },
    ],
    paused: [
      { kind: "download", to: early },
      { kind: "hold", state: "paused", seconds: chance.between(30, 50) },
    ],
    "disk-full": [
      { kind: "download", to: early },
      { kind: "hold", state: "error", seconds: 40, message: "No space left on device" },
      { kind: "hold", state: "checking", seconds: 10 },
    ],
  };
  return [
    ...(isAsked ? ([{ kind: "ask", seconds: chance.between(20, 35) }] as const) : []),
    ...(name === "delayed" ? ([{ kind: "delay", seconds: 40 }] as const) : []),
    { kind: "grab" },
    { kind: "hold", state: "queued", seconds: chance.between(2, 5) },
    ...(protocol === "torrent"
      ? ([{ kind: "hold", state: "metadata", seconds: chance.between(3, 8) }] as const)
      : []),
    ...middle[name],
    { kind: "download", to: 1 },
    ...(protocol === "usenet" ? postProcessing(name) : []),
    ...ending(name, protocol, chance),
  ];
}

function postProcessing(name: PlotName): Step[] {
  const isDamaged = name === "repaired" || name === "fails";
  return [
    { kind: "hold", state: "verifying", seconds: 8 },
    ...(isDamaged ? ([{ kind: "hold", state: "repairing", seconds: 20 }] as const) : []),
    ...(name === "fails" ? [] : ([{ kind: "hold", state: "unpacking", seconds: 12 }] as const)),
    ...(name === "fails" ? [] : ([{ kind: "hold", state: "moving", seconds: 4 }] as const)),
  ];
}

function ending(name: PlotName, protocol: "torrent" | "usenet", chance: Chance): Step[] {
  if (name === "fails") {
    return [
      { kind: "fail", seconds: 60, message: "Repair failed, not enough repair blocks (41 short)" },
    ];
  }
  const rest = protocol === "torrent" ? chance.between(50, 110) : chance.between(5, 10);
  const reasons = [chance.pick(BLOCK_REASONS)];
  return [
    ...(name === "blocked" ? ([{ kind: "block", seconds: 120, reasons }] as const) : []),
    { kind: "import", seconds: chance.between(10, 16) },
    { kind: "rest", seconds: rest },
  ];
}

/** In the *arrs' own words. */
const BLOCK_REASONS = [
  "Sample",
  "Found matching series via grab history, but release was matched to series by ID. Automatic import is not possible. See the FAQ for details.",
  "No files found are eligible for import in /downloads/tv",
  "Not an upgrade for existing episode file(s). Existing quality: WEBDL-1080p. New Quality HDTV-720p.",
  "Caution: Found potentially dangerous file with extension: '.lnk'",
];
