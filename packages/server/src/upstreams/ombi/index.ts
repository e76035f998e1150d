import type { RequestManagerModule } from "../upstream.ts";
import { OmbiClient } from "./client.ts";

/** Ombi 4. */
export const ombi = {
  kind: "ombi",
  credentials: "api-key",
  schemes: ["http:", "https:"],
  connect: (instance, deps) => new OmbiClient(instance, deps),
} as const satisfies RequestManagerModule;
