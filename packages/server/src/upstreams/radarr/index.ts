import { ArrClient } from "../arr/index.ts";
import type { ArrModule } from "../upstream.ts";
import { RADARR } from "./shape.ts";

/** Radarr 3 to 6; all of them speak the v3 API. */
export const radarr = {
  kind: "radarr",
  credentials: "api-key",
  schemes: ["http:", "https:"],
  connect: (instance, deps) => new ArrClient(RADARR, instance, deps),
} as const satisfies ArrModule;
