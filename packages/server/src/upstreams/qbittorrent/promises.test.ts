import { createQbittorrentSimulator } from "../../../../../demo/simulators/qbittorrent/index.ts";
import { describeDownloadClient } from "../download-client.case.ts";
import { qbittorrent } from "./index.ts";

for (const version of ["4.1.9", "4.5.2", "5.1.4", "5.3.0"] as const) {
  describeDownloadClient({
    name: `qBittorrent ${version}`,
    module: qbittorrent,
    simulator: () => createQbittorrentSimulator({ version }),
    statuses: {
      queued: "Queued",
      metadata: "Fetching metadata",
      downloading: "Downloading",
      stalled: "Stalled",
      paused: "Paused",
      checking: "Checking",
      moving: "Moving",
      seeding: "Seeding",
      completed: "Completed",
      error: "Error",
    },
  });
}
