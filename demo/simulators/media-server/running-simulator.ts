import { onTestFinished } from "vitest";

import {
  createMediaServerSimulator,
  type MediaServerOptions,
  type MediaServerSimulator,
} from "./media-server-simulator.ts";

/** For tests: Jellyfin 12 with an admin and a member, unless said otherwise; it stops when the test is over. */
export async function runningSimulator(
  options: MediaServerOptions = {},
): Promise<MediaServerSimulator> {
  const simulator = createMediaServerSimulator({
    users: [
      { name: "Robin", password: "red", isAdmin: true },
      { name: "Ana Lucía", password: "blue" },
    ],
    ...options,
  });
  await simulator.start();
  onTestFinished(() => simulator.stop());
  return simulator;
}
