import type { DownloadClientModule } from "../upstream.ts";
import { SabnzbdClient } from "./client.ts";

/** SABnzbd 2.3 to 5.1, by its HTTP API. */
export const sabnzbd: DownloadClientModule = {
  kind: "sabnzbd",
  protocol: "usenet",
  credentials: "api-key",
  schemes: ["http:", "https:"],
  connect: (instance, deps) => new SabnzbdClient(instance, deps),
};
