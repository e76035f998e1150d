import type { DownloadClientModule } from "../upstream.ts";
import { TransmissionClient } from "./client.ts";

/** Transmission 2.94 and newer, by its RPC. */
export const transmission: DownloadClientModule = {
  kind: "transmission",
  protocol: "torrent",
  credentials: "login",
  schemes: ["http:", "https:"],
  connect: (instance, deps) => new TransmissionClient(instance, deps),
};
