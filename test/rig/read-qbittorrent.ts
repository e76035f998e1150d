import { CALL_LIMIT_MS, expectSuccess, type ClientUnderTest, type Reading } from "./reading.ts";
import type { RigClient } from "./rig.ts";

interface TorrentInfo {
  readonly hash: string;
  readonly name: string;
  readonly size: number;
  readonly progress: number;
  readonly state: string;
  readonly category: string;
  readonly dlspeed: number;
}

/** Web API state to our words. Both generations' names: 5.0 renamed paused to stopped. */
const STATUSES: Readonly<Record<string, readonly string[]>> = {
  downloading: ["Downloading"],
  forcedDL: ["Downloading"],
  stalledDL: ["Stalled"],
  metaDL: ["Fetching metadata"],
  forcedMetaDL: ["Fetching metadata"],
  queuedDL: ["Queued"],
  pausedDL: ["Paused"],
  stoppedDL: ["Paused"],
  checkingDL: ["Checking"],
  checkingUP: ["Checking"],
  checkingResumeData: ["Checking"],
  moving: ["Moving"],
  uploading: ["Seeding"],
  forcedUP: ["Seeding"],
  stalledUP: ["Seeding"],
  // Complete, waiting for an upload slot: for a person it is simply there.
  queuedUP: ["Seeding", "Completed"],
  pausedUP: ["Completed"],
  stoppedUP: ["Completed"],
  error: ["Error"],
  missingFiles: ["Error"],
};

/** qBittorrent by `torrents/info`, one full list a call; a session that was thrown out is opened again. */
export function openQbittorrent(client: RigClient): ClientUnderTest {
  const [pause, resume] = client.version.startsWith("v4")
    ? (["pause", "resume"] as const)
    : (["stop", "start"] as const);
  let cookie = "";

  const send = (path: string, form: Record<string, string>): Promise<Response> =>
    fetch(`${client.url}/api/v2/${path}`, {
      method: "POST",
      headers: cookie === "" ? {} : { cookie },
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });

  const signIn = async (): Promise<void> => {
    cookie = "";
    const { username = "", password = "" } = client;
    const response = await send("auth/login", { username, password });
    await expectSuccess(response, "qBittorrent auth/login");
    cookie = (response.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
    if (cookie === "") throw new Error("qBittorrent gave no session");
  };

  const call = async (path: string, form: Record<string, string>): Promise<Response> => {
    let response = await send(path, form);
    if (response.status === 403) {
      await response.text();
      await signIn();
      response = await send(path, form);
    }
    return expectSuccess(response, `qBittorrent ${path}`);
  };

  return {
    async read() {
      const response = await call("torrents/info", {});
      return ((await response.json()) as TorrentInfo[]).map(reading);
    },
    async pause(hash) {
      await call(`torrents/${pause}`, { hashes: hash });
    },
    async resume(hash) {
      await call(`torrents/${resume}`, { hashes: hash });
    },
    async remove(hash) {
      await call("torrents/delete", { hashes: hash, deleteFiles: "false" });
    },
  };
}

function reading(torrent: TorrentInfo): Reading {
  return {
    id: torrent.hash.toLowerCase(),
    title: torrent.name,
    sizeBytes: torrent.size > 0 ? torrent.size : null,
    progressPercent: torrent.progress * 100,
    rawState: torrent.state,
    category: torrent.category === "" ? null : torrent.category,
    bytesPerSecond: torrent.dlspeed,
    expectedStatuses: STATUSES[torrent.state] ?? ["Unknown"],
  };
}
