import { ArrClient } from "../arr/index.ts";
import type { ArrModule } from "../upstream.ts";
import { SONARR } from "./shape.ts";

/** Sonarr 3 and 4, and 5 over its v3 API. */
export const sonarr = {
  kind: "sonarr",
  credentials: "api-key",
  schemes: ["http:", "https:"],
  connect: (instance, deps) => new ArrClient(SONARR, instance, deps),
} as const satisfies ArrModule;
