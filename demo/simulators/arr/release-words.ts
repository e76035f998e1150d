import type { ArrKind } from "./arr-version.ts";

/** Id, resolution and source (Sonarr's word, Radarr's word) of the qualities the simulators speak of. */
const QUALITIES: Readonly<Record<string, readonly [number, number, string, string]>> = {
  SDTV: [1, 480, "television", "tv"],
  "WEBDL-1080p": [3, 1080, "web", "webdl"],
  "HDTV-720p": [4, 720, "television", "tv"],
  "WEBDL-720p": [5, 720, "web", "webdl"],
  "Bluray-1080p": [7, 1080, "bluray", "bluray"],
  "HDTV-1080p": [9, 1080, "television", "tv"],
  "WEBDL-2160p": [18, 2160, "web", "webdl"],
  "Bluray-2160p": [19, 2160, "bluray", "bluray"],
};

const LANGUAGE_IDS: Readonly<Record<string, number>> = {
  English: 1,
  French: 2,
  Spanish: 3,
  German: 4,
  Japanese: 8,
};

/** A quality as both apps send it; Radarr adds a modifier. A name not listed is sent as `Unknown`. */
export function qualityResource(kind: ArrKind, name: string): object {
  const known = QUALITIES[name];
  const [id, resolution, sonarrSource, radarrSource] = known ?? [0, 0, "unknown", "unknown"];
  return {
    quality: {
      id,
      name: known === undefined ? "Unknown" : name,
      source: kind === "sonarr" ? sonarrSource : radarrSource,
      resolution,
      ...(kind === "radarr" ? { modifier: "none" } : {}),
    },
    revision: { version: 1, real: 0, isRepack: false },
  };
}

export function languageResource(name: string): { id: number; name: string } {
  return { id: LANGUAGE_IDS[name] ?? 0, name };
}
