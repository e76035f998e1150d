import { createTransmissionSimulator } from "../../../../../demo/simulators/transmission/index.ts";
import { describeDownloadClient } from "../download-client.case.ts";
import { transmission } from "./index.ts";

for (const version of ["2.94", "3.00", "4.0.6", "4.1.3"] as const) {
  describeDownloadClient({
    name: `Transmission ${version}`,
    module: transmission,
    simulator: () => createTransmissionSimulator({ version }),
    statuses: {
      queued: "Queued",
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
