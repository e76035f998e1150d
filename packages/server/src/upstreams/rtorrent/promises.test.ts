import { createRtorrentSimulator } from "../../../../../demo/simulators/rtorrent/rtorrent-simulator.ts";
import { describeDownloadClient } from "../download-client.case.ts";
import { rtorrent } from "./index.ts";

for (const version of ["0.9.6", "0.9.8", "0.16.17"] as const) {
  describeDownloadClient({
    name: `rTorrent ${version}`,
    module: rtorrent,
    simulator: () => createRtorrentSimulator({ version }),
    // rTorrent has no queue of its own.
    statuses: {
      metadata: "Fetching metadata",
      downloading: "Downloading",
      stalled: "Stalled",
      paused: "Paused",
      checking: "Checking",
      seeding: "Seeding",
      completed: "Completed",
      error: "Error",
    },
  });
}
